import type { Found, RunSummary } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { Database } from './database.ts'

/**
 * What is derived from the events and kept beside them, in the same transaction: runs in a line each, results by
 * key. A result is only pointed at (the position of its event), so that nothing is stored twice. Discarded outputs are
 * marked under the task that computed them, or, where a later run reused them, under their key.
 */
export interface Projections {
  /** Events that are being appended, the first one at this position. */
  note(events: readonly RunEvent[], first: number): void
  runs(): readonly RunSummary[]
  find(keys: readonly string[], eventsAt: EventsAt): ReadonlyMap<string, Found>
}

type EventsAt = (positions: readonly number[]) => ReadonlyMap<number, RunEvent>

interface RunRow {
  readonly run: string
  readonly name: string
  readonly file: string
  readonly fingerprint: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly outcome: RunSummary['outcome'] | null
}

export function projectionsOf(database: Database, readOnly: boolean): Projections {
  return {
    note: readOnly ? () => {} : noteInto(database),
    runs: () => {
      const rows = database.prepare('SELECT * FROM runs ORDER BY position').all() as unknown as RunRow[]
      return rows.map(({ run, name, file, fingerprint, started_at, ended_at, outcome }) => ({
        ...{ run, name, file, fingerprint, startedAt: started_at },
        ...{ endedAt: ended_at ?? undefined, outcome: outcome ?? undefined },
      }))
    },
    find: findIn(database),
  }
}

function noteInto(database: Database): Projections['note'] {
  const startRun = database.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, 0)')
  const endRun = database.prepare('UPDATE runs SET ended_at = ?, outcome = ? WHERE run = ?')
  // All of an append at once: binding them one by one takes longer than inserting them.
  const keepResults = database.prepare('INSERT OR REPLACE INTO results SELECT value ->> 0, value ->> 1 FROM json_each(?)')
  const keepReuse = database.prepare('INSERT OR REPLACE INTO reused VALUES (?, ?, ?, ?)')
  const reusedKey = database.prepare('SELECT key FROM reused WHERE run = ? AND stage = ? AND task = ?')
  const marked = database.prepare('SELECT outputs FROM discarded WHERE owner = ?')
  const mark = database.prepare('INSERT OR REPLACE INTO discarded VALUES (?, ?, ?)')

  function discard(owner: string, position: number, outputs: readonly string[]): void {
    const before = marked.get(owner) as { outputs: string } | undefined
    const names = new Set([...(before === undefined ? [] : (JSON.parse(before.outputs) as string[])), ...outputs])
    mark.run(owner, position, JSON.stringify([...names]))
  }

  function noteOne(position: number, event: RunEvent): void {
    if (event.type === 'TasksReused') {
      for (const { task, key } of event.results) keepReuse.run(event.run, event.stage, task, key)
    } else if (event.type === 'OutputsDiscarded') {
      for (const task of event.tasks) {
        const reused = reusedKey.get(event.run, event.stage, task) as { key: string } | undefined
        if (reused !== undefined) discard(ownerKey(reused.key), position, event.outputs)
        discard(ownerTask(event.run, event.stage, task), position, event.outputs)
      }
    } else if (event.type === 'RunStarted') {
      startRun.run(event.run, event.name, event.file, event.fingerprint, event.at, position)
    } else if (event.type === 'RunEnded') {
      endRun.run(event.at, event.outcome, event.run)
    } else if (event.type === 'TasksReset') {
      endRun.run(null, null, event.run)
    }
  }

  return (events, first) => {
    const results: (readonly [number, number])[] = []
    for (const [at, event] of events.entries()) {
      if (event.type !== 'AttemptEnded') noteOne(first + at, event)
      else if (event.outcome.kind === 'succeeded' && event.key !== '') results.push([hashOf(event.key), first + at])
    }
    if (results.length > 0) keepResults.run(JSON.stringify(results))
  }
}

const ownerTask = (run: string, stage: number, task: number) => `task ${run} ${stage} ${task}`
const ownerKey = (key: string) => `key ${key}`

/**
 * Results are kept by a number of 52 bits: a third of the room of the key itself, and so of what each append writes,
 * as keys fall anywhere in the table. The event that is pointed at has the key: of two keys with one number the newer
 * is found, and the older computed again.
 */
function hashOf(key: string): number {
  let [high, low] = [0x811c9dc5, 0x01000193]
  for (let at = 0; at < key.length; at++) {
    high = Math.imul(high ^ key.charCodeAt(at), 0x01000193)
    low = Math.imul(low ^ key.charCodeAt(at), 0x5bd1e995) ^ (high >>> 15)
  }
  return (high >>> 6) * 2 ** 26 + (low >>> 6)
}

function findIn(database: Database): Projections['find'] {
  const pointers = database.prepare('SELECT hash, position FROM results WHERE hash IN (SELECT value FROM json_each(?))')
  const marked = database.prepare('SELECT position, outputs FROM discarded WHERE owner = ?')
  const anyMark = database.prepare('SELECT 1 FROM discarded LIMIT 1')

  /** A mark counts only for what was there before it: the outputs may have been made anew since. */
  function discardedOf(owner: string, position: number): string[] {
    const mark = marked.get(owner) as { position: number; outputs: string } | undefined
    return mark === undefined || mark.position < position ? [] : (JSON.parse(mark.outputs) as string[])
  }

  return (keys, eventsAt) => {
    const found = new Map<string, Found>()
    const byHash = new Map(keys.map((key) => [hashOf(key), key]))
    const rows = pointers.all(JSON.stringify([...byHash.keys()])) as unknown as { hash: number; position: number }[]
    const events = eventsAt(rows.map((row) => row.position))
    const marks = anyMark.get() !== undefined
    for (const { hash, position } of rows) {
      const event = events.get(position)
      const key = byHash.get(hash)
      if (event?.type !== 'AttemptEnded' || event.outcome.kind !== 'succeeded' || event.key !== key) continue
      const owners = marks ? [ownerTask(event.run, event.stage, event.task), ownerKey(key)] : []
      const discarded = new Set(owners.flatMap((owner) => discardedOf(owner, position)))
      found.set(key, { result: event.outcome.result, discarded: [...discarded] })
    }
    return found
  }
}
