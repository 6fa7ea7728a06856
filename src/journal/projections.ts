import type { Found, RunSummary } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { Database } from './database.ts'
import { findResults, type Mark, type Pointers } from './finding.ts'
import { type Note, notesOf, ownerKey, ownerTask } from './notes.ts'

/** What `notes.ts` describes, in SQLite. */
export interface Projections {
  /** Events that are being appended, the first one at this position. */
  note(events: readonly RunEvent[], first: number): void
  runs(): readonly RunSummary[]
  find(keys: readonly string[], eventsAt: Pointers['eventsAt']): ReadonlyMap<string, Found>
}

interface RunRow {
  readonly run: string
  readonly name: string
  readonly file: string
  readonly fingerprint: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly outcome: RunSummary['outcome'] | null
}

export function summaryOf({ run, name, file, fingerprint, started_at, ended_at, outcome }: RunRow): RunSummary {
  return { run, name, file, fingerprint, startedAt: started_at, endedAt: ended_at ?? undefined, outcome: outcome ?? undefined }
}

export function projectionsOf(database: Database, readOnly: boolean): Projections {
  const all = database.prepare('SELECT * FROM runs ORDER BY position')
  const pointers = pointersIn(database)
  return {
    note: readOnly ? () => {} : noteInto(database),
    runs: () => (all.all() as unknown as RunRow[]).map(summaryOf),
    find: (keys, eventsAt) => findResults(keys, { ...pointers, eventsAt }),
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

  function take(note: Note): void {
    switch (note.kind) {
      case 'start':
        startRun.run(note.run, note.name, note.file, note.fingerprint, note.startedAt, note.position)
        break
      case 'end':
        endRun.run(note.at, note.outcome ?? null, note.run)
        break
      case 'reuse':
        for (const [at, task] of note.tasks.entries()) keepReuse.run(note.run, note.stage, task, note.keys[at] ?? '')
        break
      case 'discard':
        for (const task of note.tasks) {
          const reused = reusedKey.get(note.run, note.stage, task) as { key: string } | undefined
          if (reused !== undefined) discard(ownerKey(reused.key), note.position, note.outputs)
          discard(ownerTask(note.run, note.stage, task), note.position, note.outputs)
        }
        break
      case 'results':
        keepResults.run(JSON.stringify(note.pointers))
    }
  }

  return (events, first) => {
    for (const note of notesOf(events, first)) take(note)
  }
}

function pointersIn(database: Database): Omit<Pointers, 'eventsAt'> {
  const pointers = database.prepare('SELECT hash, position FROM results WHERE hash IN (SELECT value FROM json_each(?))')
  const marked = database.prepare('SELECT position, outputs FROM discarded WHERE owner = ?')
  const anyMark = database.prepare('SELECT 1 FROM discarded LIMIT 1')
  return {
    pointers: (hashes) => pointers.all(JSON.stringify(hashes)) as unknown as { hash: number; position: number }[],
    anyMark: () => anyMark.get() !== undefined,
    marks(owners) {
      const marks = new Map<string, Mark>()
      for (const owner of owners) {
        const mark = marked.get(owner) as { position: number; outputs: string } | undefined
        if (mark !== undefined) marks.set(owner, { position: mark.position, outputs: JSON.parse(mark.outputs) as string[] })
      }
      return marks
    },
  }
}
