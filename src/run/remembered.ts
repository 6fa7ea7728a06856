import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { GateWaived } from './gate-events.ts'
import type { Result, Usage, Verdict } from './outcome.ts'
import type { TasksPreempted } from './preemption-events.ts'

/** What the state remembers of single tasks, of which most have nothing to remember. */

export interface KeptBack {
  /** When it was judged. */
  readonly at: number
  readonly key: string
  readonly result: Result
  readonly verdicts: readonly Verdict[]
  /** Where somebody was asked: who may say what becomes of it; empty: anybody. */
  readonly asked: readonly string[] | undefined
}

/** What gates have come to, of a stage. */
export interface AfterGates {
  /** Parameters that rework has changed for all its tasks. */
  changes: { readonly [name: string]: Json } | undefined
  /** How often all of it was reworked without a change; part of the key, as the same is to be done anew. */
  round: number
  /** Tasks that run on what is being made again. */
  outdated: ReadonlySet<number>
  /** Results that gates did not let pass, as long as a waiver would. */
  kept: Map<number, KeptBack>
  /** By task and gate. */
  waivers: Map<number, ReadonlyMap<number, GateWaived>>
  /** By task that is done: verdicts that were waived. */
  letPass: Map<number, readonly Verdict[]>
  /** By gate that is judged over all tasks: those that are done without passing it. */
  short: Map<number, Set<number>>
  /** Tasks that a quarantine has dropped, with the gate. */
  dropped: Map<number, string>
}

/** Why a task was asked to give its place, and when. */
export type Preempted = Pick<TasksPreempted, 'at' | 'rule' | 'for'>

/** Of a run. */
export interface Preempting {
  /** What does not fit into its pools any more gives its place. */
  preempting: boolean
}

/** Of a bundle. */
export interface Yielding {
  /** It was asked to give its place. */
  preempted: Preempted | undefined
}

/** A whole state that an attempt left. */
export interface SavedState {
  readonly attempt: number
  /** Of what was computed. */
  readonly key: string
  readonly fingerprint: string
  readonly bytes: number
  /** It was saved as it was asked for, and not by an attempt that failed. */
  readonly isGood: boolean
}

export interface Restarting {
  /** At most two, in order: the newest, and the newest good one. */
  readonly saved: readonly SavedState[]
  /** The attempt in whose state the next one begins; undefined: from scratch. */
  readonly from: number | undefined
  /** Begun anew by hand: what it is made of may be another by now, and then it begins from scratch. */
  readonly ifSame?: true
  /** What those attempts took that the next one goes on from. */
  readonly spent: Usage['earlier']
}

export interface History {
  /** Why its last attempt gave its place; left out: it did not. */
  gaveWay?: Preempted
  /** Left out: no attempt has left a state. */
  restarting?: Restarting
  /** How often this task was reworked without a change; see `OwnedStage.round`. */
  round: number
  /** Of `changes`, those that rework has made. */
  reworked: { readonly [name: string]: Json }
  readonly budgets: Map<string, number>
  /** Parameters and `foreach` values changed by retries. */
  changes: { readonly [name: string]: Json }
  needs: { readonly [pool: string]: number }
  notBefore: number
  budget: string
  /** The key of a result that was computed, judged and not good enough: not to be reused by this task. */
  judgedKey: string | undefined
  last: { readonly cause: Cause; readonly detail: string; readonly verdicts: readonly Verdict[] } | undefined
}

export interface OptionMeasure {
  statedMs: number | undefined
  measured: number
  measuredMs: number
}

/** One place of an instrument. */
export interface SetUpPlace {
  /** Workflow and stage for which it was set up last. */
  user: string
  busy: boolean
}
