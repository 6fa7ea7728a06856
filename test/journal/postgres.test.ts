import { beforeAll, describe, expect, test } from 'vitest'
import { FencedError, type Journal } from '#engine/ports.ts'
import { openPostgresJournal } from '#journal/postgres.ts'
import { placeName, postgresPlace, withoutPassword } from '#journal/postgres-url.ts'
import type { RunEvent } from '#run/events.ts'
import { ended, journalContract, started } from '../contracts/journal.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { onCleanup } from '../scratch.ts'
import { troubleOf } from './trouble.ts'

describe.skipIf(!hasPostgres)('in PostgreSQL (needs its server: apt-get install postgresql)', () => {
  let server: PostgresServer
  let schemas = 0
  beforeAll(async () => {
    server = await startPostgres()
    return () => server.remove()
  })

  function opened(schema = newSchema()): Journal {
    const journal = openAt(server.url(schema))
    onCleanup(() => journal.close())
    return journal
  }

  const newSchema = () => `s${++schemas}`
  const cutAllOff = () =>
    server.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'pwos'`)

  journalContract('postgres', () => opened())

  test('[JRN-18] one connection at a time leads; the lead is free when it is let go, closed or cut off', () => {
    const schema = newSchema()
    const [first, second] = [opened(schema), opened(schema)]
    expect([first.takeLead(), first.takeLead(), second.takeLead()]).toEqual([true, true, false])
    first.append([started('a')])
    first.releaseLead()
    expect(second.takeLead()).toBe(true)
    second.append([ended('a', 0, 'k0')])
    second.close()
    expect(first.takeLead()).toBe(true)
    first.append([ended('a', 1, 'k1')])
    cutAllOff()
    const third = opened(schema)
    expect(third.takeLead()).toBe(true)
    expect(() => first.append([ended('a', 2, 'late')])).toThrow(FencedError)
    expect(first.takeLead()).toBe(false)
    third.append([ended('a', 2, 'k2')])
    expect([...first.read('a')].map(({ event }) => event)).toEqual([
      started('a'),
      ended('a', 0, 'k0'),
      ended('a', 1, 'k1'),
      ended('a', 2, 'k2'),
    ])
  })

  test('[JRN-19] an append by a leader that was overtaken writes nothing', () => {
    const schema = newSchema()
    const journal = opened(schema)
    journal.takeLead()
    journal.append([started('a')])
    server.sql(`UPDATE ${schema}.lead SET fence = fence + 1`)
    const id = journal.send({ type: 'unpause', run: 'a' })
    expect(() => journal.append([ended('a', 0, 'k0')], [id])).toThrow(FencedError)
    expect([journal.position(), journal.inbox().length, journal.find(['k0']).size]).toEqual([1, 1, 0])
  })

  test('[JRN-3] postgres: an append that fails midway leaves nothing of itself, and the next one goes on', () => {
    const journal = opened()
    journal.takeLead()
    journal.append([started('a')])
    const id = journal.send({ type: 'unpause', run: 'a' })
    const broken = { ...started('b'), at: 'never' as unknown as number }
    expect(() => journal.append([ended('a', 1, 'k1'), broken], [id])).toThrow()
    expect([journal.position(), journal.find(['k1']).size, journal.inbox().length]).toEqual([1, 0, 1])
    journal.append([ended('a', 2, 'k2')], [id])
    expect([...journal.read('a')].length).toBe(2)
  })

  test('[JRN-20] a server that is started again is asked again, and has everything; the leader must take the lead anew', () => {
    const schema = newSchema()
    const journal = opened(schema)
    journal.takeLead()
    journal.append([started('a'), ended('a', 0, 'k0')])
    server.stop()
    server.start()
    expect(journal.find(['k0']).size).toBe(1)
    expect(() => journal.append([ended('a', 1, 'k1')])).toThrow(FencedError)
    expect(journal.takeLead()).toBe(true)
    journal.append([ended('a', 1, 'k1')])
    expect([...journal.read(undefined)].map(({ position }) => position)).toEqual([1, 2, 3])
  })

  test('[JRN-21] others are told of commands and entries, also after the connection was lost', async () => {
    const schema = newSchema()
    const [leader, other] = [opened(schema), opened(schema)]
    leader.takeLead()
    expect(leader.inbox()).toEqual([])
    expect([...other.read(undefined, 0)]).toEqual([])
    const id = other.send({ type: 'unpause', run: 'a' })
    await soon(() => leader.inbox().length === 1)
    leader.append([started('a')], [id])
    await soon(() => [...other.read(undefined, 0)].length === 1)
    cutAllOff()
    await soon(() => leads(leader, ended('a', 0, 'k0')))
    await soon(() => [...other.read(undefined, 1)].length === 1)
  })

  test('[JRN-10] postgres: a row that was changed or is missing is found when it is read', () => {
    const schema = newSchema()
    const journal = opened(schema)
    journal.takeLead()
    for (let task = 0; task < 5; task++) journal.append([ended('a', task, `k${task}`)])
    server.sql(`UPDATE ${schema}.entries SET body = replace(body, 'k2', 'kx') WHERE first = 3`)
    expect(troubleOf(() => [...journal.read(undefined)])).toBe('store_damaged')
    expect([...journal.read(undefined, 3)].length).toBe(2)
    server.sql(`DELETE FROM ${schema}.entries WHERE first = 5`)
    journal.releaseLead()
    expect(troubleOf(() => journal.takeLead())).toBe('store_damaged')
  })

  test('[JRN-22] what is no journal, a newer format, a wrong address and a missing right are refused and said', () => {
    server.sql('CREATE SCHEMA foreign_tables; CREATE TABLE foreign_tables.t (a int)')
    expect(troubleOf(() => opened('foreign_tables'))).toBe('store_not_a_store')
    const schema = newSchema()
    opened(schema).close()
    server.sql(`UPDATE ${schema}.pwos_format SET version = 99`)
    expect(troubleOf(() => opened(schema))).toBe('store_newer')
    expect(troubleOf(() => openAt(server.url().replace('/postgres?', '/nothing?')))).toBe('store_unreachable')
    server.sql('CREATE ROLE guest LOGIN; REVOKE CREATE ON DATABASE postgres FROM public')
    expect(troubleOf(() => openAt(server.url('not_mine').replace('pwos@', 'guest@')))).toBe('store_read_only')
    expect(postgresPlace('postgres://a@b/c?schema=No%20name')).toBeUndefined()
  })

  test('[JRN-23] a password is part of no name', () => {
    const secret = 'postgres://me:s%40crt@db.example/pwos?schema=group'
    expect(withoutPassword(secret)).toEqual({ url: 'postgres://me@db.example/pwos?schema=group', password: 's@crt' })
    const place = postgresPlace(secret)
    expect(place && placeName(place)).toBe('postgres://me@db.example/pwos?schema=group')
  })

  test('[JRN-25] a dump that is restored elsewhere is the same journal', () => {
    const schema = newSchema()
    const journal = opened(schema)
    journal.takeLead()
    journal.append([started('a'), ended('a', 0, 'k0')])
    journal.send({ type: 'unpause', run: 'a' })
    server.program('pg_dump', '-Fc', '-f', `${server.folder}/dump`, '--schema', schema)
    server.sql('CREATE DATABASE restored')
    server.program('pg_restore', '--exit-on-error', '-d', 'restored', `${server.folder}/dump`)
    const other = openAt(server.url(schema).replace('/postgres?', '/restored?'))
    onCleanup(() => other.close())
    expect([...other.read(undefined)]).toEqual([...journal.read(undefined)])
    expect([other.inbox().length, other.find(['k0']).size, other.takeLead()]).toEqual([1, 1, true])
  })
})

function openAt(url: string): Journal {
  const place = postgresPlace(url)
  if (place === undefined) throw new Error(`no place: ${url}`)
  return openPostgresJournal(place)
}

/** That a connection is gone is noticed a moment later. */
function leads(journal: Journal, event: RunEvent): boolean {
  try {
    if (journal.takeLead()) journal.append([event])
    return true
  } catch (error) {
    if (error instanceof FencedError) return false
    throw error
  }
}

async function soon(holds: () => boolean): Promise<void> {
  const until = performance.now() + 10_000
  while (!holds()) {
    expect(performance.now(), 'it should have happened by now').toBeLessThan(until)
    await new Promise((done) => setTimeout(done, 5))
  }
}
