import { barredEntries, isBarred, renewed } from './barring.ts'
import { ownMap } from './begin.ts'
import { endInBundle } from './bundles.ts'
import { noteEstimate, noteMeasured, reconsiderCriticality } from './estimates.ts'
import type { AttemptEnded, OutputsDiscarded, TasksQueued, TasksReleased, TasksReused, TasksSkipped, TasksUnreleased } from './events.ts'
import { expectMore, expectNoMore } from './expectation.ts'
import { joinFlight, leaveFlight, runningTwin, twinsOf } from './flights.ts'
import { pushHeap, removeFromHeap } from './heap.ts'
import { holdResult, noteLetPass, noteShort } from './held.ts'
import { closeHistory, historyOf, noteFailure, noteRetry, renewHistory } from './history.ts'
import { needsOf } from './needs.ts'
import type { Result, Then } from './outcome.ts'
import type { Entry, OwnedStage, OwnedState } from './owned.ts'
import { dropResult, finishTask, keepResult, pushDue, reopenStream, trimDue } from './progress.ts'
import { enterLine, leaveLine } from './queue.ts'
import { noteGaveWay, noteSaved } from './restarting.ts'
import { needsDiscarded } from './revival.ts'
import { is, isDue, setStatus, skipReasons, statusOf } from './status.ts'
import { forgetTemporaries, markDiscarded, noteTemporaries } from './temporaries.ts'

export function releaseTasks(state: OwnedState, stage: OwnedStage, { from, count, at }: TasksReleased): void {
  for (let task = from; task < from + count; task++) setStatus(stage, task, is.released)
  if (stage.definition.take !== undefined) stage.takingSince = at
  trimDue(state, stage)
  trimBackoffs(state)
  expectMore(stage, from, count, at)
}

/** Backoffs whose task is not waiting for them any more. */
function trimBackoffs({ backoffs }: OwnedState): void {
  for (let first = backoffs.items[0]; first !== undefined; first = backoffs.items[0]) {
    const { stage, task, notBefore } = first
    if (statusOf(stage, task) === is.retrying && stage.histories.get(task)?.notBefore === notBefore) return
    removeFromHeap(backoffs, first)
  }
}

export function unreleaseTasks(state: OwnedState, stage: OwnedStage, { tasks }: TasksUnreleased): void {
  for (const task of tasks) {
    dropEntry(state, stage, task)
    setStatus(stage, task, is.waiting)
    stage.reopened = true
    if (isDue(stage, task)) pushDue(state, stage, task, 1)
  }
}

export function skipTasks(state: OwnedState, stage: OwnedStage, { tasks, reason, note }: TasksSkipped): void {
  if (note !== undefined) stage.skipNotes = new Map([...(stage.skipNotes ?? []), ...tasks.map((task) => [task, note] as const)])
  stage.skipReasons ??= new Uint8Array(stage.count ?? 0)
  for (const task of tasks) {
    stage.skipReasons[task] = 1 + skipReasons.indexOf(reason)
    if (reason === 'upstream_failed') stage.behindFailure++
    dropEntry(state, stage, task)
    forgetResult(state, stage, task)
    finishTask(state, stage, task, is.skipped)
  }
  trimDue(state, stage)
}

export function queueTasks(state: OwnedState, stage: OwnedStage, { tasks, keys, inputs, at }: TasksQueued): void {
  noteInputs(stage, inputs)
  if (stage.entries.length === 0) stage.entries = new Array<undefined>(stage.count ?? 0).fill(undefined)
  for (let index = 0; index < tasks.length; index++) {
    const task = tasks[index] ?? 0
    const key = keys[index] ?? ''
    setStatus(stage, task, is.queued)
    const entry: Entry = {
      stage,
      task,
      key,
      arrival: state.arrivals++,
      queuedAt: stage.isSpecial ? at : 0,
      place: 'held',
      shared: false,
      flying: false,
      bucket: undefined,
      bundle: undefined,
    }
    stage.entries[task] = entry
    joinFlight(state, entry)
    lineUp(state, entry)
  }
  expectNoMore(stage)
}

function noteInputs({ run }: OwnedStage, inputs: TasksQueued['inputs']): void {
  for (const path in inputs) if (!run.inputs.has(path)) run.inputs.set(path, inputs[path] ?? '')
}

