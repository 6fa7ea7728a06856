import type { Text } from '#expression/text.ts'

/** One part of the document for people: a heading, and Markdown. */
export interface Part {
  readonly heading: Text
  readonly body: string
}

/** A Markdown table; what would break a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('<', '&lt;')
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.replaceAll('<', '&lt;')}`).join('\n')
}
