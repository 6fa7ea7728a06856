import type { Expression } from '#expression/compiled.ts'
import type { Restart } from './checkpoint.ts'
import type { Place } from './problem.ts'
import type { Need } from './resources.ts'

/** What is done differently the next time, and how often. Each rule has a budget of its own. */
export interface Retry {
  /** Parameters (or `foreach` names) changed for the next attempt; these change the task's key. */
  readonly with: readonly { readonly name: string; readonly value: Expression }[]
  /** Needs changed for the next attempt; these never change the key. */
  readonly needs: readonly Need[]
  readonly atMost: number
  /** Waits before the n-th retry: `delay × factor^(n−1)`, in ms. */
  readonly delayMs: number
  readonly factor: number
  /** Where the next attempt begins; left out: from the newest checkpoint where nothing is changed, else from scratch. */
  readonly restart?: Restart
}

/** A criterion over what a task has made. */
export interface Gate {
  readonly name: string
  readonly check: Expression
  /** `required` fails the task; `expected` and `stretch` are recorded and shown. */
  readonly level: 'required' | 'expected' | 'stretch'
  /** How sure a comparison of uncertain values must be, between 0.5 and 1, for the gate to pass or to fail; below it is inconclusive. */
  readonly confidence: number
  /** Over a whole fan-out: that share of its tasks must pass, and the others are done all the same; left out: each task by itself. */
  readonly atLeast?: number
  /** For how long its verdict is good; who takes the result later has it made anew, so often at most. Left out: for ever. */
  readonly validFor?: Validity
  /** What is done when it failed: the first that is not used up yet; after all of them its level says. */
  readonly otherwise: readonly GateAction[]
  /** The same when it is inconclusive; undefined: as when it failed. */
  readonly inconclusive: readonly GateAction[] | undefined
  /** Persons and roles who may waive it; undefined: anybody; empty: nobody. */
  readonly waivedBy: readonly string[] | undefined
  readonly at: Place
}

export interface Validity {
  readonly ms: number
  readonly atMost: number
  /** Index of the stage from which it is done again, with all that lies between; left out: the stage itself. */
  readonly from?: number
}

/** What is done because of a gate that did not pass. */
export type GateAction =
  /** The task has failed, whatever the level. */
  | { readonly kind: 'fail' }
  /** It is recorded and shown, and the task is done: not for a `required` gate. */
  | { readonly kind: 'warn' }
  | { readonly kind: 'retry'; readonly retry: Retry }
  | { readonly kind: 'rework'; readonly rework: Rework }
  /** The task is dropped from its fan-out. `atMost` tasks of the stage, or that share of them. */
  | { readonly kind: 'quarantine'; readonly atMost: number; readonly isShare: boolean }
  /** A person says whether it is waived, tried again or failed. `by`: persons and roles; empty: anybody. */
  | { readonly kind: 'ask'; readonly by: readonly string[] }

/** An earlier stage and all that lies between run again, with changed parameters. */
export interface Rework {
  /** Index of the stage that is first done again. */
  readonly from: number
  readonly with: Retry['with']
  readonly atMost: number
  readonly at: Place
}

/** The retries among a gate's actions. */
export function retriesOf({ otherwise, inconclusive = [] }: Pick<Gate, 'otherwise' | 'inconclusive'>): readonly Retry[] {
  return [...otherwise, ...inconclusive].flatMap((action) => (action.kind === 'retry' ? [action.retry] : []))
}

/** Whether something is done that can mend what the gate found. */
export function isMended({ otherwise, inconclusive = [] }: Pick<Gate, 'otherwise' | 'inconclusive'>): boolean {
  return [...otherwise, ...inconclusive].some(({ kind }) => kind === 'retry' || kind === 'rework')
}

/** How many of so many tasks may fail to pass. */
export function allowance({ atLeast }: Pick<Gate, 'atLeast'>, count: number): number {
  // 95 % of 100 are 95, whatever 0.95 is in binary.
  return atLeast === undefined ? 0 : count - Math.ceil(atLeast * count * (1 - 1e-12))
}
