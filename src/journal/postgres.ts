import { FencedError, type Journal, type JournalEntry } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'
import { findResults, type Mark } from './finding.ts'
import { notesOf } from './notes.ts'
import { bringSchemaToNewest } from './postgres-format.ts'
import { openPostgresLink, PostgresError, type PostgresLink, type Statement } from './postgres-link.ts'
import { statementOf } from './postgres-notes.ts'
import { postgresRows } from './postgres-rows.ts'
import { postgresTrouble } from './postgres-trouble.ts'
import { type PostgresPlace, placeName } from './postgres-url.ts'
import { summaryOf } from './projections.ts'
import { type Reading, readingOf } from './reading.ts'
import { rowsOf } from './row.ts'

interface Held {
  /** The connection whose lock is the lead. */
  readonly connection: number
  readonly fence: number
  readonly position: number
  readonly sum: Uint8Array
}

type Waiting = ReturnType<Journal['inbox']>

/**
 * Opens a journal that lies in a schema of a PostgreSQL database, making it when there is none. Throws `StoreError`.
 *
 * Rows and sums are those of `row.ts`, so that runs can be moved between databases as they are. The lead is an advisory lock of the
 * session, which the server lets go of when the connection ends, and an append compares the fence within its transaction: a
 * leader that was cut off cannot write, whatever it believes. When the server goes away in the middle of an append nobody knows
 * whether it was done; so the lead is given up, and whoever takes it next reads what is there.
 */
export function openPostgresJournal(place: PostgresPlace): Journal {
  const name = placeName(place)
  const link = openPostgresLink(place.config, place.schema)
  const ask = <T>(question: () => T): T => {
    try {
      return question()
    } catch (error) {
      throw postgresTrouble(error, name)
    }
  }
  try {
    ask(() => bringSchemaToNewest(link, place.schema, name))
    return journalOf(link, place.schema, name, ask)
  } catch (error) {
    link.close()
    throw error
  }
}