/** To the place where a queued task waits: in line, for its twin, or for something to be done about it. */
function lineUp(state: OwnedState, entry: Entry): void {
  const needs = needsOf(entry.stage, entry.task)
  if (needsDiscarded(entry.stage, entry.task)) state.toRevive.add(entry)
  else if (typeof needs === 'string') state.toFail.set(entry, needs)
  else if (runningTwin(state, entry) !== undefined) entry.place = 'twin'
  else if (isBarred(entry.stage)) entry.place = 'barred'
  else enterLine(state, entry, needs)
}

export function reuseResults(state: OwnedState, stage: OwnedStage, event: TasksReused): void {
  noteInputs(stage, event.inputs)
  for (const { task, key, result, verdicts, then, discarded } of event.results) {
    dropEntry(state, stage, task)
    // A number is used up, so that an answer for the same number but an older key is told apart.
    stage.attempts[task] = (stage.attempts[task] ?? 0) + 1
    const gone = discarded !== undefined && discarded.length > 0
    conclude(state, stage, { task, key, then, verdicts, outcome: { kind: 'succeeded', result }, at: event.at }, gone)
  }
  expectNoMore(stage)
}

export function endAttempt(state: OwnedState, stage: OwnedStage, event: AttemptEnded): void {
  const { task, attempt, outcome } = event
  const entry = stage.entries[task]
  const bundle = entry?.bundle
  if ((stage.attempts[task] ?? 0) < attempt) stage.attempts[task] = attempt
  // Whoever tries it again waits anew.
  if (outcome.kind === 'failed' && outcome.cause === 'no_signal') stage.awaitingSince = undefined
  if (outcome.kind === 'succeeded') noteMeasured(stage, task, bundle?.option ?? 0, outcome.result.usage)
  else noteEstimate(stage)
  stage.run.endsSinceEstimate++
  stage.streams.delete(task)
  if (stage.pieces?.stream !== undefined) stage.pieces.stream.heldSince = undefined
  noteSaved(stage, event, event.then)
  noteGaveWay(stage, task, bundle?.preempted, event.then)
  dropEntry(state, stage, task, outcome.kind === 'succeeded' ? outcome.result : undefined)
  conclude(state, stage, event, false)
  if (bundle !== undefined) endInBundle(state, bundle, event.at)
  trimDue(state, stage)
  expectNoMore(stage)
  reconsiderCriticality(state, stage.run, event.at)
}

/** A task that waits or runs no more: out of the line, and the room that it held is free. */
export function withdrawTask(state: OwnedState, stage: OwnedStage, task: number, at: number): void {
  const bundle = stage.entries[task]?.bundle
  dropEntry(state, stage, task)
  if (bundle !== undefined) endInBundle(state, bundle, at)
}

/** Takes a task out of the line. Twins that waited for it share its result, or go into line themselves. */
function dropEntry(state: OwnedState, stage: OwnedStage, task: number, result?: Result): void {
  const entry = stage.entries[task]
  if (entry === undefined) return
  stage.entries[task] = undefined
  const ran = entry.place === 'running'
  if (entry.place === 'line') leaveLine(state, entry, 'held')
  const twins = ran ? twinsOf(state, entry) : []
  leaveFlight(state, entry)
  if (entry.place === 'held') {
    state.toShare.delete(entry)
    state.toFail.delete(entry)
    state.toRevive.delete(entry)
  }
  for (const twin of twins) {
    if (twin.place !== 'twin' && (twin.place !== 'barred' || result === undefined)) continue
    twin.place = 'held'
    if (result !== undefined) state.toShare.set(twin, result)
    else lineUpAnew(state, twin)
  }
}

/** Under a new entry: the old one may still lie somewhere in a line. */
function lineUpAnew(state: OwnedState, old: Entry): void {
  const entry = renewed(state, old)
  entry.place = 'held'
  joinFlight(state, entry)
  entry.stage.entries[entry.task] = entry
  lineUp(state, entry)
}

/** What was barred stands in line, unless something else bars it still. */
export function liftBar(state: OwnedState, stage: OwnedStage): void {
  for (const entry of barredEntries(stage)) lineUpAnew(state, entry)
}

