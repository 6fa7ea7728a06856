import { doneByItself, type Own } from '../by-itself.ts'
import type { RunEvent, TasksSkipped } from '../events.ts'
import { isActive, type OwnedStage, type OwnedState } from '../owned.ts'
import { failedAtOnce } from '../resolved.ts'
import { cannotBeHindered, hindered, runsForSure, whySkipped } from '../skipping.ts'
import { isDue } from '../status.ts'

/** So many tasks of a stage are asked about at once: the first can start before the keys of a million are known. */
export const portion = 4096

/** Releases the tasks that have everything they waited for, and skips those that are not to run. */
export function release(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const stage of state.toRelease) {
    if (!isActive(stage.run) || stage.stream?.open === true) continue
    if (stage.missingSignals === undefined) releaseStage(stage, now, events)
    else skipHindered(stage, now, events)
  }
  return events
}

function releaseStage(stage: OwnedStage, now: number, events: RunEvent[]): void {
  let room = portion - stage.counts.released
  const sure = runsForSure(stage)
  const base = { run: stage.run.id, at: now, stage: stage.definition.index }
  const skipped = new Map<TasksSkipped['reason'], number[]>()
  const own: Own = { choices: [], ends: [], passed: [] }
  let from = -1
  let next = -1
  const close = () => {
    if (from >= 0) events.push({ type: 'TasksReleased', ...base, from, count: next - from })
    from = -1
  }
  for (const task of dueTasks(stage)) {
    if (room === 0) break
    room--
    const why = (sure ? undefined : whySkipped(stage, task)) ?? doneByItself(stage, task, own)
    if (why === 'done') continue
    if (why === undefined) {
      if (task !== next) close()
      if (from < 0) from = task
      next = task + 1
    } else if (typeof why === 'string') {
      const same = skipped.get(why)
      if (same === undefined) skipped.set(why, [task])
      else same.push(task)
    } else {
      events.push(failedAtOnce(stage, task, (stage.attempts[task] ?? 0) + 1, '', why.error, now, why.cause))
    }
  }
  close()
  if (own.choices.length > 0) events.push({ type: 'BranchesChosen', ...base, choices: own.choices })
  if (own.ends.length > 0) events.push({ type: 'LoopsEnded', ...base, ends: own.ends })
  if (own.passed.length > 0) events.push({ type: 'GroupsPassed', ...base, tasks: own.passed })
  for (const [reason, tasks] of skipped) events.push({ type: 'TasksSkipped', ...base, tasks, reason })
}

/** A signal is not waited for by tasks that will not run. */
function skipHindered(stage: OwnedStage, now: number, events: RunEvent[]): void {
  if (cannotBeHindered(stage)) return
  for (const task of dueTasks(stage)) {
    const why = hindered(stage, task)
    const base = { run: stage.run.id, at: now, stage: stage.definition.index }
    if (typeof why === 'string') events.push({ type: 'TasksSkipped', ...base, tasks: [task], reason: why })
    else if (why !== undefined) events.push(failedAtOnce(stage, task, (stage.attempts[task] ?? 0) + 1, '', why.error, now))
  }
}

/** In the order they became due; a reopened task may stand in line twice, and is given once. */
export function* dueTasks(stage: OwnedStage): Generator<number> {
  const { items, head } = stage.due.ranges
  const seen = stage.reopened ? new Set<number>() : undefined
  for (let at = head; at < items.length; at++) {
    const range = items[at]
    if (range === undefined) continue
    for (let task = range.from; task < range.from + range.count; task++) {
      if (!isDue(stage, task) || seen?.has(task)) continue
      seen?.add(task)
      yield task
    }
  }
}
