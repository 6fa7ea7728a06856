import { join } from 'node:path'
import { createMemoryJournal } from '#journal/memory.ts'
import { openSqliteJournal, type SqliteOptions } from '#journal/sqlite.ts'
import { journalContract } from '../contracts/journal.ts'
import { onCleanup, scratch } from '../scratch.ts'

journalContract('memory', createMemoryJournal)
journalContract('sqlite', () => opened({}))
journalContract('sqlite without a write-ahead log', () => opened({ wal: false }))

function opened(options: SqliteOptions) {
  const journal = openSqliteJournal(join(scratch(), '.pwos'), options)
  onCleanup(() => journal.close())
  return journal
}
