/** How a text stands in a YAML file. */
export interface ScalarSource {
  readonly text: string
  /** Where it starts and ends in the file, with its quotes or its `|` line. */
  readonly start: number
  readonly end: number
  readonly style: 'plain' | 'single' | 'double' | 'block'
}

/**
 * Where a character of a text's value stands in the file. The value and its source are walked side by side:
 * other characters agree one by one, and white space (folded, indented, cut by YAML) is passed over. Exact
 * for everything but the white space itself; only taken when there is a problem to show, so it may be slow.
 */
export function offsetInFile(value: string, offset: number, source: ScalarSource): number {
  let at = bodyStart(source)
  let index = 0
  for (const character of value) {
    if (!blank.test(character)) at = skipBlank(source, at)
    if (index >= offset) break
    at += blank.test(character) ? blankWidth(source, at) : widthAt(source, at, character)
    index += character.length
  }
  return Math.min(at, source.end)
}

const blank = /^\s$/

function bodyStart({ text, start, style }: ScalarSource): number {
  if (style === 'plain') return start
  if (style !== 'block') return start + 1
  const lineEnd = text.indexOf('\n', start)
  return lineEnd === -1 ? text.length : lineEnd + 1
}

function skipBlank(source: ScalarSource, from: number): number {
  let at = from
  for (let width = blankWidth(source, at); width > 0; width = blankWidth(source, at)) at += width
  return at
}

/** Length of the white space character here, which may be written as an escape; 0 where there is none. */
function blankWidth({ text, end, style }: ScalarSource, at: number): number {
  if (at >= end) return 0
  if (blank.test(text[at] ?? '')) return 1
  return style === 'double' && text[at] === '\\' && /^[nrt\s]$/.test(text[at + 1] ?? '') ? 2 : 0
}

/** How many characters of the source make this one of the value. */
function widthAt({ text, style }: ScalarSource, at: number, character: string): number {
  if (style === 'single' && character === "'") return 2
  if (style !== 'double' || text[at] !== '\\') return character.length
  return { x: 4, u: 6, U: 10 }[text[at + 1] ?? ''] ?? 2
}