function journalOf(link: PostgresLink, schema: string, name: string, ask: <T>(question: () => T) => T): Journal {
  const reading = readingOf(postgresRows(link, ask), name)
  const inbox = inboxOf(link, schema)
  const lock = `hashtextextended('pwos lead ${schema}', 0)`
  const watched = quietly(reading, link)
  let held: Held | undefined
  /** The connection that may have the lock though this journal does not lead. */
  let locked: number | undefined

  function lead(): Held | undefined {
    if (held !== undefined && held.connection !== link.connection()) held = undefined
    return held
  }

  function unlock(): void {
    const still = locked === link.connection()
    locked = undefined
    if (still) link.query(`SELECT pg_advisory_unlock(${lock})`)
  }

  return {
    takeLead: () =>
      ask(() => {
        if (lead() !== undefined) return true
        unlock()
        if (!link.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS taken`)[0]?.taken) return false
        const connection = link.connection()
        locked = connection
        const fence = link.query<{ fence: number }>('UPDATE lead SET fence = fence + 1 RETURNING fence')[0]?.fence ?? 0
        held = { connection, fence, ...reading.tail() }
        return lead() !== undefined
      }),
    releaseLead() {
      held = undefined
      ask(unlock)
    },
    append(events, taken = []) {
      const from = lead()
      if (from === undefined) throw new FencedError('this process does not lead')
      const rows = rowsOf(events, from.position + 1, from.sum)
      const to = { position: from.position + events.length, sum: rows.at(-1)?.sum ?? from.sum }
      if (!ask(() => appended(link, appending({ events, rows, taken, schema, from, to }), from.connection))) {
        held = undefined
        throw new FencedError('another process has taken the lead, or the connection is gone')
      }
      held = { ...from, ...to }
      inbox.took(taken)
    },
    read: (run, after = 0) => watched(run, after),
    position: () => reading.position(),
    runs: () => ask(() => link.query<Parameters<typeof summaryOf>[0]>('SELECT * FROM runs ORDER BY position')).map(summaryOf),
    find: (keys) => ask(() => findResults(keys, { ...pointersIn(link), eventsAt: reading.eventsAt })),
    send: (command) => ask(() => inbox.send(command)),
    inbox: () => ask(inbox.waiting),
    close: () => link.close(),
  }
}

/** False: refused. Where the server went away, the lead is lost as well. */
function appended(link: PostgresLink, statements: readonly Statement[], connection: number): boolean {
  try {
    return link.transaction(statements, connection)
  } catch (error) {
    if (error instanceof PostgresError && !error.answered) return false
    throw error
  }
}

interface Append {
  readonly events: readonly RunEvent[]
  readonly rows: ReturnType<typeof rowsOf>
  readonly taken: readonly number[]
  readonly schema: string
  readonly from: Held
  readonly to: { readonly position: number; readonly sum: Uint8Array }
}

function appending({ events, rows, taken, schema, from, to }: Append): Statement[] {
  const overtake = 'UPDATE lead SET position = $1, sum = $2 WHERE fence = $3 AND position = $4'
  const statements: Statement[] = [{ text: overtake, values: [to.position, to.sum, from.fence, from.position], atLeast: 1 }]
  for (const note of notesOf(events, from.position + 1)) statements.push(statementOf(note))
  const entries = new Map<string, number>()
  for (const { first, count, run, version, body, sum } of rows) {
    statements.push({ text: 'INSERT INTO entries VALUES ($1, $2, $3, $4, $5, $6)', values: [first, count, run, version, body, sum] })
    entries.set(run, (entries.get(run) ?? 0) + count)
  }
  for (const [run, count] of entries)
    statements.push({ text: 'UPDATE runs SET entries = entries + $1 WHERE run = $2', values: [count, run] })
  if (taken.length > 0) statements.push({ text: 'DELETE FROM inbox WHERE id = ANY ($1::bigint[])', values: [taken] })
  statements.push({ text: 'SELECT pg_notify($1, $2)', values: [schema, 'entries'] })
  return statements
}

/** Commands for the leader. Asking is cheap: the server tells when one comes. */
function inboxOf(link: PostgresLink, schema: string) {
  let seen: number | undefined
  let known: Waiting = []
  return {
    send(command: Command): number {
      const text = `WITH sent AS (INSERT INTO inbox (command) VALUES ($1) RETURNING id) SELECT id, pg_notify($2, 'inbox') FROM sent`
      // Not asked again when the server goes away: it might be sent twice.
      const id = link.query<{ id: number }>(text, [JSON.stringify(command), schema], 0)[0]?.id ?? 0
      seen = undefined
      return id
    },
    waiting(): Waiting {
      const now = link.news('inbox')
      if (now !== seen) {
        const rows = link.query<{ id: number; command: string }>('SELECT id, command FROM inbox ORDER BY id')
        known = rows.map(({ id, command }) => ({ id, command: JSON.parse(command) as Command }))
        seen = now
      }
      return known
    },
    took(ids: readonly number[]): void {
      if (ids.length > 0) seen = undefined
    },
  }
}

/** Reading on from where the last reading ended asks nothing of the server until it tells of news. */
function quietly(reading: Reading, link: PostgresLink) {
  let end: { readonly news: number; readonly position: number } | undefined
  return function* read(run: string | undefined, after: number): Iterable<JournalEntry> {
    const news = link.news('entries')
    if (end?.news === news && after >= end.position) return
    const position = reading.position()
    yield* reading.read(run, after)
    end = { news, position }
  }
}

function pointersIn(link: PostgresLink) {
  return {
    pointers: (hashes: readonly number[]) =>
      link.query<{ hash: number; position: number }>('SELECT hash, position FROM results WHERE hash = ANY ($1::bigint[])', [hashes]),
    anyMark: () => link.query('SELECT 1 FROM discarded LIMIT 1').length > 0,
    marks(owners: readonly string[]): ReadonlyMap<string, Mark> {
      const rows = link.query<Mark & { owner: string }>('SELECT * FROM discarded WHERE owner = ANY ($1::text[])', [owners])
      return new Map(rows.map(({ owner, ...mark }) => [owner, mark]))
    },
  }
}
