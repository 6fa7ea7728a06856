import { closeSync, openSync, readSync } from 'node:fs'

/** A file that a program still writes to, read line by line. */
export interface GrowingFile {
  /** The whole lines that have come since the last look, at most so many bytes of them; `over`: also a last one without its end. */
  lines(path: string, over: boolean): readonly string[]
}

/** What is read of one file in one look: more is there at the next one. */
const mostBytes = 256 << 10

/** What is read is copied before anything else is. */
const shared = Buffer.allocUnsafe(mostBytes)

export function createGrowingFile(): GrowingFile {
  let offset = 0
  let rest = Buffer.alloc(0)

  function readSome(path: string): Buffer | undefined {
    let file: number
    try {
      file = openSync(path, 'r')
    } catch {
      return undefined
    }
    try {
      const count = readSync(file, shared, 0, mostBytes, offset)
      offset += count
      return count === 0 ? undefined : shared.subarray(0, count)
    } finally {
      closeSync(file)
    }
  }

  function cut(over: boolean): readonly string[] {
    const end = over ? rest.length : rest.lastIndexOf(10) + 1
    // A line longer than any that we mean is none.
    if (end === 0 && rest.length > 4 * mostBytes) rest = Buffer.alloc(0)
    if (end === 0) return []
    const text = rest.subarray(0, end).toString('utf8')
    rest = Buffer.from(rest.subarray(end))
    return text.split('\n').filter((line) => line !== '')
  }

  return {
    lines(path, over) {
      const found: string[] = []
      for (let some = readSome(path); some !== undefined; some = over ? readSome(path) : undefined) {
        rest = Buffer.concat([rest, some])
        found.push(...cut(false))
      }
      return over ? [...found, ...cut(true)] : found
    },
  }
}
