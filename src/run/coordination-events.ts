import type { Base } from './event-base.ts'

/** What becomes true of tasks that go together. As in `events.ts`. */

/** Every task at the barrier has all that it waits for, or will not run: they may start. It stays open for the run. */
export interface BarrierOpened extends Base {
  readonly type: 'BarrierOpened'
  /** Index into the workflow's barriers. */
  readonly barrier: number
}
