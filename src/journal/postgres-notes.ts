import type { Note } from './notes.ts'
import type { Statement } from './postgres-link.ts'

/** A note as a statement. Owners are named as `ownerTask` and `ownerKey` do. */
export function statementOf(note: Note): Statement {
  switch (note.kind) {
    case 'start': {
      const { run, name, file, fingerprint, startedAt, position } = note
      return { text: startRun, values: [run, name, file, fingerprint, startedAt, position] }
    }
    case 'end':
      return { text: 'UPDATE runs SET ended_at = $1, outcome = $2 WHERE run = $3', values: [note.at, note.outcome ?? null, note.run] }
    case 'reuse':
      return { text: keepReuse, values: [note.run, note.stage, note.tasks, note.keys] }
    case 'discard':
      return { text: discard, values: [note.run, note.stage, note.tasks, note.position, note.outputs] }
    case 'results': {
      // One statement may not touch a row twice.
      const newest = new Map(note.pointers)
      return { text: keepResults, values: [[...newest.keys()], [...newest.values()]] }
    }
  }
}

const startRun = `INSERT INTO runs VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, 0)
  ON CONFLICT (run) DO UPDATE SET name = excluded.name, file = excluded.file, fingerprint = excluded.fingerprint,
    started_at = excluded.started_at, ended_at = NULL, outcome = NULL, position = excluded.position, entries = 0`

const keepReuse = `INSERT INTO reused SELECT $1, $2, task, key FROM unnest($3::integer[], $4::text[]) AS given (task, key)
  ON CONFLICT (run, stage, task) DO UPDATE SET key = excluded.key`

const discard = `WITH owners AS (
    SELECT 'task ' || $1::text || ' ' || $2::integer || ' ' || task AS owner FROM unnest($3::integer[]) AS task
    UNION SELECT 'key ' || key FROM reused WHERE run = $1::text AND stage = $2::integer AND task = ANY ($3::integer[])
  )
  INSERT INTO discarded SELECT owner, $4::bigint, $5::text[] FROM owners
  ON CONFLICT (owner) DO UPDATE SET position = excluded.position,
    outputs = (SELECT array_agg(DISTINCT output) FROM unnest(discarded.outputs || excluded.outputs) AS output)`

const keepResults = `INSERT INTO results SELECT * FROM unnest($1::bigint[], $2::bigint[])
  ON CONFLICT (hash) DO UPDATE SET position = excluded.position`
