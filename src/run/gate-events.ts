import type { Json } from '#model/json.ts'
import type { Base } from './event-base.ts'

/** What becomes true because of gates, besides the verdicts. As in `events.ts`. */

/**
 * A gate asked for it: an earlier stage, and all that was made of what it had made, waits to be done again. Results of the old round
 * are forgotten, and attempts of it that still run count for nothing when they end.
 */
export interface StagesReworked extends Base {
  readonly type: 'StagesReworked'
  /** The task whose gate asked for it. */
  readonly stage: number
  readonly task: number
  readonly gate: string
  /** It had passed, and was good until then (UTC ms): `from` is the stage itself, and only what had not started waits for it. */
  readonly staleSince?: number
  /** Which budget it used. */
  readonly budget: string
  readonly from: number
  /** Changed parameters, for the stages that are `changed`. */
  readonly with: { readonly [name: string]: Json }
  /** In the order of the dependencies. `tasks` left out: all. */
  readonly stages: readonly { readonly stage: number; readonly tasks?: readonly number[]; readonly changed: boolean }[]
}

/** A person lets a result pass although this gate did not. It holds for that result in this run, and no other. */
export interface GateWaived extends Base {
  readonly type: 'GateWaived'
  readonly stage: number
  readonly task: number
  /** Index among the stage's gates. */
  readonly gate: number
  /** Key of the result. */
  readonly key: string
  readonly by: string
  readonly reason: string
}

/** Whoever was asked says that the result is not good enough: the task has failed. */
export interface ResultRefused extends Base {
  readonly type: 'ResultRefused'
  readonly stage: number
  readonly task: number
  readonly by: string
  readonly reason: string
}

/** A person says something about a quality issue of the run: what it is, is told by the other events. It changes nothing of the run. */
export interface IssueNoted extends Base {
  readonly type: 'IssueNoted'
  /** Counted from 1, in the order in which the run's events open them. */
  readonly issue: number
  readonly action: 'assigned' | 'resolved' | 'reopened'
  readonly by: string
  readonly to?: string
  readonly reason: string
}
