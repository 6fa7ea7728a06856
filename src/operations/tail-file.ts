import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

/** A file read piece by piece as it grows. It need not be there yet. */
export interface Tail {
  /** The next piece; empty when there is nothing new. A character that is half there waits for its rest. */
  read(): string
  close(): void
}

const pieceBytes = 1 << 16

/** `lines`: begin only so many lines before the end. */
export function openTail(path: string, lines: number | undefined): Tail {
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.alloc(pieceBytes)
  let file: number | undefined
  let at = 0
  const open = () => {
    if (file !== undefined) return file
    try {
      file = openSync(path, 'r')
    } catch {
      return undefined
    }
    if (lines !== undefined) at = startOfLast(file, lines)
    return file
  }
  return {
    read() {
      const opened = open()
      if (opened === undefined) return ''
      for (;;) {
        const count = readSync(opened, buffer, 0, buffer.length, at)
        if (count === 0) return ''
        at += count
        const text = decoder.write(buffer.subarray(0, count))
        if (text !== '') return text
      }
    },
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}

/** Where the last lines of a file begin, found from its end. */
function startOfLast(file: number, lines: number): number {
  const buffer = Buffer.alloc(pieceBytes)
  const size = fstatSync(file).size
  let left = lines
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - pieceBytes)
    const count = readSync(file, buffer, 0, end - start, start)
    for (let index = count - 1; index >= 0; index--) {
      const isLineEnd = buffer[index] === 10 && start + index !== size - 1
      if (isLineEnd && --left <= 0) return lines === 0 ? size : start + index + 1
    }
    end = start
  }
  return lines === 0 ? size : 0
}
