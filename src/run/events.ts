import type { Baseline } from '#model/baseline.ts'
import type { Json } from '#model/json.ts'
import type { BranchesChosen, GroupsPassed, LoopsEnded } from './branching-events.ts'
import type { TogetherEvent } from './coordination-events.ts'
import type { RunCancelling, RunEnded, RunPaused, RunUnpaused, SaidBefore } from './course-events.ts'
import type { Base, Placed } from './event-base.ts'
import type { GateWaived, IssueNoted, ResultRefused, StagesReworked } from './gate-events.ts'
import type { ApprovalGiven, CommandRefused, NoticeEnded, PeopleReminded, WorkDelegated } from './human-events.ts'
import type { RunAdjusted, StageHeld, StageReleased } from './intervention-events.ts'
import type { OpeningAwaited } from './opening-event.ts'
import type { Outcome, Result, Then, Verdict } from './outcome.ts'
import type { PlannedStage } from './planned-stage.ts'
import type { RunOccasion } from './run-occasion.ts'
import type { ShareGiven, SharesUsed, WentBefore } from './shares.ts'
import type { MetricsStreamed } from './stream-events.ts'

/**
 * Everything that can become true, in the past tense. The journal is a list of these and the only truth; `evolve` folds them. An event
 * is complete: nothing in it has to be looked up or estimated again. Times are UTC milliseconds. Stages and tasks are named by index
 * within the run's own definition. Changing the shape of an event needs a new version and an upcast (see `journal/upcast.ts`).
 */
export type RunEvent =
  | RunStarted
  | StageExpanded
  | TasksReleased
  | TasksUnreleased
  | TasksSkipped
  | TasksQueued
  | TasksReused
  | AttemptsStarted
  | AttemptEnded
  | MetricsStreamed
  | OpeningAwaited
  | ApprovalGiven
  | WorkDelegated
  | CommandRefused
  | PeopleReminded
  | NoticeEnded
  | TogetherEvent
  | BranchesChosen
  | LoopsEnded
  | GroupsPassed
  | StagesReworked
  | GateWaived
  | ResultRefused
  | IssueNoted
  | OutputsDiscarded
  | TasksRevived
  | StageHeld
  | StageReleased
  | RunAdjusted
  | RunPaused
  | RunUnpaused
  | RunCancelling
  | TasksReset
  | RunEnded

export interface RunStarted extends Base, Placed {
  readonly type: 'RunStarted'
  readonly name: string
  /** The definition as text, so that a run goes on unchanged when the file is edited. */
  readonly definition: string
  /** Texts of the rule packs that it names, by those names; left out: none. */
  readonly packs?: { readonly [name: string]: string }
  /** Texts of the workflow files that stand for stages of it, by their paths from its folder; left out: none. */
  readonly files?: { readonly [path: string]: string }
  /** Absolute path of the workflow file; inputs are found beside it. */
  readonly file: string
  /** Resolved parameter values. */
  readonly parameters: { readonly [name: string]: Json }
  /** Capacity of each pool as this run declared it (memory in bytes). */
  readonly pools: { readonly [name: string]: number }
  /** Stages to be run; left out: all. */
  readonly until?: readonly number[]
  /** sha256 over definition and parameters: an unfinished run with the same one is continued, not repeated. */
  readonly fingerprint: string
  /** What was foretold when it was started; left out: nothing was. */
  readonly baseline?: Baseline
  /** By stage, as planned; left out: nothing was. */
  readonly planned?: readonly PlannedStage[]
  /** Who started it, where that is known. */
  readonly startedBy?: string
  /** What was said of sharing where it was started; left out: nothing. */
  readonly share?: ShareGiven
  /** What everybody had used of late; left out: nothing to speak of. */
  readonly used?: SharesUsed
  /** What it began on by itself; left out: somebody has started it. */
  readonly occasion?: RunOccasion
  /** The run that it takes the place of; left out: of none. */
  readonly replaces?: string
  /** All that led to it by edits, the newest first: what these have made is its own; left out: none. */
  readonly inherits?: readonly string[]
  /** What was said of approvals that these asked for and that were not decided; left out: nothing. */
  readonly said?: readonly SaidBefore[]
  /** Stages whose results are made anew, whatever the store has; left out: none. */
  readonly anew?: readonly number[]
}

