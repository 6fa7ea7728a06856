import { closeSync, openSync, readSync } from 'node:fs'
import { longestLine, type Search } from '#diagnosis/search.ts'

const pieceBytes = 4 << 20

/** What a file ended with, and whether it was text at all. */
export interface Searched {
  readonly isText: boolean
  readonly bytes: number
  readonly lastLines: readonly string[]
}

/**
 * Gives a search the lines that hold one of its texts, and no others, so that a file of hundreds of megabytes takes
 * seconds. Bytes are read as Latin-1, in which every byte is a letter, and only a line that is wanted is decoded.
 */
export function searchFile(path: string, shown: string, search: Search, tail: number): Searched {
  const wanted = new RegExp(search.texts.map((text) => escaped(Buffer.from(text).toString('latin1'))).join('|'), 'g')
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes)
    let rest = ''
    let end = ''
    let line = 1
    let bytes = 0
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, bytes)
      if (bytes === 0 && buffer.subarray(0, Math.min(count, 8192)).includes(0)) return { isText: false, bytes: count, lastLines: [] }
      bytes += count
      const text = rest + buffer.toString('latin1', 0, count)
      // A line that has not ended in megabytes is read in pieces.
      const cut = count === 0 || !text.includes('\n') ? text.length : text.lastIndexOf('\n') + 1
      line = searchLines(text.slice(0, cut), line, wanted, (number, found) => search.read(shown, number, found))
      rest = text.slice(cut)
      end = (end + text.slice(0, cut)).slice(-tail * longestLine)
      if (count === 0) return { isText: true, bytes, lastLines: lastOf(end, tail) }
    }
  } finally {
    closeSync(file)
  }
}

/** Gives each wanted line with its number, and returns the number of the line after the last. */
function searchLines(text: string, first: number, wanted: RegExp, take: (line: number, text: string) => void): number {
  let line = first
  let counted = 0
  const countTo = (end: number) => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < end; at = text.indexOf('\n', counted)) {
      line++
      counted = at + 1
    }
  }
  wanted.lastIndex = 0
  for (let hit = wanted.exec(text); hit !== null; hit = wanted.exec(text)) {
    const start = text.lastIndexOf('\n', hit.index) + 1
    const next = text.indexOf('\n', hit.index)
    const end = next < 0 ? text.length : next
    countTo(start)
    take(line, decoded(text.slice(start, Math.min(end, start + longestLine))))
    wanted.lastIndex = Math.max(end, hit.index + 1)
  }
  countTo(text.length)
  return line
}

function lastOf(text: string, count: number): readonly string[] {
  return decoded(text)
    .trimEnd()
    .split('\n')
    .slice(-count)
    .filter((line) => line !== '')
}

const decoded = (text: string) => Buffer.from(text, 'latin1').toString('utf8').replace(/\r$/, '')

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
