import type { JournalEntry } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { type Database, damaged, sqliteTrouble } from './database.ts'
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
  const end = database.prepare('SELECT position, sum FROM lead')
  const entriesOf = database.prepare('SELECT entries FROM runs WHERE run = ?')

  function ask<T>(question: () => unknown): T {
    try {
      return question() as T
    } catch (error) {
      throw sqliteTrouble(error, file)
    }
  }

  function rowsFrom(from: number, run: string | undefined): RowAndPrevious[] {
    return ask(() => (run === undefined ? ofAll.all(from) : ofRun.all(from, run)))
  }

  function rowHolding(position: number): RowAndPrevious | undefined {
    return ask(() => holding.get(position))
  }

  function position(): number {
    return ask<{ position: number }>(() => end.get()).position
  }

  /** How many entries a reader must have seen when it comes to the end; asked for before the rows are, as more may be appended. */
  function expected(run: string | undefined, after: number): number {
    if (run === undefined) return Math.max(0, position() - after)
    return after === 0 ? (ask<{ entries: number } | undefined>(() => entriesOf.get(run))?.entries ?? 0) : 0
  }

  return {
    *read(run, after) {
      let from = rowHolding(after + 1)?.first ?? 1
      let seen = 0
      for (;;) {
        const atLeast = expected(run, after)
        const rows = rowsFrom(from, run)
        for (const row of rows) {
          const entryAt = opened(row, row.previous ?? origin, file)
          from = row.first + row.count
          for (let at = Math.max(row.first, after + 1); at < from; at++) {
            const entry = entryAt(at)
            if (entry !== undefined) yield entry
            seen++
          }
        }
        if (rows.length < stretch) {
          if (seen < atLeast) throw damaged(file, from)
          return
        }
      }
    },
    position,
    tail() {
      const row = ask<RowAndPrevious | undefined>(() => last.get())
      const known = ask<{ position: number; sum: Uint8Array }>(() => end.get())
      if (row !== undefined) check(row, row.previous ?? origin, file)
      const position = row === undefined ? 0 : row.first + row.count - 1
      if (position !== known.position || Buffer.compare(row?.sum ?? origin, known.sum) !== 0) throw damaged(file, position + 1)
      return known
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
