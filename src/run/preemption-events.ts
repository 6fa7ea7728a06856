import type { Base } from './event-base.ts'

/**
 * Running tasks are asked to give their place to others; those that can save their state go on later. They hold what they hold until they
 * have ended. As in `events.ts`.
 */
export interface TasksPreempted extends Base {
  readonly type: 'TasksPreempted'
  readonly stage: number
  readonly tasks: readonly number[]
  /** Beside `tasks`. */
  readonly attempts: readonly number[]
  /** `priority`: whoever needs the room goes before them; `adjusted`: a pool was made smaller by hand. */
  readonly rule: 'priority' | 'adjusted'
  /** Of `priority`: who needs the room. */
  readonly for?: { readonly run: string; readonly stage: number; readonly task: number }
}
