import type { Value } from '#expression/value.ts'
import { InvariantError, invariant } from '#model/invariant.ts'
import type { Json } from '#model/json.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import type { LoopEnd } from './branching-events.ts'
import type { Chosen } from './chosen.ts'
import type { RunStarted, StageExpanded } from './events.ts'
import type { Heap, Heaped } from './heap.ts'
import type { HumanCourse } from './human-course.ts'
import type { Line, RangeLine } from './line.ts'
import type { Estimated, Measured } from './measured.ts'
import type { Result, Then } from './outcome.ts'
import type { BarrierOf, ConditionCourse, Sending, SignalsOf, StreamOf } from './owned-together.ts'
import type { PlannedStage } from './planned-stage.ts'
import type { AfterGates, History, Preempting, SetUpPlace, Yielding } from './remembered.ts'
import type { Resources } from './resources.ts'
import type { RunShare, Shares } from './shares.ts'
import type { RunState, StageState, State, TaskStatus } from './state.ts'
import type { MetricsStreamed } from './stream-events.ts'
import type { Needs } from './ways.ts'

/**
 * The state as `evolve` owns it: what others see (`State`), the counters that make each question cheap, and what
 * is to do. A to-do is put there by `evolve`, answered with events by a step of `settle`, and taken away by `evolve`
 * when it folds those events: so nothing is lost wherever a journal is cut.
 */
export interface OwnedState extends State {
  readonly runs: Map<string, OwnedRun>
  readonly held: Map<string, number>
  readonly load: (started: RunStarted) => Workflow
  /** Queued tasks by what they need; only those with something in line. */
  readonly shapes: Map<string, Shape>
  /** Queued and running tasks by key: the same result is not computed twice at once. */
  readonly flights: Map<string, Entry | Set<Entry>>
  /** Finished tasks of unfinished runs whose temporary outputs are still wanted, by key. */
  readonly wanted: Map<string, number>
  /** Keys whose temporary outputs were let go of late: an answer that was on its way may not know it. */
  readonly gone: Set<string>
  readonly bundles: Set<Bundle>
  /** Those of them that wait for people. */
  readonly asked: Set<Bundle>
  readonly backoffs: Heap<Backoff>
  readonly toExpand: Set<OwnedStage>
  readonly toRelease: Set<OwnedStage>
  readonly toShare: Map<Entry, Result>
  /** Queued tasks that can never start, and why. */
  readonly toFail: Map<Entry, string>
  /** Queued tasks that need what was discarded. */
  readonly toRevive: Set<Entry>
  readonly toDiscard: Set<OwnedStage>
  readonly toFinish: Set<OwnedRun>
  readonly toRework: Set<ReworkWanted>
  /** Streams that are open while nothing makes pieces any more. */
  readonly toClose: Set<OwnedStage>
  /** Counts entries into the line, for first come, first served. */
  arrivals: number
  /** By person: since when he is free; who has held nothing yet is not here. */
  readonly freeSince: Map<string, number>
  /** By instrument that has to be set up: its places, and who used each last. */
  readonly places: Map<string, SetUpPlace[]>
  /** The next time at which what waits for a calendar or a date may start: a `tick` is asked for. 0: none was. */
  awaited: number
  /** Runs with something that lets several stages go on together. */
  readonly together: Set<OwnedRun>
  /** Stages with done tasks whose signals are still to be sent. */
  readonly toSend: Set<OwnedStage>
  /** Who has used how much. */
  readonly shares: Shares
  /** What is folded now happened long before the rest: its tasks are nobody's twins. */
  recalling: boolean
}

