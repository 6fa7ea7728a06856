import type { Place } from '#model/problem.ts'

/** A file's text with its lines found once, so that a place costs a binary search, however long the file or its lines. */
export interface SourceText {
  readonly file: string
  readonly text: string
  /** Place of a stretch of the text; offsets count UTF-16 units. */
  place(start: number, end?: number): Place
}

/** `text` must have no byte order mark: it would count as a character of the first line. */
export function sourceText(file: string, text: string): SourceText {
  const lines = offsetsAfter(text, '\n')
  const wide = /[\uD800-\uDBFF]/.test(text) ? lowSurrogates(text) : []

  /** A character outside the basic plane is two UTF-16 units, and one column. */
  const point = (offset: number): [line: number, column: number] => {
    const line = countUpTo(lines, offset)
    const start = line === 0 ? 0 : (lines[line - 1] ?? 0)
    const units = offset - start
    return [line + 1, units + 1 - (countUpTo(wide, offset - 1) - countUpTo(wide, start - 1))]
  }
  return {
    file,
    text,
    place: (start, end) => {
      const [line, column] = point(clamp(start, text.length))
      if (end === undefined || end <= start) return { file, line, column }
      const [endLine, endColumn] = point(clamp(end, text.length))
      return { file, line, column, endLine, endColumn }
    },
  }
}

function offsetsAfter(text: string, mark: string): number[] {
  const offsets: number[] = []
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) offsets.push(at + 1)
  return offsets
}

function lowSurrogates(text: string): number[] {
  const offsets: number[] = []
  for (const match of text.matchAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)) offsets.push(match.index + 1)
  return offsets
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

function clamp(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length))
}
