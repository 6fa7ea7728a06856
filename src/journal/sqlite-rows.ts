import { type Database, sqliteTrouble } from './database.ts'
import type { RowAndPrevious, RowSource } from './reading.ts'
import { rowColumns } from './row.ts'

/** The rows of a SQLite file. */
export function sqliteRows(database: Database, file: string): RowSource {
  const ofAll = database.prepare(`SELECT ${rowColumns} FROM entries e WHERE e.first >= ? ORDER BY e.first LIMIT ?`)
  const ofRun = database.prepare(`SELECT ${rowColumns} FROM entries e WHERE e.first >= ? AND e.run = ? ORDER BY e.first LIMIT ?`)
  const holding = database.prepare(`SELECT ${rowColumns} FROM entries e WHERE e.first <= ? ORDER BY e.first DESC LIMIT 1`)
  const last = database.prepare(`SELECT ${rowColumns} FROM entries e ORDER BY e.first DESC LIMIT 1`)
  const end = database.prepare('SELECT position, sum FROM lead')
  const entriesOf = database.prepare('SELECT entries FROM runs WHERE run = ?')

  function ask<T>(question: () => unknown): T {
    try {
      return question() as T
    } catch (error) {
      throw sqliteTrouble(error, file)
    }
  }

  return {
    from: (first, run, limit) => ask<RowAndPrevious[]>(() => (run === undefined ? ofAll.all(first, limit) : ofRun.all(first, run, limit))),
    holding: (position) => ask<RowAndPrevious | undefined>(() => holding.get(position)),
    last: () => ask<RowAndPrevious | undefined>(() => last.get()),
    end: () => ask<{ position: number; sum: Uint8Array }>(() => end.get()),
    entriesOf: (run) => ask<{ entries: number } | undefined>(() => entriesOf.get(run))?.entries ?? 0,
  }
}
