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
}

export interface RunEnded extends Base {
  readonly type: 'RunEnded'
  readonly outcome: 'succeeded' | 'failed' | 'cancelled'
}
