import type { Base } from './event-base.ts'

/** What people change of a run while it goes on. As in `events.ts`. */
export type InterventionEvent = StageHeld | StageReleased | RunAdjusted

/** Nothing more of the stage starts; what runs goes on. */
export interface StageHeld extends Base {
  readonly type: 'StageHeld'
  readonly stage: number
  readonly reason: string
}

export interface StageReleased extends Base {
  readonly type: 'StageReleased'
  readonly stage: number
}

/** What runs keeps what it holds: where there is less than that now, nothing starts until enough is given back. */
export interface RunAdjusted extends Base {
  readonly type: 'RunAdjusted'
  /** New capacities, of pools that the run has; the others stay. */
  readonly pools?: { readonly [pool: string]: number }
  /** Of the run among others, as in the workflow file. */
  readonly priority?: number
  /** What runs of it and does not fit any more gives its place, where it can save its state. */
  readonly preempt?: true
}

/** Commands that lead to them. What makes no sense as things are (twice the same, or too late) changes nothing. */
export type InterventionCommand =
  | { readonly type: 'hold'; readonly run: string; readonly stage: number; readonly reason: string }
  | { readonly type: 'release'; readonly run: string; readonly stage: number }
  /** Tasks that have not begun are not to run; left out: all such tasks of the stage. */
  | { readonly type: 'skip'; readonly run: string; readonly stage: number; readonly tasks?: readonly number[]; readonly reason: string }
  | {
      readonly type: 'adjust'
      readonly run: string
      readonly pools?: { readonly [pool: string]: number }
      readonly priority?: number
      readonly preempt?: true
    }
