import { dropFront, frontOf } from './line.ts'
import type { OwnedStage, OwnedState, Temporary } from './owned.ts'
import { is, isFinal, statusOf } from './status.ts'

/** When the temporary outputs of a task can go: it is done, and every task that reads them is finished. */

const there = 0
const unneeded = 1
const gone = 2

/** After something about this task, or about who reads it, has changed. */
export function reconsiderTask(state: OwnedState, stage: OwnedStage, task: number): void {
  const { temporary } = stage
  if (temporary === undefined || temporary.marks[task] !== there || !canGo(stage, temporary, task)) return
  temporary.marks[task] = unneeded
  countWanted(state, temporary, task, -1)
  temporary.line.items.push(task)
  state.toDiscard.add(stage)
}

/** A reader has finished: the tasks whose outputs it read may now be free. */
export function reconsiderUpstream(state: OwnedState, stage: OwnedStage, task: number): void {
  for (const producer of stage.links.temporaryElement) reconsiderTask(state, producer, task)
}

export function reconsiderAll(state: OwnedState, stage: OwnedStage): void {
  for (let task = 0; task < (stage.count ?? 0); task++) reconsiderTask(state, stage, task)
}

function canGo(stage: OwnedStage, temporary: Temporary, task: number): boolean {
  if (temporary.kept || temporary.wholeReaders > 0 || statusOf(stage, task) !== is.done) return false
  for (const reader of temporary.elementReaders) if (reader.count === undefined || !isFinal(statusOf(reader, task))) return false
  return true
}

/** A result with all, or only the lasting, of its outputs. */
export function noteTemporaries(state: OwnedState, stage: OwnedStage, task: number, key: string, discarded: boolean): void {
  const { temporary } = stage
  if (temporary === undefined) return
  forgetTemporaries(state, stage, task)
  temporary.mustRun.delete(task)
  temporary.keys.set(task, key)
  temporary.marks[task] = discarded ? gone : there
  if (discarded) temporary.discarded++
  else countWanted(state, temporary, task, 1)
  if (!discarded) state.gone.delete(key)
}

/** Before a task is done anew. */
export function forgetTemporaries(state: OwnedState, { temporary }: OwnedStage, task: number): void {
  if (temporary === undefined || !temporary.keys.has(task)) return
  if (temporary.marks[task] === gone) temporary.discarded--
  if (temporary.marks[task] === there) countWanted(state, temporary, task, -1)
  temporary.keys.delete(task)
  temporary.marks[task] = there
}

export function markDiscarded(state: OwnedState, stage: OwnedStage, tasks: readonly number[]): void {
  const { temporary } = stage
  if (temporary === undefined) return
  for (const task of tasks) {
    if (temporary.marks[task] === gone) continue
    if (temporary.marks[task] === there) countWanted(state, temporary, task, -1)
    temporary.marks[task] = gone
    temporary.discarded++
    rememberGone(state, temporary.keys.get(task))
  }
  for (let task = frontOf(temporary.line); task !== undefined; task = frontOf(temporary.line)) {
    if (temporary.marks[task] === unneeded) return
    dropFront(temporary.line)
  }
  state.toDiscard.delete(stage)
}

const mostRemembered = 200_000

function rememberGone({ gone: keys }: OwnedState, key: string | undefined): void {
  if (key === undefined) return
  const [oldest] = keys
  if (keys.size >= mostRemembered && oldest !== undefined) keys.delete(oldest)
  keys.add(key)
}

export function isDiscardable({ temporary }: OwnedStage, task: number): boolean {
  return temporary?.marks[task] === unneeded
}

/** Done, and as far as this run knows its outputs exist. */
export function isThere({ temporary }: OwnedStage, task: number): boolean {
  return temporary?.marks[task] === there && temporary.keys.has(task)
}

export function isDiscarded({ temporary }: OwnedStage, task: number): boolean {
  return temporary?.marks[task] === gone
}

/** Another task, perhaps of another run, has the same result and needs it still: the world must not delete it. */
export function isWantedElsewhere(state: OwnedState, { temporary }: OwnedStage, task: number): boolean {
  const key = temporary?.keys.get(task)
  return key !== undefined && (state.wanted.get(key) ?? 0) > 0
}

function countWanted(state: OwnedState, { keys }: Temporary, task: number, by: number): void {
  const key = keys.get(task)
  if (key === undefined) return
  const count = (state.wanted.get(key) ?? 0) + by
  if (count > 0) state.wanted.set(key, count)
  else state.wanted.delete(key)
}
