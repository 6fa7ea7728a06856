import type { Text } from '#expression/text.ts'

/** One part of the document for people: a heading, and Markdown. */
export interface Part {
  readonly heading: Text
  readonly body: string
}

/** Plain text, or plain text that stands out. Nothing in it is Markdown, whoever wrote it, but code between single backticks. */
export type Cell = string | { readonly strong: string }

/** A Markdown table of plain cells. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map((one) => inCell(cellText(one))).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

/** A list of plain lines, each perhaps with something that stands out before it. */
export function bullets(lines: readonly (string | { readonly label: string; readonly text: string })[]): string {
  return lines
    .map((line) => (typeof line === 'string' ? `- ${prose(line)}` : `- **${prose(line.label)}**: ${prose(line.text, true)}`))
    .join('\n')
}

/**
 * Plain text for one line of Markdown, so that nothing in it becomes markup (CommonMark 0.31): escaped is what would begin a tag, an
 * entity, a link, emphasis or, at the start of a line, a block. A pair of single backticks stays, since code within them is inert.
 */
export function prose(text: string, inLine = false): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const parts = /``/.test(line) ? [line] : line.split(/(`[^`]*`)/)
  const escaped = parts.map((part, at) => (at % 2 === 1 ? part : escapedText(part))).join('')
  return inLine ? escaped : escaped.replace(/^(#+|[-+>=~|]|\d+[.)])(?=\s|$)|^(?=[-=_]{3})/, (start) => escapedStart(start))
}

function escapedText(text: string): string {
  return text
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll(/[[\]]/g, '\\$&')
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\*(?=\S)|(?<=\S)\*/g, '\\*')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('~~', '\\~\\~')
}

function escapedStart(start: string): string {
  return /\d/.test(start) ? `${start.slice(0, -1)}\\${start.slice(-1)}` : `\\${start}`
}

function cellText(one: Cell): string {
  return typeof one === 'string' ? prose(one, true) : `**${prose(one.strong, true)}**`
}

/** A `|` ends a cell, also within code (GFM 4.10); one that a `\` stands before already is escaped. */
function inCell(text: string): string {
  return text.replaceAll(/(?<!\\)((?:\\\\)*)\|/g, '$1\\|')
}
