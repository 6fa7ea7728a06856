import { join } from 'node:path'
import { type Database, isBusy, openDatabase, sqliteTrouble } from './database.ts'

/**
 * The lead of a store: an exclusive lock on `lead.db`, held by an open transaction that never writes. The operating
 * system lets go of it when the process ends, however it dies; so there is no lease to renew, no clock, and no
 * moment at which two processes hold it.
 */
export interface Lead {
  take(): boolean
  release(): void
}

export function leadOf(folder: string): Lead {
  const file = join(folder, 'lead.db')
  let held: Database | undefined
  return {
    take() {
      if (held !== undefined) return true
      const database = openDatabase(file, false)
      try {
        database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
        held = database
        return true
      } catch (error) {
        database.close()
        if (isBusy(error)) return false
        throw sqliteTrouble(error, file)
      }
    },
    release() {
      held?.close()
      held = undefined
    },
  }
}
