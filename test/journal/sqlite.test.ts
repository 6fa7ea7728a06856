import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { FencedError, type Journal } from '#engine/ports.ts'
import { openDatabase } from '#journal/database.ts'
import { openSqliteJournal, type SqliteOptions } from '#journal/sqlite.ts'
import { ended, started } from '../contracts/journal.ts'
import { readOnlyView, resize, smallDisk } from '../disks.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { troubleOf } from './trouble.ts'

function opened(store: string, options: SqliteOptions = {}): Journal {
  const journal = openSqliteJournal(store, options)
  onCleanup(() => journal.close())
  return journal
}

/** A store with 300 entries in 30 appends, closed. */
function filledStore(folder = scratch()): string {
  const store = join(folder, '.pwos')
  const journal = openSqliteJournal(store)
  journal.takeLead()
  for (let group = 0; group < 30; group++) {
    journal.append(Array.from({ length: 10 }, (_, at) => ended('a', group * 10 + at, `k${group * 10 + at}`)))
  }
  journal.close()
  return store
}

/** Changes the database behind the journal's back. */
function meddle(store: string, sql: string): void {
  const database = openDatabase(join(store, 'journal.db'), false)
  database.exec(sql)
  database.close()
}

test('[JRN-3] what was appended is there after the process is gone, with the commands that it took', () => {
  const store = join(scratch(), '.pwos')
  const first = openSqliteJournal(store)
  first.takeLead()
  const id = first.send({ type: 'unpause', run: 'a' })
  const kept = first.send({ type: 'unpause', run: 'b' })
  first.append([started('a'), ended('a', 0, 'k0')], [id])
  first.close()
  const second = opened(store)
  expect([...second.read(undefined)].map((entry) => entry.event)).toEqual([started('a'), ended('a', 0, 'k0')])
  expect(second.inbox().map((each) => each.id)).toEqual([kept])
  expect(second.find(['k0']).size).toBe(1)
  second.takeLead()
  second.append([ended('a', 1, 'k1')])
  expect(second.position()).toBe(3)
})

test('[JRN-3] an append that fails midway leaves nothing of itself, and the next one goes on', () => {
  const journal = opened(join(scratch(), '.pwos'))
  journal.takeLead()
  journal.append([started('a')])
  const id = journal.send({ type: 'unpause', run: 'a' })
  const broken = { ...started('b'), name: {} as string }
  expect(() => journal.append([ended('a', 1, 'k1'), broken], [id])).toThrow()
  expect(journal.position()).toBe(1)
  expect(journal.find(['k1']).size).toBe(0)
  expect(journal.inbox().length).toBe(1)
  journal.append([ended('a', 2, 'k2')], [id])
  expect([...journal.read('a')].length).toBe(2)
})

test('[JRN-8] one process at a time leads; the lead is free again when it is let go', () => {
  const store = join(scratch(), '.pwos')
  const [first, second] = [opened(store), opened(store)]
  expect([first.takeLead(), first.takeLead(), second.takeLead()]).toEqual([true, true, false])
  first.releaseLead()
  expect([second.takeLead(), first.takeLead()]).toEqual([true, false])
  second.close()
  expect(first.takeLead()).toBe(true)
})

test('[JRN-9] an append of a leader that was overtaken fails and writes nothing', () => {
  const store = join(scratch(), '.pwos')
  const journal = opened(store)
  journal.takeLead()
  journal.append([started('a')])
  meddle(store, 'UPDATE lead SET fence = fence + 1')
  expect(() => journal.append([started('b')])).toThrow(FencedError)
  expect(journal.position()).toBe(1)
})

test('[JRN-10] a flipped bit anywhere in an entry is found when it is read, and what comes before it can be read', () => {
  const store = filledStore()
  meddle(store, 'UPDATE entries SET body = replace(body, \'"wallMs":2\', \'"wallMs":3\') WHERE first = 101')
  const journal = opened(store)
  const seen: number[] = []
  expect(
    troubleOf(() => {
      for (const entry of journal.read(undefined)) seen.push(entry.position)
    }),
  ).toBe('store_damaged')
  expect(seen.length).toBe(100)
  expect(() => [...journal.read('a', 150)].length).not.toThrow()
  expect(troubleOf(() => journal.find(['k100']))).toBe('store_damaged')
})

test('[JRN-10] a row that was taken out, put elsewhere or cut at the end is found', () => {
  for (const sql of [
    'DELETE FROM entries WHERE first = 101',
    'DELETE FROM entries WHERE first = 291',
    'DELETE FROM entries',
    "UPDATE entries SET run = 'b' WHERE first = 291",
    'UPDATE entries SET sum = zeroblob(16) WHERE first = 291',
    'UPDATE entries SET body = substr(body, 1, length(body) - 1) WHERE first = 291',
  ]) {
    const store = filledStore()
    meddle(store, sql)
    expect(troubleOf(() => openedOnce(store))).toBe('store_damaged')
    if (sql.includes('291')) expect(troubleOf(() => opened(store).takeLead())).toBe('store_damaged')
  }
})

