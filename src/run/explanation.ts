import type { SharesCompared } from './fair-share.ts'
import type { LineRule } from './line-rule.ts'
import type { TaskStatus } from './state.ts'

/** Why a task is where it is: codes and values, most pressing first. */
export interface Explanation {
  readonly run: string
  readonly stage: string
  /** Undefined: the whole stage was asked about. */
  readonly task: number | undefined
  readonly label: string
  readonly status: TaskStatus | 'unexpanded' | 'not_asked_for'
  readonly reasons: readonly Reason[]
}

export type Reason =
  | { readonly code: 'paused' }
  /** Its stage was held by hand. */
  | { readonly code: 'held'; readonly since: number; readonly reason: string }
  | { readonly code: 'cancelling' }
  | { readonly code: 'not_asked_for' }
  /** `done` of `count` tasks are finished; `count` undefined: not even counted yet. */
  | {
      readonly code: 'waits_for_stage'
      readonly stage: string
      readonly finished: number
      readonly running: number
      readonly count: number | undefined
    }
  | {
      readonly code: 'waits_for_task'
      readonly stage: string
      readonly task: number
      readonly label: string
      readonly status: TaskStatus | 'unexpanded'
    }
  /** Its key is being computed and a result looked for. */
  | { readonly code: 'looking_for_result' }
  /** Room in line: released tasks are looked up in portions. */
  | { readonly code: 'next_portion'; readonly before: number }
  | { readonly code: 'same_result_elsewhere'; readonly run: string; readonly stage: string; readonly task: number; readonly label: string }
  | {
      readonly code: 'pool_short'
      readonly pool: string
      readonly need: number
      readonly free: number
      readonly capacity: number
      readonly holders: readonly Holder[]
    }
  /** Too few permits of a lock are free. */
  | {
      readonly code: 'lock_taken'
      readonly lock: string
      readonly need: number
      readonly free: number
      readonly permits: number
      readonly holders: readonly BusyLock[]
    }
  /** `since` undefined: other tasks of its stage still wait for more; `until`: when it is not waited for any longer. */
  | {
      readonly code: 'awaits_signal'
      readonly signals: readonly string[]
      readonly since: number | undefined
      readonly until: number | undefined
    }
  /** `run` empty: the newest run of that workflow; `workflow` empty: whatever workflow that run is of. */
  | {
      readonly code: 'awaits_run'
      readonly run: string
      readonly workflow: string
      readonly stage: string
      readonly since: number
      readonly until: number | undefined
    }
  /** Its result is that of another run. */
  | { readonly code: 'taken'; readonly run: string; readonly workflow: string; readonly stage: string; readonly fingerprint: string }
  /** Every piece that came is taken care of; `stage` may hand on more. */
  | { readonly code: 'awaits_piece'; readonly stage: string; readonly pieces: number }
  /** It is stopped where it is, as so many of its pieces wait. */
  | { readonly code: 'pieces_wait'; readonly waiting: number; readonly backlog: number; readonly since: number }
  /** `stopped`: it has begun, and is stopped where it is. */
  | { readonly code: 'suspended'; readonly conditions: readonly Suspension[]; readonly stopped: boolean }
  /** `missing`: stages that are not all there yet. */
  | { readonly code: 'at_barrier'; readonly barrier: string; readonly missing: readonly Missing[] }
  /** Fits, but would delay a larger task that has a reservation. */
  | {
      readonly code: 'behind_reservation'
      readonly run: string
      readonly stage: string
      readonly task: number
      readonly label: string
      readonly until: number | undefined
    }
  /** It holds the reservation: `at` is when it is expected to fit; undefined: what it waits for has no known end. */
  | { readonly code: 'reserved'; readonly at: number | undefined }
  /** `rule`: by what the first of those before it goes first; `shares` where it is the fair share. */
  | { readonly code: 'in_line'; readonly before: number; readonly rule: LineRule; readonly shares?: SharesCompared }
  /** A date that the file gives has not come; `booked`: it is the fixed time of the stage. */
  | { readonly code: 'not_before'; readonly until: number; readonly booked: boolean }
  /** These are not there now; `until` is when all that it needs is there for as long as it takes. */
  | { readonly code: 'closed'; readonly names: readonly string[]; readonly until: number }
  /** All is there now, but not for as long as it takes. */
  | { readonly code: 'opening_too_short'; readonly names: readonly string[]; readonly lengthMs: number; readonly until: number }
  /** Who could do it does something else; `until`: when that is expected to be over. */
  | { readonly code: 'people_busy'; readonly called: string; readonly people: readonly BusyPerson[] }
  /** One of its options could start now, but a preferred one is expected to end earlier. */
  | { readonly code: 'waits_for_option'; readonly option: number; readonly until: number }
  /** A more critical task was just released, and its key will be known in a moment. */
  | { readonly code: 'makes_room' }
  /** So many running tasks were asked to make room for its stage. */
  | { readonly code: 'room_asked'; readonly tasks: number }
  /** It ran, and gave its place: for a task of that run and stage, or because a pool was made smaller. */
  | {
      readonly code: 'gave_way'
      readonly since: number
      readonly rule: 'priority' | 'adjusted'
      readonly run: string
      readonly stage: string
    }
  | { readonly code: 'backoff'; readonly until: number; readonly attempt: number; readonly budget: string }
  | { readonly code: 'running'; readonly since: number; readonly attempt: number; readonly inBundleOf: number }
  /** Work of a person that was offered. */
  | { readonly code: 'waits_for_answer'; readonly by: string; readonly since: number }
  /** `by`: who has approved; `left`: who may still. */
  | {
      readonly code: 'waits_for_approval'
      readonly approved: number
      readonly quorum: number
      readonly by: readonly string[]
      readonly left: readonly string[]
      readonly since: number
    }
  /** Gates keep the result back, and somebody is asked; `persons` empty: anybody. */
  | { readonly code: 'waits_for_decision'; readonly gates: readonly string[]; readonly persons: readonly string[] }
  /** What it has or will have was made of a result that somebody let pass although this gate did not. */
  | {
      readonly code: 'rests_on_waiver'
      readonly stage: string
      readonly task: number
      readonly label: string
      readonly gate: string
      readonly by: string
      readonly reason: string
      /** The run in which it was given, where the result was taken from there. */
      readonly run?: string
    }
  | { readonly code: 'done' }
  | { readonly code: 'failed'; readonly cause: string; readonly detail: string }
  | {
      readonly code: 'gate_failed'
      readonly gate: string
      readonly verdict: 'failed' | 'inconclusive'
      readonly measured: { readonly [name: string]: unknown }
    }
  | { readonly code: 'ignored'; readonly cause: string }
  /** `note`: what was said when it was skipped by hand. */
  | { readonly code: 'skipped'; readonly reason: string; readonly upstream: readonly string[]; readonly note?: string }
  /** `stage` decided for another branch. */
  | ({ readonly code: 'not_chosen'; readonly stage: string } & DecidedOn)
  | ({ readonly code: 'decided' } & DecidedOn)
  /** A loop that is over: it has the results of its last turn. */
  | { readonly code: 'looped'; readonly turns: number; readonly atMost: number; readonly last: string; readonly enough: boolean }
  /** A group that has begun, or that is over: what it shows, each with the stage it came from. */
  | {
      readonly code: 'grouped'
      readonly part: 'begin' | 'end'
      readonly shown: readonly { readonly name: string; readonly stage: string }[]
    }

/** The branch that was chosen (empty: none) and the conditions that were asked, in order. */
export interface DecidedOn {
  readonly chosen: string
  readonly conditions: readonly {
    readonly branch: string
    readonly condition: string
    readonly held: boolean
    readonly measured: { readonly [name: string]: unknown }
  }[]
}

export interface BusyPerson {
  readonly person: string
  readonly run: string
  readonly stage: string
  readonly task: number
  readonly label: string
  readonly since: number
  readonly until: number | undefined
}

/** Who holds a lock. */
export interface BusyLock {
  readonly run: string
  readonly stage: string
  readonly task: number
  readonly label: string
  readonly since: number
}

/** A condition that holds tasks back. `reading` undefined: it was not looked at yet. */
export interface Suspension {
  readonly condition: string
  readonly reading: 'holds' | 'unknown' | undefined
  readonly since: number | undefined
}

/** A stage for which others wait at a barrier. */
export interface Missing {
  readonly stage: string
  readonly there: number
  readonly count: number | undefined
}

export interface Holder {
  readonly run: string
  readonly stage: string
  readonly tasks: number
  readonly amount: number
}
