import type { JournalEntry } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { type Database, sqliteTrouble } from './database.ts'
import { check, opened, origin, type Row } from './row.ts'

/** Rows fetched at a time, so that a reader never holds a transaction open while its caller works. */
const stretch = 64

type RowAndPrevious = Row & { readonly previous: Uint8Array | null }

const columns = `e.first, e.count, e.run, e.version, e.body, e.sum,
  (SELECT p.sum FROM entries p WHERE p.first < e.first ORDER BY p.first DESC LIMIT 1) AS previous`

export interface Reading {
  read(run: string | undefined, after: number): Iterable<JournalEntry>
  position(): number
  /** Where the next append continues; the last row is checked. */
  tail(): { readonly position: number; readonly sum: Uint8Array }
  eventsAt(positions: readonly number[]): ReadonlyMap<number, RunEvent>
}

/** Every row that is read is checked against its sum, and that against the sum of the row before it. */
export function readingOf(database: Database, file: string): Reading {
  const ofAll = database.prepare(`SELECT ${columns} FROM entries e WHERE e.first >= ? ORDER BY e.first LIMIT ${stretch}`)
  const ofRun = database.prepare(`SELECT ${columns} FROM entries e WHERE e.first >= ? AND e.run = ? ORDER BY e.first LIMIT ${stretch}`)
  const holding = database.prepare(`SELECT ${columns} FROM entries e WHERE e.first <= ? ORDER BY e.first DESC LIMIT 1`)
  const last = database.prepare(`SELECT ${columns} FROM entries e ORDER BY e.first DESC LIMIT 1`)
  const end = database.prepare('SELECT first + count - 1 AS position FROM entries ORDER BY first DESC LIMIT 1')

  function rowsFrom(from: number, run: string | undefined): RowAndPrevious[] {
    try {
      return (run === undefined ? ofAll.all(from) : ofRun.all(from, run)) as unknown as RowAndPrevious[]
    } catch (error) {
      throw sqliteTrouble(error, file)
    }
  }

  function rowHolding(position: number): RowAndPrevious | undefined {
    return holding.get(position) as unknown as RowAndPrevious | undefined
  }

  return {
    *read(run, after) {
      let from = rowHolding(after + 1)?.first ?? 1
      for (;;) {
        const rows = rowsFrom(from, run)
        for (const row of rows) {
          const entryAt = opened(row, row.previous ?? origin, file)
          from = row.first + row.count
          for (let at = Math.max(row.first, after + 1); at < from; at++) {
            const entry = entryAt(at)
            if (entry !== undefined) yield entry
          }
        }
        if (rows.length < stretch) return
      }
    },
    position: () => (end.get() as { position: number } | undefined)?.position ?? 0,
    tail() {
      const row = last.get() as unknown as RowAndPrevious | undefined
      if (row === undefined) return { position: 0, sum: origin }
      check(row, row.previous ?? origin, file)
      return { position: row.first + row.count - 1, sum: row.sum }
    },
    eventsAt(positions) {
      const events = new Map<number, RunEvent>()
      let row: RowAndPrevious | undefined
      let entryAt: ReturnType<typeof opened> | undefined
      for (const position of [...positions].sort((a, b) => a - b)) {
        if (row === undefined || position >= row.first + row.count) {
          row = rowHolding(position)
          entryAt = row === undefined ? undefined : opened(row, row.previous ?? origin, file)
        }
        const entry = entryAt?.(position)
        if (entry !== undefined) events.set(position, entry.event)
      }
      return events
    },
  }
}
