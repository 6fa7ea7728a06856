import { newer, notAStore } from './database.ts'
import type { PostgresLink } from './postgres-link.ts'

/** Numbered for ever: a schema of format n is brought to the newest by the steps after n. */
const migrations: readonly string[] = [
  `
  CREATE TABLE entries (
    first bigint PRIMARY KEY,
    count integer NOT NULL,
    run text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    sum bytea NOT NULL
  );
  CREATE INDEX entries_by_run ON entries (run, first);
  CREATE TABLE lead (
    one integer PRIMARY KEY CHECK (one = 1),
    fence bigint NOT NULL,
    position bigint NOT NULL,
    sum bytea NOT NULL
  );
  INSERT INTO lead VALUES (1, 0, 0, decode(repeat('00', 16), 'hex'));
  CREATE TABLE inbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, command text NOT NULL);
  CREATE TABLE runs (
    run text PRIMARY KEY,
    name text NOT NULL,
    file text NOT NULL,
    fingerprint text NOT NULL,
    started_at double precision NOT NULL,
    ended_at double precision,
    outcome text,
    position bigint NOT NULL,
    entries bigint NOT NULL
  );
  CREATE TABLE results (hash bigint PRIMARY KEY, position bigint NOT NULL);
  CREATE TABLE reused (run text, stage integer, task integer, key text NOT NULL, PRIMARY KEY (run, stage, task));
  CREATE TABLE discarded (owner text PRIMARY KEY, position bigint NOT NULL, outputs text[] NOT NULL);
  `,
]

/** Brings a schema to the newest format, making it when it is not there. `place` is named in errors (`StoreError`). */
export function bringSchemaToNewest(link: PostgresLink, schema: string, place: string): void {
  const found = formatOf(link, schema, place)
  if (found > migrations.length) throw newer(place, found, migrations.length)
  if (found === migrations.length) return
  const steps = [
    // Two that begin at once: the second waits here, and finds everything done.
    `PERFORM pg_advisory_xact_lock(hashtextextended('pwos format ${schema}', 0))`,
    `CREATE SCHEMA IF NOT EXISTS "${schema}"`,
    `SET LOCAL search_path TO "${schema}"`,
    'CREATE TABLE IF NOT EXISTS pwos_format (version integer NOT NULL)',
    'INSERT INTO pwos_format SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM pwos_format)',
    ...migrations.map(
      (step, at) => `IF (SELECT version FROM pwos_format) <= ${at} THEN ${step} UPDATE pwos_format SET version = ${at + 1}; END IF`,
    ),
  ]
  link.query(`DO $pwos$ BEGIN ${steps.map((step) => `${step};`).join('\n')} END $pwos$`)
}

/** 0: nothing is there yet. */
function formatOf(link: PostgresLink, schema: string, place: string): number {
  const tables = link.query<{ table_name: string }>('SELECT table_name FROM information_schema.tables WHERE table_schema = $1', [schema])
  if (tables.length === 0) return 0
  if (!tables.some(({ table_name }) => table_name === 'pwos_format')) throw notAStore(place)
  return link.query<{ version: number }>(`SELECT version FROM "${schema}".pwos_format`)[0]?.version ?? 0
}