test('[JRN-10] damage to the file at random places is said as damage, or does no harm; never is a wrong entry read', () => {
  const store = filledStore()
  const file = join(store, 'journal.db')
  const good = readFileSync(file)
  const expected = [...opened(store).read(undefined)]
  let found = 0
  for (let round = 0; round < 60; round++) {
    const bad = Buffer.from(good)
    const at = (round * 7919 + 101) % bad.length
    bad.writeUInt8(bad.readUInt8(at) ^ (1 << (round % 8)), at)
    const copy = join(scratch(), '.pwos')
    mkdirSync(copy)
    writeFileSync(join(copy, 'journal.db'), bad)
    let read: unknown = expected
    const trouble = troubleOf(() => {
      read = openedOnce(copy)
    })
    expect(JSON.stringify(read) === JSON.stringify(expected), `bit ${at}`).toBe(true)
    if (trouble !== 'nothing') found++
  }
  expect(found).toBeGreaterThan(10)
})

function openedOnce(store: string) {
  const journal = openSqliteJournal(store)
  try {
    return [...journal.read(undefined)]
  } finally {
    journal.close()
  }
}

test('[JRN-10] a file cut short is said as damage', () => {
  const store = filledStore()
  truncateSync(join(store, 'journal.db'), 30_000)
  expect(['store_damaged', 'store_not_a_store']).toContain(troubleOf(() => openedOnce(store)))
})

test('[JRN-11] what is no journal, or a newer one, is refused and left as it was', () => {
  const store = join(scratch(), '.pwos')
  mkdirSync(store)
  const file = join(store, 'journal.db')
  writeFileSync(file, 'a letter home '.repeat(200))
  expect(troubleOf(() => openSqliteJournal(store))).toBe('store_not_a_store')
  expect(readFileSync(file, 'utf8')).toMatch(/^a letter home/)
  rmSync(file)
  meddle(store, 'CREATE TABLE recipes (name TEXT)')
  expect(troubleOf(() => openSqliteJournal(store))).toBe('store_not_a_store')
  const newer = filledStore()
  meddle(newer, 'PRAGMA user_version = 99')
  expect(troubleOf(() => openSqliteJournal(newer))).toBe('store_newer')
  const newerEvents = filledStore()
  meddle(newerEvents, 'UPDATE entries SET version = 99 WHERE first = 11')
  expect(troubleOf(() => openedOnce(newerEvents))).toBe('store_damaged')
})

test('[JRN-12] a store that vanishes is noticed before the next append, and nothing is written elsewhere', () => {
  const folder = scratch()
  const journal = opened(join(folder, '.pwos'))
  journal.takeLead()
  journal.append([started('a')])
  renameSync(join(folder, '.pwos'), join(folder, 'moved'))
  expect(troubleOf(() => journal.append([started('b')]))).toBe('store_missing')
  expect(troubleOf(() => journal.send({ type: 'unpause', run: 'a' }))).toBe('store_missing')
  expect(troubleOf(() => openSqliteJournal(join(folder, '.pwos'), { readOnly: true }))).toBe('store_missing')
  const moved = opened(join(folder, 'moved'))
  expect([...moved.read(undefined)].length).toBe(1)
})

test('[JRN-12] a place where no folder can be is said so', () => {
  const folder = scratch()
  writeFileSync(join(folder, 'file'), '')
  expect(troubleOf(() => openSqliteJournal(join(folder, 'file', '.pwos')))).toBe('store_missing')
})

test('[JRN-13] a full disk stops an append with advice; with room again everything is there and goes on', ({ skip }) => {
  const disk = smallDisk(skip, '1m')
  const journal = opened(join(disk, '.pwos'))
  journal.takeLead()
  journal.append([started('a')])
  let kept = 1
  const trouble = troubleOf(() => {
    for (; kept < 10_000; kept += 10) journal.append(Array.from({ length: 10 }, (_, at) => ended('a', kept + at, `k${kept + at}`)))
  })
  expect(trouble).toBe('store_full')
  expect(journal.position()).toBe(kept)
  expect([...journal.read(undefined)].length).toBe(kept)
  resize(disk, '8m')
  journal.append([ended('a', 99_999, 'last')])
  expect(journal.position()).toBe(kept + 1)
})

test('[JRN-14] a store that cannot be written is refused for writing, and can be read', ({ skip }) => {
  const written = filledStore()
  // A process that ends takes these two with it; this one has not ended.
  for (const beside of ['journal.db-wal', 'journal.db-shm']) rmSync(join(written, beside), { force: true })
  const store = join(readOnlyView(skip, dirname(written)), '.pwos')
  expect(troubleOf(() => openSqliteJournal(store))).toBe('store_read_only')
  const reading = opened(store, { readOnly: true })
  expect([...reading.read(undefined)].length).toBe(300)
  expect(reading.find(['k7']).size).toBe(1)
  expect(readdirSync(store).sort()).toEqual(['journal.db', 'lead.db'])
})

test('[JRN-14] reading while another process writes sees whole appends only', () => {
  const store = join(scratch(), '.pwos')
  const writing = opened(store)
  const reading = opened(store, { readOnly: true })
  writing.takeLead()
  for (let group = 0; group < 20; group++) {
    writing.append(Array.from({ length: 7 }, (_, at) => ended('a', group * 7 + at, `k${at}`)))
    expect([...reading.read(undefined)].length).toBe((group + 1) * 7)
  }
})

test('[JRN-15] without a write-ahead log a copy of the two files is the whole store', () => {
  const folder = scratch()
  const journal = opened(join(folder, '.pwos'), { wal: false })
  journal.takeLead()
  journal.append([started('a')])
  mkdirSync(join(folder, 'copy'))
  copyFileSync(join(folder, '.pwos', 'journal.db'), join(folder, 'copy', 'journal.db'))
  expect([...opened(join(folder, 'copy'), { readOnly: true }).read(undefined)].length).toBe(1)
})
