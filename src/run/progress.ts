import { ownMap } from './begin.ts'
import { pushRange, trimRanges } from './line.ts'
import type { Result } from './outcome.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { noteToSend } from './signals.ts'
import { finishedCount, is, isDue, isFinal, setStatus, statusOf } from './status.ts'
import { reconsiderAll, reconsiderTask, reconsiderUpstream } from './temporaries.ts'

/** How a task's end travels to those who wait for it: one step each, never further, so nothing recurses. */

/** `code` is one of the finished statuses. */
export function finishTask(state: OwnedState, stage: OwnedStage, task: number, code: number): void {
  setStatus(stage, task, code)
  if (code === is.failed) stage.run.failedTasks++
  for (const consumer of stage.links.elementConsumers) {
    const waits = consumer.elementWaits
    if (waits === undefined) continue
    waits[task] = (waits[task] ?? 1) - 1
    if (isDue(consumer, task)) pushDue(state, consumer, task, 1)
  }
  if (code === is.done && stage.sending !== undefined) noteToSend(state, stage, stage.sending, task)
  reconsiderTask(state, stage, task)
  reconsiderUpstream(state, stage, task)
  if (stage.pieces !== undefined) state.toClose.add(stage.pieces)
  finishStageIfDone(state, stage)
}

export function finishStageIfDone(state: OwnedState, stage: OwnedStage): void {
  if (stage.finished || stage.count === undefined || finishedCount(stage) < stage.count) return
  // More tasks may come.
  if (stage.streamed?.stream?.open === true) return
  const { run, links } = stage
  stage.finished = true
  run.openStages--
  if (run.openStages === 0) state.toFinish.add(run)
  for (const consumer of links.wholeConsumers) {
    consumer.wholeWaits--
    if (consumer.wholeWaits === 0) pushAllDue(state, consumer)
  }
  for (const consumer of links.expansionConsumers) countDownExpansion(state, consumer)
  for (const producer of links.temporaryWhole) {
    if (producer.temporary === undefined) continue
    producer.temporary.wholeReaders--
    if (producer.temporary.wholeReaders === 0) reconsiderAll(state, producer)
  }
}

export function countDownExpansion(state: OwnedState, stage: OwnedStage): void {
  stage.expansionWaits--
  if (stage.expansionWaits === 0 && stage.count === undefined) state.toExpand.add(stage)
}

/** A finished task is to run, or to be judged, again: everything that its end had set free waits again. */
export function reopenTask(state: OwnedState, stage: OwnedStage, task: number): void {
  const was = statusOf(stage, task)
  if (!isFinal(was)) return
  if (was === is.failed) stage.run.failedTasks--
  reopenStage(state, stage)
  setStatus(stage, task, is.waiting)
  stage.reopened = true
  for (const consumer of stage.links.elementConsumers) {
    consumer.reopened = true
    if (consumer.elementWaits !== undefined) consumer.elementWaits[task] = (consumer.elementWaits[task] ?? 0) + 1
  }
  if (isDue(stage, task)) pushDue(state, stage, task, 1)
  if (stage.pieces !== undefined) reopenStream(state, stage.pieces)
}

/** What makes the pieces is done again: those that are there count when they come again, and more may come. */
export function reopenStream(state: OwnedState, pieces: OwnedStage): void {
  const { stream } = pieces
  if (stream === undefined) return
  state.toClose.delete(pieces)
  stream.trouble = undefined
  const open = stream.open ? [] : [pieces]
  stream.open = true
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    reopenStage(state, stage)
    open.push(...stage.links.eachConsumers)
  }
  for (let slot = pieces.status.indexOf(is.done); slot >= 0; slot = pieces.status.indexOf(is.done, slot + 1))
    reopenTask(state, pieces, slot)
}

export function reopenStage(state: OwnedState, stage: OwnedStage): void {
  if (!stage.finished) return
  stage.finished = false
  stage.run.openStages++
  state.toFinish.delete(stage.run)
  for (const consumer of stage.links.wholeConsumers) {
    consumer.wholeWaits++
    consumer.reopened = true
  }
  for (const consumer of stage.links.expansionConsumers) {
    consumer.expansionWaits++
    state.toExpand.delete(consumer)
  }
  for (const producer of stage.links.temporaryWhole) if (producer.temporary !== undefined) producer.temporary.wholeReaders++
}

export function pushDue(state: OwnedState, stage: OwnedStage, from: number, count: number): void {
  if (count === 0) return
  pushRange(stage.due, from, count)
  state.toRelease.add(stage)
}

/** Every task that waits for nothing more; after a whole dependency was met, or at expansion. */
export function pushAllDue(state: OwnedState, stage: OwnedStage): void {
  const count = stage.count ?? 0
  for (let from = 0; from < count; ) {
    if (!isDue(stage, from)) {
      from++
      continue
    }
    let to = from + 1
    while (to < count && isDue(stage, to)) to++
    pushDue(state, stage, from, to - from)
    from = to
  }
}

/** Drops from the front of the line what is released or skipped by now. */
export function trimDue(state: OwnedState, stage: OwnedStage): void {
  if (!trimRanges(stage.due, (task) => !isDue(stage, task))) state.toRelease.delete(stage)
}

export function keepResult(stage: OwnedStage, task: number, result: Result): void {
  stage.version++
  if (isEmpty(result.outputs) && isEmpty(result.metrics) && result.by === undefined && result.taken === undefined) {
    stage.results.delete(task)
    return
  }
  stage.results = ownMap(stage.results)
  stage.results.set(task, result)
}

export function dropResult(stage: OwnedStage, task: number): void {
  if (stage.results.delete(task)) stage.version++
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}
