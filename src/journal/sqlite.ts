import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FencedError, type Journal } from '#engine/ports.ts'
import { storeErrorFrom, storeTrouble } from '#engine/store-error.ts'
import type { RunEvent } from '#run/events.ts'
import { type Database, openDatabase, sqliteTrouble } from './database.ts'
import { isNetworkFileSystem } from './file-system.ts'
import { bringToNewest, isNewest, patiently } from './format.ts'
import { inboxOf } from './inbox.ts'
import { leadOf } from './lead.ts'
import { projectionsOf } from './projections.ts'
import { readingOf } from './reading.ts'
import { rowsOf } from './row.ts'
import { sqliteRows } from './sqlite-rows.ts'

export interface SqliteOptions {
  /** For reading only: works in a folder that cannot be written, and leaves nothing behind. */
  readonly readOnly?: boolean
  /** False: no write-ahead log, as on network file systems (where it is found out). */
  readonly wal?: boolean
}

interface Tail {
  readonly position: number
  readonly sum: Uint8Array
}

/**
 * Opens the journal of a store (its folder, `.pwos/`), making it when there is none. Throws `StoreError`.
 *
 * `journal.db` is one SQLite file: rows of events (see `row.ts`), projections of them, the inbox, and the lead's
 * fence, a number that grows with each leader. An append is one transaction that first compares the fence, so
 * a leader that lost its lead cannot write, and `synchronous = FULL` makes it durable when it returns.
 */
export function openSqliteJournal(folder: string, options: SqliteOptions = {}): Journal {
  const file = join(folder, 'journal.db')
  const readOnly = options.readOnly ?? false
  const database = readOnly ? openForReading(file) : openForWriting(folder, file, options.wal ?? !isNetworkFileSystem(folder))
  try {
    return journalOf(database, folder, file, readOnly)
  } catch (error) {
    database.close()
    throw sqliteTrouble(error, file)
  }
}

function openForWriting(folder: string, file: string, wal: boolean): Database {
  try {
    mkdirSync(folder, { recursive: true })
    // SQLite would open what it cannot write without a word.
    for (const path of [folder, file]) if (existsSync(path)) accessSync(path, constants.W_OK)
  } catch (error) {
    throw storeErrorFrom(error, folder)
  }
  const database = openDatabase(file, false)
  try {
    patiently(() => database.exec(`PRAGMA journal_mode = ${wal ? 'WAL' : 'TRUNCATE'}`))
    database.exec('PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536')
    bringToNewest(database, file)
    return database
  } catch (error) {
    database.close()
    throw sqliteTrouble(error, file)
  }
}

/**
 * A journal that nobody may write to: read as it is where SQLite can make its index of the log; else (a folder that
 * cannot be written) as a file that nobody changes, which has everything once its log is empty.
 */
function openForReading(file: string): Database {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) throw storeTrouble('store_missing', file)
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  const unchanging = `file:${encodeURI(file).replace(/[?#]/g, encodeURIComponent)}?immutable=1`
  let failure: unknown
  for (const path of log > 0 ? [file] : [file, unchanging]) {
    const database = openDatabase(path, true)
    try {
      database.exec('PRAGMA busy_timeout = 10000')
      if (isNewest(database, file)) return database
      throw storeTrouble('store_missing', file)
    } catch (error) {
      database.close()
      failure ??= error
    }
  }
  throw sqliteTrouble(failure, file)
}

/** SQLite does this by itself at the last close, but not before every statement was collected as garbage. */
function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // Someone reads it, or the disk is full: the log stays, and is as good as the file.
  }
}

/** Besides the rows, where they end and how many each run has: so that rows which are not found are missed. */
function writingInto(database: Database) {
  return {
    insert: database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)'),
    count: database.prepare('UPDATE runs SET entries = entries + ? WHERE run = ?'),
    tail: database.prepare('UPDATE lead SET position = ?, sum = ?'),
  }
}

function journalOf(database: Database, folder: string, file: string, readOnly: boolean): Journal {
  const lead = leadOf(folder)
  const projections = projectionsOf(database, readOnly)
  const inbox = inboxOf(database, readOnly)
  const reading = readingOf(sqliteRows(database, file), file)
  const inode = statSync(file).ino
  const statements = readOnly ? undefined : writingInto(database)
  const fenceNow = database.prepare('SELECT fence FROM lead')
  let fence = 0
  let tail: Tail | undefined

  function write(events: readonly RunEvent[], taken: readonly number[], from: Tail): Tail {
    database.exec('BEGIN IMMEDIATE')
    if ((fenceNow.get() as { fence: number }).fence !== fence) throw new FencedError('another process has taken the lead')
    const rows = rowsOf(events, from.position + 1, from.sum)
    const to = { position: from.position + events.length, sum: rows.at(-1)?.sum ?? from.sum }
    projections.note(events, from.position + 1)
    for (const { first, count, run, version, body, sum } of rows) {
      statements?.insert.run(first, count, run, version, body, sum)
      statements?.count.run(count, run)
    }
    statements?.tail.run(to.position, to.sum)
    inbox.take(taken)
    database.exec('COMMIT')
    return to
  }

  /** Runs something on the database; what goes wrong is undone, and said as something to do. */
  function guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw sqliteTrouble(error, file)
    }
  }

  /** SQLite goes on writing into a file that was deleted under it; then nothing would be kept. */
  function stillThere(): void {
    if (statSync(file, { throwIfNoEntry: false })?.ino !== inode) throw storeTrouble('store_missing', file)
  }

  return {
    takeLead: () =>
      guarded(() => {
        if (tail !== undefined) return true
        if (!lead.take()) return false
        fence = (database.prepare('UPDATE lead SET fence = fence + 1 RETURNING fence').get() as { fence: number }).fence
        tail = reading.tail()
        return true
      }),
    releaseLead() {
      tail = undefined
      lead.release()
    },
    append: (events, taken = []) =>
      guarded(() => {
        if (tail === undefined) throw new FencedError('this process does not lead')
        stillThere()
        tail = write(events, taken, tail)
      }),
    read: (run, after = 0) => reading.read(run, after),
    position: () => guarded(() => reading.position()),
    runs: () => guarded(() => projections.runs()),
    find: (keys) => guarded(() => projections.find(keys, reading.eventsAt)),
    send: (command) =>
      guarded(() => {
        stillThere()
        return inbox.send(command)
      }),
    inbox: () => guarded(() => inbox.waiting()),
    close() {
      if (tail !== undefined) emptyLog(database)
      tail = undefined
      lead.release()
      if (database.isOpen) database.close()
    },
  }
}
