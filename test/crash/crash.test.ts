import { test } from 'vitest'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { weather } from './storm.ts'

test('[LOCAL-21] whatever is killed at whatever moment, no finished result is lost or computed again, and nothing runs twice', async () => {
  await weather((store) => openSqliteJournal(store, { readOnly: true }), { controllers: 1, prepare: () => {} })
}, 600_000)