export interface OwnedRun extends RunState, Estimated, Preempting {
  phase: RunState['phase']
  readonly stages: readonly OwnedStage[]
  readonly inputs: Map<string, string>
  readonly byName: ReadonlyMap<string, OwnedStage>
  readonly parameters: ReadonlyMap<string, Value>
  /** Topological order of stages. */
  readonly order: readonly number[]
  readonly resources: Resources
  /** Capacity of each pool as it is now, and the run's priority: what was declared, unless someone has adjusted it. */
  pools: RunStarted['pools']
  priority: number
  /** Nothing of it starts before, in UTC ms. */
  readonly notBefore: number
  /** Stages asked for and not finished. */
  openStages: number
  failedTasks: number
  readonly share: RunShare
  readonly bundles: Set<Bundle>
  /** What its tasks have needed so far, by the needs' id. */
  readonly shapes: Map<string, Shape>
  barriers: readonly BarrierOf<OwnedStage>[]
  readonly signals: SignalsOf<OwnedStage>
  /** The stage that goes first of those whose tasks were just released, its first task as planned, and until when room is kept for them. */
  expected: { readonly stage: OwnedStage; readonly task: number | undefined; readonly until: number } | undefined
  conditions: readonly ConditionCourse[]
  /** Its stages that take results of other runs. */
  takers: readonly OwnedStage[]
  /** Its stages that stand for pieces of an output. */
  streams: readonly OwnedStage[]
  /** How often each gate has had something reworked, by its budget. */
  readonly reworks: Map<string, number>
  /** Tasks, by stage, whose attempts go on though it is being cancelled; and the run that takes its place. */
  readonly kept: Map<number, ReadonlySet<number>>
  replacedBy: string | undefined
}

export interface OwnedStage extends StageState, AfterGates, Measured {
  readonly run: OwnedRun
  readonly definition: Stage
  /** False: not among the stages that the run was asked for. */
  readonly asked: boolean
  count: number | undefined
  standIn: NonNullable<StageExpanded['standIn']> | undefined
  status: Uint8Array
  counts: { [status in TaskStatus]: number }
  axisValues: readonly (readonly Value[])[]
  axes: readonly (readonly Json[])[]
  results: Map<number, Result>
  /** Grows with every change of a result: what was derived from all of them is then stale. */
  version: number
  /** Last attempt number by task. */
  attempts: Uint32Array
  finished: boolean
  /** Tasks skipped because something before them failed. */
  behindFailure: number
  skipReasons: Uint8Array | undefined
  /** What was said of those that were skipped by hand. */
  skipNotes: Map<number, string> | undefined
  expansionWaits: number
  wholeWaits: number
  /** By task, where the stage waits for elements. */
  elementWaits: Uint8Array | undefined
  /** Tasks with everything they waited for, not yet released or skipped. Entries may be outdated: see `isDue`. */
  readonly due: RangeLine
  /** A task was reopened, so `due` may hold it twice. */
  reopened: boolean
  readonly links: Links
  /** Queued and running tasks, by task; made when the first is queued. */
  entries: (Entry | undefined)[]
  /** What is remembered of tasks that were retried or failed. */
  histories: Map<number, History>
  /** How far the metrics of running tasks were read. */
  streams: Map<number, { readonly attempt: number; readonly seen: MetricsStreamed['seen'] }>
  readonly buckets: Map<string, Bucket>
  /** Needs that are the same for all tasks. */
  sameNeeds: Needs | undefined
  /** More counts than room in pools: calendars, people, options, fixed times. */
  readonly isSpecial: boolean
  /** Higher goes first: the priorities of run and stage, and of what waits for it. */
  rank: number
  /** How its tasks were planned; undefined: they were not. */
  readonly planned: PlannedStage | undefined
  /** When it must start for a deadline to be met, where that is in danger; else Infinity. */
  urgentAt: number
  readonly temporary: Temporary | undefined
  barrier: BarrierOf<OwnedStage> | undefined
  /** Undefined: it does not stand for pieces. */
  stream: StreamOf<OwnedStage> | undefined
  /** The stage that stands for the pieces that it makes; and the one that it follows, near or far, or is. */
  pieces: OwnedStage | undefined
  streamed: OwnedStage | undefined
  /** Signals that have not come, by index; undefined: it awaits none, or all have. */
  missingSignals: Set<number> | undefined
  /** Since when its tasks wait for nothing but signals. */
  awaitingSince: number | undefined
  /** Since when it waits for the result of another run. */
  takingSince: number | undefined
  /** Done tasks whose signals are still to be sent, and those that have sent theirs. */
  readonly sending: Sending | undefined
  /** Someone has said that nothing more of it starts. */
  held: { readonly since: number; readonly reason: string } | undefined
  /** Undefined: it decides nothing. */
  readonly chosen: Chosen | undefined
  /** By task: how its loop ended; undefined: it is no loop. */
  readonly loopEnds: Map<number, LoopEnd> | undefined
}

