import type { Database } from './database.ts'
import { isBusy, newer, notAStore } from './database.ts'

/** 'PWOS' in SQLite's application id: tells our files from other programs' databases. */
const applicationId = 0x50574f53

/** Numbered for ever: a store of format n is brought to the newest by the steps after n. */
const migrations: readonly string[] = [
  `
  CREATE TABLE entries (
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    run TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    sum BLOB NOT NULL
  );
  CREATE INDEX entries_by_run ON entries (run, first);
  CREATE TABLE lead (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    fence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    sum BLOB NOT NULL
  );
  INSERT INTO lead VALUES (1, 0, 0, zeroblob(16));
  CREATE TABLE inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL);
  CREATE TABLE runs (
    run TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    file TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    started_at REAL NOT NULL,
    ended_at REAL,
    outcome TEXT,
    position INTEGER NOT NULL,
    entries INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE results (hash INTEGER PRIMARY KEY, position INTEGER NOT NULL);
  CREATE TABLE reused (
    run TEXT, stage INTEGER, task INTEGER, key TEXT NOT NULL,
    PRIMARY KEY (run, stage, task)
  ) WITHOUT ROWID;
  CREATE TABLE discarded (owner TEXT PRIMARY KEY, position INTEGER NOT NULL, outputs TEXT NOT NULL) WITHOUT ROWID;
  `,
]

function pragma(database: Database, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
}

/** Makes or migrates the tables; after it the file is of the newest format. Throws `StoreError`. */
export function bringToNewest(database: Database, file: string): void {
  if (isNewest(database, file)) return
  patiently(() => database.exec('BEGIN IMMEDIATE'))
  try {
    const from = pragma(database, 'user_version')
    for (const step of migrations.slice(from)) database.exec(step)
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`)
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Throws `StoreError` when this is another program's database, or of a format that is not known yet. */
export function isNewest(database: Database, file: string): boolean {
  const found = pragma(database, 'user_version')
  const id = pragma(database, 'application_id')
  const empty = pragma(database, 'schema_version') === 0
  if (id !== applicationId && !empty) throw notAStore(file)
  if (found > migrations.length) throw newer(file, found, migrations.length)
  return found === migrations.length
}

/** Repeats what another process's short lock kept from happening: SQLite's own waiting does not cover a change of journal mode. */
export function patiently<T>(attempt: () => T): T {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 0; ; tries++) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || tries >= 200) throw error
      Atomics.wait(pause, 0, 0, 25)
    }
  }
}
