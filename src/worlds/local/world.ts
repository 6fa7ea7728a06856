import type { Journal, World } from '#engine/ports.ts'
import type { Places } from '#run/attempt.ts'

export interface LocalOptions {
  /** The store's folder, `.pwos/`. */
  readonly store: string
  /** Where results are looked up by key. */
  readonly journal: Journal
  /** How many lanes may run at once: one for each bundle that holds at least one processor, and never less than needed. */
  readonly cpu: number
}

export interface LocalWorld extends World {
  readonly places: Places
  /** Lets go of everything; attempts that run go on, and are adopted by the next world of this store. */
  close(): Promise<void>
}

/** The real world on one machine. Throws `StoreError` where the store cannot be used. */
export function createLocalWorld(_options: LocalOptions): LocalWorld {
  throw new Error('not written yet')
}
