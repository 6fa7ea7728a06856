import type { Cause } from './cause.ts'
import type { Retry } from './gate.ts'

/** A rule of a pack as it applies to a stage: how its program fails, what that means, and what of the pack's repairs can be done here. */
export interface Remedy {
  readonly pack: string
  readonly rule: string
  /** In English: it stands in journals. */
  readonly title: string
  readonly cause: Cause
  /** 0: the output itself says why it ended; more: it points there, or follows from something else. */
  readonly rank: number
  /** All that are given must hold; empty: not asked for. */
  readonly when: { readonly patterns: readonly string[]; readonly exitCodes: readonly number[]; readonly signals: readonly string[] }
  /** In order, each with a budget of its own. */
  readonly repairs: readonly Retry[]
  /** What is left to do after them. */
  readonly stop: string
}
