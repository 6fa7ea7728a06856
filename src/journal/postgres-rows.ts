import type { PostgresLink } from './postgres-link.ts'
import type { RowAndPrevious, RowSource } from './reading.ts'
import { rowColumns } from './row.ts'

/** The rows of a PostgreSQL schema. `ask` turns what goes wrong into a `StoreError`. */
export function postgresRows(link: PostgresLink, ask: <T>(question: () => T) => T): RowSource {
  const rows = (rest: string, values: readonly unknown[]) =>
    ask(() => link.query<RowAndPrevious>(`SELECT ${rowColumns} FROM entries e ${rest}`, values))
  return {
    from: (first, run, limit) =>
      run === undefined
        ? rows('WHERE e.first >= $1 ORDER BY e.first LIMIT $2', [first, limit])
        : rows('WHERE e.first >= $1 AND e.run = $2 ORDER BY e.first LIMIT $3', [first, run, limit]),
    holding: (position) => rows('WHERE e.first <= $1 ORDER BY e.first DESC LIMIT 1', [position])[0],
    last: () => rows('ORDER BY e.first DESC LIMIT 1', [])[0],
    end: () => ask(() => link.query<{ position: number; sum: Uint8Array }>('SELECT position, sum FROM lead')[0]) ?? nothing,
    entriesOf: (run) => ask(() => link.query<{ entries: number }>('SELECT entries FROM runs WHERE run = $1', [run])[0])?.entries ?? 0,
  }
}

const nothing = { position: 0, sum: new Uint8Array(16) }
