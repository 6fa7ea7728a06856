import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Format } from '#model/workflow.ts'

/** As much of a file as is looked at: more would hold everything up for minutes, and a format breaks early as a rule. */
export const lookedAtBytes = 64 << 20

/** What is wrong with a file of a declared format, in one line; undefined when nothing is. */
export function formatTrouble(path: string, size: number, format: Format): string | undefined {
  const whole = size <= lookedAtBytes
  const bytes = readStart(path, Math.min(size, lookedAtBytes))
  const looked = whole ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1)
  if (!isUtf8(looked)) return 'is not UTF-8 text'
  if (format === 'text' || (format === 'json' && !whole)) return undefined
  const text = looked.toString('utf8')
  return format === 'json' ? jsonTrouble(text) : csvTrouble(text)
}

export function readStart(path: string, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes)
  const file = openSync(path, 'r')
  try {
    let filled = 0
    while (filled < bytes) {
      const count = readSync(file, buffer, filled, bytes - filled, filled)
      if (count === 0) break
      filled += count
    }
    return buffer.subarray(0, filled)
  } finally {
    closeSync(file)
  }
}

function jsonTrouble(text: string): string | undefined {
  if (text.trim() === '') return 'is empty, which is not JSON'
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return `is not JSON: ${oneLine(error instanceof Error ? error.message : String(error))}`
  }
}

/** Same number of fields in every line (RFC 4180 quoting); empty lines and lines that begin with # do not count. */
function csvTrouble(text: string): string | undefined {
  let expected: number | undefined
  let line = 1
  for (let at = 0; at < text.length; ) {
    const record = csvRecord(text, at)
    if (record.open) return `is not CSV: the quote in line ${line} is never closed`
    const blank = record.end === at || text.startsWith('#', at) || text.slice(at, record.end).trim() === ''
    if (!blank) {
      expected ??= record.fields
      if (record.fields !== expected) return `is not rectangular CSV: line ${line} has ${record.fields} fields, not ${expected}`
    }
    line += record.lines
    at = record.end + 1
  }
  return expected === undefined ? 'is empty, which is not CSV' : undefined
}

function csvRecord(text: string, from: number): { end: number; fields: number; lines: number; open: boolean } {
  let fields = 1
  let lines = 1
  let quoted = false
  const comment = text.startsWith('#', from)
  for (let at = from; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 10) {
      if (!quoted) return { end: at, fields, lines, open: false }
      lines++
    } else if (character === 34 && !comment) quoted = !quoted
    else if (character === 44 && !quoted) fields++
  }
  return { end: text.length, fields, lines, open: quoted }
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 400)
}