export interface StageExpanded extends Base {
  readonly type: 'StageExpanded'
  readonly stage: number
  readonly count: number
  /** Values of each axis, only where they came from another stage's result; else they follow from the definition. */
  readonly axes?: readonly (readonly Json[])[]
  /**
   * The tasks could not be counted (what they are counted from failed, was skipped, or is no list). One task
   * stands for them all, and is skipped or fails; a reset makes the stage unexpanded again.
   */
  readonly standIn?: { readonly reason: 'upstream_failed' | 'upstream_skipped' | 'bad_input'; readonly detail: string }
}

/** The tasks `from … from+count−1` have everything they waited for. The world is asked for their keys. */
export interface TasksReleased extends Base {
  readonly type: 'TasksReleased'
  readonly stage: number
  readonly from: number
  readonly count: number
}

/** Released tasks that need an output which was discarded and is being made again: they wait as before. */
export interface TasksUnreleased extends Base {
  readonly type: 'TasksUnreleased'
  readonly stage: number
  readonly tasks: readonly number[]
}

export interface TasksSkipped extends Base {
  readonly type: 'TasksSkipped'
  readonly stage: number
  readonly tasks: readonly number[]
  readonly reason: 'when' | 'upstream_skipped' | 'upstream_failed' | 'by_hand' | 'branch'
  /** Why, in the words of whoever skipped them by hand. */
  readonly note?: string
}

/** No usable result exists for these: they wait for resources. `keys` runs beside `tasks`. */
export interface TasksQueued extends Base {
  readonly type: 'TasksQueued'
  readonly stage: number
  readonly tasks: readonly number[]
  readonly keys: readonly string[]
  /** Fingerprints of files beside the workflow, by path, that these keys were the first of the run to use. */
  readonly inputs?: { readonly [path: string]: string }
}

export interface TasksReused extends Base {
  readonly type: 'TasksReused'
  readonly stage: number
  readonly results: readonly {
    readonly task: number
    readonly key: string
    readonly result: Result
    readonly verdicts: readonly Verdict[]
    readonly then: Then
    /** Temporary outputs of the result that are gone. */
    readonly discarded?: readonly string[]
  }[]
  /** As in `TasksQueued`. */
  readonly inputs?: { readonly [path: string]: string }
}

/** A bundle: attempts that share one allocation and run one after the other in it. Usually one. */
export interface AttemptsStarted extends Base {
  readonly type: 'AttemptsStarted'
  readonly stage: number
  readonly tasks: readonly number[]
  /** Attempt numbers, beside `tasks`; they only grow, and are the fencing tokens. */
  readonly attempts: readonly number[]
  /** What the bundle holds: pool → amount. */
  readonly holds: { readonly [pool: string]: number }
  /** Wall-time limit of each attempt in ms, where there is one. */
  readonly limitMs?: number
  /** Which of the stage's options was chosen; left out: the first. */
  readonly option?: number
  /** How long instruments are set up before it begins, in ms; left out: they need not be. */
  readonly setupMs?: number
  /** Who does a `task` of people; he is among the holds. */
  readonly by?: string
  /** Those of other runs that wait for what this has taken; left out: none, or it was told before. */
  readonly before?: readonly WentBefore[]
}

export interface AttemptEnded extends Base {
  readonly type: 'AttemptEnded'
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly key: string
  readonly outcome: Outcome
  readonly verdicts: readonly Verdict[]
  readonly then: Then
  /** It was stopped early by a condition of `watch`: how much less it took than was expected, where something was. */
  readonly savedMs?: number
}

export interface OutputsDiscarded extends Base {
  readonly type: 'OutputsDiscarded'
  readonly stage: number
  readonly tasks: readonly number[]
  readonly outputs: readonly string[]
}

/** Finished tasks whose discarded outputs are needed after all: they run again. */
export interface TasksRevived extends Base {
  readonly type: 'TasksRevived'
  readonly stage: number
  readonly tasks: readonly number[]
}

/** By `pwos retry`: these failed (or were skipped behind a failure) and may be tried again with fresh budgets. */
export interface TasksReset extends Base {
  readonly type: 'TasksReset'
  readonly stage: number
  readonly tasks: readonly number[]
}