/** A gate has asked for rework that is still to be done. */
export interface ReworkWanted {
  readonly stage: OwnedStage
  readonly task: number
  readonly then: Extract<Then, { kind: 'rework' }>
}

/** Who waits for this stage and whom it waits for; one entry for each dependency. */
export interface Links {
  readonly wholeConsumers: OwnedStage[]
  readonly elementConsumers: OwnedStage[]
  readonly expansionConsumers: OwnedStage[]
  readonly eachConsumers: OwnedStage[]
  /** Producers with temporary outputs that this stage reads. */
  readonly temporaryWhole: OwnedStage[]
  readonly temporaryElement: OwnedStage[]
}

/** Temporary outputs of a stage: who still needs them, and which are gone. */
export interface Temporary {
  readonly names: readonly string[]
  readonly elementReaders: OwnedStage[]
  /** Stages that read all of it and are not finished. */
  wholeReaders: number
  /** A reader is not asked for in this run: kept for the run that will ask. */
  kept: boolean
  /** By task: 0 there, 1 nobody needs it, 2 discarded. */
  marks: Uint8Array
  discarded: number
  /** Tasks revived since their outputs were discarded: an old result does not do. */
  readonly mustRun: Set<number>
  readonly keys: Map<number, string>
  readonly line: Line<number>
}

/** A queued or running task. */
export interface Entry {
  readonly stage: OwnedStage
  readonly task: number
  readonly key: string
  readonly arrival: number
  /** UTC ms; 0 where nothing hangs on it. */
  readonly queuedAt: number
  /** `line`: waits for room. `twin`: another task with its key runs. `barred`: its stage may not start. `held`: something else is to do about it first. */
  place: 'line' | 'twin' | 'barred' | 'held' | 'running'
  /** Others have had its key while it was there. */
  shared: boolean
  /** It is known by its key: see `flights`. */
  flying: boolean
  bucket: Bucket | undefined
  bundle: Bundle | undefined
}

export interface Bundle extends Yielding {
  readonly stage: OwnedStage
  readonly tasks: readonly number[]
  readonly attempts: readonly number[]
  /** Of a person's work it changes when that is handed to another. */
  holds: { readonly [pool: string]: number }
  readonly startedAt: number
  /** When its instruments are set up; undefined: they need not be. */
  readonly setUpAt: number | undefined
  /** Undefined: nobody knows how long it takes. */
  expectedEnd: number | undefined
  frozenAt: number | undefined
  frozenMs: number
  /** What was charged for it when it started. */
  charged: number
  /** Which of the stage's options it is done by. */
  readonly option: number
  /** Work of people: who does it, or who has said what. */
  readonly human: HumanCourse | undefined
  left: number
}

/** All tasks of a run that need the same: when one does not fit, none does. Those with terms are of one stage. */
export interface Shape {
  readonly id: string
  readonly run: OwnedRun
  readonly needs: Needs
  readonly buckets: Heap<Bucket>
}

/** Tasks of one stage and one shape, first come, first served. */
export interface Bucket extends Heaped {
  readonly stage: OwnedStage
  readonly shape: Shape
  readonly line: Line<Entry>
  /** Entries still in line; the others are dropped when they come to the front. */
  live: number
}

export interface Backoff extends Heaped {
  readonly stage: OwnedStage
  readonly task: number
  readonly notBefore: number
}

/** The state as its owner: only the files of `run/` may, and only `evolve` changes it. */
export function owned(state: State): OwnedState {
  invariant('toExpand' in state, 'a state is made by createState')
  return state as OwnedState
}

export function stageOf(state: OwnedState, run: string, stage: number): OwnedStage {
  const found = state.runs.get(run)?.stages[stage]
  // The text is made only when it is needed: this is asked for every event.
  if (found === undefined) throw new InvariantError(`must be so: stage ${stage} of run ${run} is known`)
  return found
}

/** Nothing is decided any more for runs that are being cancelled or are over. */
export function isActive({ phase }: RunState): boolean {
  return phase === 'running' || phase === 'paused'
}

export function isOver({ phase }: RunState): boolean {
  return phase === 'succeeded' || phase === 'failed' || phase === 'cancelled'
}