type Conclusion = Pick<AttemptEnded, 'task' | 'key' | 'then' | 'verdicts' | 'outcome' | 'at'>

/** `gone`: its temporary outputs were let go already. */
function conclude(state: OwnedState, stage: OwnedStage, { task, key, then, verdicts, outcome, at }: Conclusion, gone: boolean): void {
  if (then.kind === 'done') {
    if (outcome.kind === 'succeeded') {
      keepResult(stage, task, outcome.result)
      noteTemporaries(state, stage, task, key, gone)
      noteLetPass(stage, task, verdicts)
      noteShort(stage, task, verdicts)
    }
    closeHistory(stage, task)
    finishTask(state, stage, task, is.done)
    return
  }
  if (then.kind === 'outdated') {
    if (stage.pieces !== undefined) reopenStream(state, stage.pieces)
    againOutdated(state, stage, task)
    return
  }
  noteFailure(stage, { task, outcome, verdicts }, then)
  if (outcome.kind === 'succeeded') {
    historyOf(stage, task).judgedKey = key
    holdResult(stage, task, { key, at, result: outcome.result, verdicts, asked: then.kind === 'asked' ? then.by : undefined })
  }
  if (stage.pieces !== undefined && (then.kind === 'retry' || then.kind === 'rework')) reopenStream(state, stage.pieces)
  if (then.kind === 'retry') retry(state, stage, task, then)
  else if (then.kind === 'rework') wantRework(state, stage, task, then)
  else giveUp(state, stage, task, then)
}

function giveUp(state: OwnedState, stage: OwnedStage, task: number, then: Extract<Then, { kind: 'failed' | 'ignored' | 'asked' }>): void {
  forgetResult(state, stage, task)
  if (then.kind === 'ignored' && then.gate !== undefined) {
    stage.dropped = ownMap(stage.dropped)
    stage.dropped.set(task, then.gate)
  }
  if (then.kind === 'asked') setStatus(stage, task, is.asked)
  else finishTask(state, stage, task, then.kind === 'failed' ? is.failed : is.ignored)
}

function wantRework(state: OwnedState, stage: OwnedStage, task: number, then: Extract<Then, { kind: 'rework' }>): void {
  forgetResult(state, stage, task)
  setStatus(stage, task, is.retrying)
  state.toRework.add({ stage, task, then })
}

/** What it was made of is made again: it waits for that. */
function againOutdated(state: OwnedState, stage: OwnedStage, task: number): void {
  const outdated = new Set(stage.outdated)
  outdated.delete(task)
  stage.outdated = outdated
  renewHistory(stage, task)
  setStatus(stage, task, is.waiting)
  stage.reopened = true
  if (isDue(stage, task)) pushDue(state, stage, task, 1)
}

/** It was to be made again for its outputs, and was not: what it once left does not count any more. */
export function forgetResult(state: OwnedState, stage: OwnedStage, task: number): void {
  dropResult(stage, task)
  forgetTemporaries(state, stage, task)
}

function retry(state: OwnedState, stage: OwnedStage, task: number, then: Extract<Then, { kind: 'retry' }>): void {
  noteRetry(stage, task, then)
  setStatus(stage, task, is.retrying)
  pushHeap(state.backoffs, { stage, task, notBefore: then.notBefore, heapAt: -1 })
}

/** Usually nobody reads any more what is discarded; but when a run that was over goes on, tasks may stand in line for it. */
export function discardOutputs(state: OwnedState, stage: OwnedStage, { tasks }: OutputsDiscarded): void {
  markDiscarded(state, stage, tasks)
  for (const reader of stage.temporary?.elementReaders ?? []) {
    for (const task of tasks) holdBack(state, reader.entries[task])
  }
  for (const reader of stage.links.wholeConsumers) {
    if (reader.links.temporaryWhole.includes(stage)) for (const entry of reader.entries) holdBack(state, entry)
  }
}

function holdBack(state: OwnedState, entry: Entry | undefined): void {
  if (entry === undefined || (entry.place !== 'line' && entry.place !== 'twin' && entry.place !== 'barred')) return
  leaveLine(state, entry, 'held')
  state.toRevive.add(entry)
}
