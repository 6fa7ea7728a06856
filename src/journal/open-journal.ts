import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal } from '#engine/ports.ts'
import { storeErrorFrom } from '#engine/store-error.ts'
import { notAStore } from './database.ts'
import { openPostgresJournal } from './postgres.ts'
import { isPostgresUrl, postgresPlace } from './postgres-url.ts'
import { openSqliteJournal, type SqliteOptions } from './sqlite.ts'

/** Opens the journal of a store: in the PostgreSQL database that its `journal.url` names, else in its own `journal.db`. Throws `StoreError`. */
export function openJournal(store: string, options: SqliteOptions = {}): Journal {
  const url = journalUrl(store)
  return url === undefined ? openSqliteJournal(store, options) : openJournalAt(url, urlFile(store))
}

export const hasJournal = (store: string) => existsSync(sqliteFile(store)) || existsSync(urlFile(store))

export const sqliteFile = (store: string) => join(store, 'journal.db')

const urlFile = (store: string) => join(store, 'journal.url')

/** The address of the store's journal, without a password; undefined: it lies in the store itself. */
export function journalUrl(store: string): string | undefined {
  try {
    return readFileSync(urlFile(store), 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw storeErrorFrom(error, urlFile(store))
  }
}

/** From now on the store's journal is at this address (without a password); undefined: in the store itself. */
export function setJournalUrl(store: string, url: string | undefined): void {
  const file = urlFile(store)
  try {
    if (url === undefined) {
      rmSync(file, { force: true })
      return
    }
    mkdirSync(store, { recursive: true })
    writeFileSync(`${file}.new`, `${url}\n`)
    renameSync(`${file}.new`, file)
  } catch (error) {
    throw storeErrorFrom(error, file)
  }
}

/** `named`: where the address stands, for the error when it is none. */
export function openJournalAt(url: string, named: string): Journal {
  const place = postgresPlace(url)
  if (place === undefined) throw notAStore(isPostgresUrl(url) ? url : named)
  return openPostgresJournal(place)
}
