import { ownMap } from './begin.ts'
import { forgetOwn } from './choosing.ts'
import { forgetResult, withdrawTask } from './evolve-task.ts'
import type { GateWaived, IssueNoted, ResultRefused, StagesReworked } from './gate-events.ts'
import { forgetHeld, isBlocking, noteLetPass, noteShort, withWaivers } from './held.ts'
import { closeHistory, historyOf, renewHistory } from './history.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { finishTask, keepResult, pushDue, reopenStream, reopenTask, trimDue } from './progress.ts'
import { is, isDue, isFinal, setStatus, skipReasonOf, statusOf } from './status.ts'
import { noteTemporaries } from './temporaries.ts'

/** What gates change besides the ends of attempts: rework, waivers, answers to questions. */

export function applyGateEvent(state: OwnedState, run: OwnedRun, event: StagesReworked | GateWaived | ResultRefused | IssueNoted): void {
  // What is said of an issue changes nothing of the run.
  if (event.type === 'IssueNoted') return
  if (event.type === 'StagesReworked') {
    reworkStages(state, run, event)
    return
  }
  const stage = run.stages[event.stage]
  if (stage === undefined) return
  if (event.type === 'GateWaived') waiveGate(state, stage, event)
  else refuseResult(state, stage, event)
}

function reworkStages(state: OwnedState, run: OwnedRun, event: StagesReworked): void {
  run.reworks.set(event.budget, (run.reworks.get(event.budget) ?? 0) + 1)
  for (const { stage: index, tasks, changed } of event.stages) {
    const stage = run.stages[index]
    // What stands for pieces is opened again with the stage that makes them.
    if (stage === undefined || stage.stream !== undefined) continue
    const first = index === event.from
    // Who only waits for what was no longer valid has done nothing wrong: it keeps what it has come to.
    const goesOn = event.staleSince !== undefined && !first
    for (const task of tasks ?? everyTask(stage)) sendBack(state, stage, task, event.at, goesOn)
    if (changed) changeParameters(stage, tasks, event.with, first)
    trimDue(state, stage)
  }
  const gone = (wanted: { readonly stage: OwnedStage; readonly task: number }) => statusOf(wanted.stage, wanted.task) !== is.retrying
  for (const wanted of state.toRework) if (gone(wanted)) state.toRework.delete(wanted)
}

function* everyTask({ count = 0 }: OwnedStage): Generator<number> {
  for (let task = 0; task < count; task++) yield task
}

/** Without a change the same is to be done anew, so its old result must not do: the round is part of the key then. */
function changeParameters(stage: OwnedStage, tasks: readonly number[] | undefined, changes: StagesReworked['with'], first: boolean): void {
  const again = first && Object.keys(changes).length === 0 ? 1 : 0
  if (tasks === undefined) {
    stage.changes = { ...stage.changes, ...changes }
    stage.round += again
    stage.sameNeeds = undefined
    return
  }
  for (const task of tasks) {
    const history = historyOf(stage, task)
    history.reworked = { ...history.reworked, ...changes }
    history.changes = { ...history.changes, ...changes }
    history.round += again
  }
}

/** Whatever a task has come to, it waits again. What runs is stopped, and waits when it has ended; people are not asked any more. */
export function sendBack(state: OwnedState, stage: OwnedStage, task: number, at: number, goesOn = false): void {
  const was = statusOf(stage, task)
  forgetHeld(stage, task)
  if (stage.sending?.due.delete(task) === true && stage.sending.due.size === 0) state.toSend.delete(stage)
  if (was === is.waiting) return
  if (was === is.running && stage.definition.human === undefined) {
    stage.outdated = new Set(stage.outdated).add(task)
    if (stage.pieces !== undefined) reopenStream(state, stage.pieces)
    return
  }
  if (!goesOn) renewHistory(stage, task)
  if (isFinal(was)) {
    if (was === is.skipped && skipReasonOf(stage, task) === 'upstream_failed') stage.behindFailure--
    if (stage.skipReasons !== undefined) stage.skipReasons[task] = 0
    forgetResult(state, stage, task)
    forgetOwn(stage, task)
    reopenTask(state, stage, task)
    return
  }
  // A number is used up, so that an answer for the same number but an older key is told apart.
  if (was === is.released || was === is.queued) stage.attempts[task] = (stage.attempts[task] ?? 0) + 1
  withdrawTask(state, stage, task, at)
  setStatus(stage, task, is.waiting)
  if (stage.pieces !== undefined) reopenStream(state, stage.pieces)
  stage.reopened = true
  if (isDue(stage, task)) pushDue(state, stage, task, 1)
}

/** When nothing keeps the result back any more, the task is done with it. */
function waiveGate(state: OwnedState, stage: OwnedStage, event: GateWaived): void {
  const { task, gate } = event
  stage.waivers = ownMap(stage.waivers)
  stage.waivers.set(task, new Map(stage.waivers.get(task)).set(gate, event))
  const held = stage.kept.get(task)
  const status = statusOf(stage, task)
  if (held === undefined || (status !== is.failed && status !== is.asked)) return
  const verdicts = withWaivers(stage, task, held.key, held.verdicts)
  if (verdicts.some((verdict) => isBlocking(stage, task, verdict))) return
  forgetHeld(stage, task)
  noteLetPass(stage, task, verdicts)
  noteShort(stage, task, verdicts)
  reopenTask(state, stage, task)
  keepResult(stage, task, held.result)
  // Another task had the same result, and has let its outputs go meanwhile.
  noteTemporaries(state, stage, task, held.key, state.gone.has(held.key))
  closeHistory(stage, task)
  finishTask(state, stage, task, is.done)
  trimDue(state, stage)
}

function refuseResult(state: OwnedState, stage: OwnedStage, { task, by, reason }: ResultRefused): void {
  if (statusOf(stage, task) !== is.asked) return
  const history = historyOf(stage, task)
  const verdicts = stage.kept.get(task)?.verdicts ?? []
  history.last = { cause: 'rejected', detail: reason === '' ? `by ${by}` : `by ${by}: ${reason}`, verdicts }
  finishTask(state, stage, task, is.failed)
}
