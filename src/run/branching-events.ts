import type { Json } from '#model/json.ts'
import type { Compared } from './compared.ts'
import type { Base } from './event-base.ts'

/** What is chosen by the core itself, from results. As in `events.ts`. */

/** Tasks that decide have decided, and are done. */
export interface BranchesChosen extends Base {
  readonly type: 'BranchesChosen'
  readonly stage: number
  readonly choices: readonly Choice[]
}

export interface Choice {
  readonly task: number
  /** Index into the branches; null: no condition held, and there is no `else`. */
  readonly branch: number | null
  readonly name: string
  /** The conditions that were asked, in order: all but the last did not hold. */
  readonly asked: readonly Asked[]
}

export interface Asked {
  readonly branch: number
  readonly held: boolean
  /** Values of the names that the condition used, as they are written in it. */
  readonly measured: { readonly [name: string]: Json }
  readonly comparisons?: readonly Compared[]
}

/** Loops are over, and have the results of their last turns. */
export interface LoopsEnded extends Base {
  readonly type: 'LoopsEnded'
  readonly stage: number
  readonly ends: readonly LoopEnd[]
}

/** Groups have begun, or are over and show what the stages in them have made. */
export interface GroupsPassed extends Base {
  readonly type: 'GroupsPassed'
  readonly stage: number
  readonly tasks: readonly number[]
}

export interface LoopEnd {
  readonly task: number
  /** The stage of the last turn, whose result it is. */
  readonly last: number
  /** Whether the condition held after it. */
  readonly enough: boolean
}
