import type { Base } from './event-base.ts'

/** What becomes true of a run as a whole, after its start. As in `events.ts`. */

export interface RunPaused extends Base {
  readonly type: 'RunPaused'
  readonly reason: string
}

export interface RunUnpaused extends Base {
  readonly type: 'RunUnpaused'
}

/** Nothing more is started and what runs is being stopped. */
export interface RunCancelling extends Base {
  readonly type: 'RunCancelling'
  readonly reason: string
  /** The run that takes its place; left out: none. */
  readonly replacedBy?: string
  /** Attempts that are not stopped, as the run that takes its place waits for what they compute; left out: none. */
  readonly keep?: readonly TasksOf[]
}

/** What was said of an approval before another run took the place of the one that asked. It counts where the same is asked again. */
export interface SaidBefore {
  readonly key: string
  readonly votes: readonly { readonly by: string; readonly at: number; readonly reason: string }[]
  /** Who decides in whose place. */
  readonly delegates: readonly (readonly [from: string, to: string])[]
}

/** Some tasks of a stage. */
export interface TasksOf {
  readonly stage: number
  readonly tasks: readonly number[]
}

export interface RunEnded extends Base {
  readonly type: 'RunEnded'
  readonly outcome: 'succeeded' | 'failed' | 'cancelled'
}
