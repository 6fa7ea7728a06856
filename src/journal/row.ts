import { createHash } from 'node:crypto'
import type { JournalEntry } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { damaged } from './database.ts'
import { eventVersion, upcast } from './upcast.ts'

/**
 * How events lie in the journal's table: a row is a stretch of events of one run that were appended together,
 * one JSON line each. One row an event would cost three times as much for the same events.
 * `sum` is a hash over the previous row's sum and everything in this row, so that a flipped bit, a row put back
 * from elsewhere, or a missing one is found at reading.
 */
export interface Row {
  /** Position of its first event. */
  readonly first: number
  readonly count: number
  readonly run: string
  readonly version: number
  readonly body: string
  readonly sum: Uint8Array
}

/** What is asked for of a row in SQL, with the sum of the row before it, in a query of `entries e`. */
export const rowColumns = `e.first, e.count, e.run, e.version, e.body, e.sum,
  (SELECT p.sum FROM entries p WHERE p.first < e.first ORDER BY p.first DESC LIMIT 1) AS previous`

/** Before the first row. */
export const origin = new Uint8Array(16)

const maxEvents = 500
const maxCharacters = 1 << 20

export function rowsOf(events: readonly RunEvent[], first: number, previous: Uint8Array): Row[] {
  const rows: Row[] = []
  let lines: string[] = []
  let characters = 0
  let run = events[0]?.run ?? ''
  let sum = previous
  let position = first
  const close = () => {
    const row = { first: position, count: lines.length, run, version: eventVersion, body: lines.join('\n') }
    sum = sumOf(sum, row)
    rows.push({ ...row, sum })
    position += lines.length
    lines = []
    characters = 0
  }
  for (const event of events) {
    if (lines.length > 0 && (event.run !== run || lines.length >= maxEvents || characters >= maxCharacters)) close()
    run = event.run
    const line = JSON.stringify(event)
    lines.push(line)
    characters += line.length
  }
  if (lines.length > 0) close()
  return rows
}

function sumOf(previous: Uint8Array, row: Omit<Row, 'sum'>): Uint8Array {
  const hash = createHash('sha256').update(previous)
  hash.update(`${row.first} ${row.count} ${row.version} ${row.run}\n`).update(row.body)
  return hash.digest().subarray(0, 16)
}

/** A row, checked: its events by position. Throws `StoreError` where it is not as it was written. */
export function opened(row: Row, previous: Uint8Array, file: string): (position: number) => JournalEntry | undefined {
  check(row, previous, file)
  const lines = row.body.split('\n')
  return (position) => {
    const line = lines[position - row.first]
    return line === undefined ? undefined : { position, event: upcast(JSON.parse(line), row.version, file) }
  }
}

export function check(row: Row, previous: Uint8Array, file: string): void {
  if (Buffer.compare(sumOf(previous, row), row.sum) !== 0) throw damaged(file, row.first)
}
