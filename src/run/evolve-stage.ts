import { noteExpanded } from './estimates.ts'
import type { StageExpanded, TasksReset, TasksRevived } from './events.ts'
import { axesOf, axesToJson } from './expansion.ts'
import { forgetHeld } from './held.ts'
import { resetHistory } from './history.ts'
import { isOver, type OwnedStage, type OwnedState } from './owned.ts'
import { countDownExpansion, finishStageIfDone, pushAllDue, pushDue, reopenStage, reopenStream, reopenTask, trimDue } from './progress.ts'
import { is, isDue, isFinal, setStatus, skipReasonOf, statusOf } from './status.ts'

export function expandStage(state: OwnedState, stage: OwnedStage, event: StageExpanded): void {
  const { count } = event
  stage.count = count
  stage.standIn = event.standIn
  stage.status = new Uint8Array(count)
  // What stood for its tasks before has used numbers up.
  const [used = 0] = stage.attempts
  stage.attempts = new Uint32Array(count)
  if (used > 0 && count > 0) stage.attempts[0] = used
  stage.counts.waiting = count
  stage.axisValues = axesOf(stage, event)
  stage.axes = event.axes ?? axesToJson(stage.axisValues) ?? []
  if (stage.temporary !== undefined) stage.temporary.marks = new Uint8Array(count)
  stage.elementWaits = elementWaitsOf(stage, count)
  noteExpanded(stage)
  state.toExpand.delete(stage)
  for (const consumer of stage.links.eachConsumers) countDownExpansion(state, consumer)
  if (stage.wholeWaits === 0) pushAllDue(state, stage)
  finishStageIfDone(state, stage)
}

/** By task, how many of the elements it waits for are not finished. */
function elementWaitsOf({ definition, run }: OwnedStage, count: number): Uint8Array | undefined {
  const elements = definition.dependencies.filter((dependency) => dependency.kind === 'element')
  if (elements.length === 0) return undefined
  const waits = new Uint8Array(count)
  for (const dependency of elements) {
    const producer = run.stages[dependency.stage]
    for (let task = 0; task < count; task++) {
      if (producer?.count === undefined || !isFinal(statusOf(producer, task))) waits[task] = (waits[task] ?? 0) + 1
    }
  }
  return waits
}

/** Their results still count, but their outputs are needed and gone: they run again. */
export function reviveTasks(state: OwnedState, stage: OwnedStage, { tasks }: TasksRevived): void {
  for (const task of tasks) {
    stage.temporary?.mustRun.add(task)
    reopenTask(state, stage, task)
  }
}

export function resetTasks(state: OwnedState, stage: OwnedStage, { tasks, at }: TasksReset): void {
  const { run } = stage
  if (isOver(run)) {
    run.phase = 'running'
    // What it waited for when it ended it waits for anew.
    for (const taker of run.takers) taker.takingSince = at
  }
  if (stage.standIn !== undefined) unexpand(state, stage)
  else for (const task of tasks) resetTask(state, stage, task)
  if (run.openStages === 0) state.toFinish.add(run)
}

function resetTask(state: OwnedState, stage: OwnedStage, task: number): void {
  const was = statusOf(stage, task)
  if (was !== is.failed && was !== is.ignored && was !== is.skipped && was !== is.asked) return
  if (skipReasonOf(stage, task) === 'upstream_failed') stage.behindFailure--
  if (stage.skipReasons !== undefined) stage.skipReasons[task] = 0
  resetHistory(stage, task)
  forgetHeld(stage, task)
  for (const budget of stage.run.reworks.keys()) if (budget.startsWith(`${stage.definition.index}/`)) stage.run.reworks.delete(budget)
  if (was === is.asked) waitAgain(state, stage, task)
  else reopenTask(state, stage, task)
}

/** A task that was neither finished nor in line. */
function waitAgain(state: OwnedState, stage: OwnedStage, task: number): void {
  if (stage.pieces !== undefined) reopenStream(state, stage.pieces)
  setStatus(stage, task, is.waiting)
  stage.reopened = true
  if (isDue(stage, task)) pushDue(state, stage, task, 1)
}

/** A stage that one task stood for, and those that follow it element by element, are to be counted again. */
function unexpand(state: OwnedState, first: OwnedStage): void {
  const open = [first]
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (stage.count === undefined) continue
    reopenStage(state, stage)
    if (stage.counts.failed > 0) stage.run.failedTasks -= stage.counts.failed
    stage.histories.clear()
    stage.entries = []
    stage.status = stage.status.slice(0, 0)
    stage.counts = { waiting: 0, released: 0, queued: 0, running: 0, retrying: 0, asked: 0, done: 0, failed: 0, ignored: 0, skipped: 0 }
    stage.count = undefined
    stage.standIn = undefined
    stage.elementWaits = undefined
    stage.skipReasons = undefined
    stage.behindFailure = 0
    trimDue(state, stage)
    if (stage.expansionWaits === 0) state.toExpand.add(stage)
    for (const consumer of stage.links.eachConsumers) {
      consumer.expansionWaits++
      state.toExpand.delete(consumer)
      open.push(consumer)
    }
  }
}
