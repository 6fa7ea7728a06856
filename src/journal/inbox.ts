import type { Command } from '#run/inputs.ts'
import type { Database } from './database.ts'

export interface Waiting {
  readonly id: number
  readonly command: Command
}

/** Commands for the leader. Asking is cheap: SQLite's data version tells whether anyone else wrote since. */
export interface Inbox {
  send(command: Command): number
  waiting(): readonly Waiting[]
  /** Within the transaction of an append. */
  take(ids: readonly number[]): void
}

export function inboxOf(database: Database, readOnly: boolean): Inbox {
  const version = database.prepare('PRAGMA data_version')
  const select = database.prepare('SELECT id, command FROM inbox ORDER BY id')
  const insert = readOnly ? undefined : database.prepare('INSERT INTO inbox (command) VALUES (?)')
  const remove = readOnly ? undefined : database.prepare('DELETE FROM inbox WHERE id = ?')
  let seen: unknown
  let known: readonly Waiting[] = []

  return {
    send(command) {
      seen = undefined
      return Number(insert?.run(JSON.stringify(command)).lastInsertRowid)
    },
    waiting() {
      const now = Object.values(version.get() ?? {})[0]
      if (now !== seen) {
        known = (select.all() as unknown as { id: number; command: string }[]).map(({ id, command }) => ({
          id,
          command: JSON.parse(command) as Command,
        }))
        seen = now
      }
      return known
    },
    take(ids) {
      for (const id of ids) remove?.run(id)
      if (ids.length > 0) seen = undefined
    },
  }
}
