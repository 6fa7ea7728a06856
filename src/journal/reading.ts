import type { JournalEntry } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { damaged } from './database.ts'
import { check, opened, origin, type Row } from './row.ts'

/**
 * Rows fetched at a time, so that a reader never holds a transaction open while its caller works. Few at first: some want to know only
 * how a run began, and a row may hold thousands of events.
 */
const stretches = { first: 1, most: 64 }

export type RowAndPrevious = Row & { readonly previous: Uint8Array | null }

/** How a database answers what reading asks of it. Each throws `StoreError`. */
export interface RowSource {
  /** Rows that begin at a position or after it, in order. */
  from(first: number, run: string | undefined, limit: number): readonly RowAndPrevious[]
  /** The row with this position, or the last one before it. */
  holding(position: number): RowAndPrevious | undefined
  last(): RowAndPrevious | undefined
  /** Where the rows end, as it was noted with the last append. */
  end(): { readonly position: number; readonly sum: Uint8Array }
  /** How many entries a run has, as was noted with each append. */
  entriesOf(run: string): number
}

export interface Reading {
  read(run: string | undefined, after: number): Iterable<JournalEntry>
  position(): number
  /** Where the next append continues; the last row is checked. */
  tail(): { readonly position: number; readonly sum: Uint8Array }
  eventsAt(positions: readonly number[]): ReadonlyMap<number, RunEvent>
}

/** Every row that is read is checked against its sum, and that against the sum of the row before it. `file` is named in errors. */
export function readingOf(rows: RowSource, file: string): Reading {
  /** How many entries a reader must have seen when it comes to the end; asked for before the rows are, as more may be appended. */
  function expected(run: string | undefined, after: number): number {
    if (run === undefined) return Math.max(0, rows.end().position - after)
    return after === 0 ? rows.entriesOf(run) : 0
  }

  return {
    *read(run, after) {
      let from = rows.holding(after + 1)?.first ?? 1
      let seen = 0
      for (let stretch = stretches.first; ; stretch = Math.min(4 * stretch, stretches.most)) {
        const atLeast = expected(run, after)
        const some = rows.from(from, run, stretch)
        for (const row of some) {
          const entryAt = opened(row, row.previous ?? origin, file)
          from = row.first + row.count
          for (let at = Math.max(row.first, after + 1); at < from; at++) {
            const entry = entryAt(at)
            if (entry !== undefined) yield entry
            seen++
          }
        }
        if (some.length < stretch) {
          if (seen < atLeast) throw damaged(file, from)
          return
        }
      }
    },
    position: () => rows.end().position,
    tail() {
      const row = rows.last()
      const known = rows.end()
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
          row = rows.holding(position)
          entryAt = row === undefined ? undefined : opened(row, row.previous ?? origin, file)
        }
        const entry = entryAt?.(position)
        if (entry !== undefined) events.set(position, entry.event)
      }
      return events
    },
  }
}
