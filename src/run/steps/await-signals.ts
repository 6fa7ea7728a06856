import type { RunEvent } from '../events.ts'
import { isActive, type OwnedStage, type OwnedState } from '../owned.ts'
import { failedAtOnce } from '../resolved.ts'
import { patienceOf } from '../signals.ts'
import { cannotBeHindered, hindered } from '../skipping.ts'
import { is, statusOf } from '../status.ts'
import { dueTasks } from './release.ts'

/** Says which stages wait for signals and nothing else, and ends the tasks that have waited long enough. */
export function awaitSignals(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of state.together) {
    if (!isActive(run)) continue
    for (const stage of run.signals.waiting) events.push(...waitOf(state, stage, now))
  }
  return events
}

function waitOf(state: OwnedState, stage: OwnedStage, now: number): RunEvent[] {
  const { run, definition } = stage
  const base = { run: run.id, at: now, stage: definition.index }
  if (stage.awaitingSince === undefined) {
    const [first] = waitingTasks(state, stage, now)
    if (first === undefined) return []
    const { until } = patienceOf(stage, now)
    return [{ type: 'SignalsAwaited', ...base, ...(until === undefined ? {} : { until }) }]
  }
  const { until, signal } = patienceOf(stage, stage.awaitingSince)
  if (until === undefined || signal === undefined || now < until) return []
  const detail = `${run.workflow.coordination?.signals[signal]?.name ?? ''} did not come in time`
  return [...waitingTasks(state, stage, now)].map((task) =>
    failedAtOnce(stage, task, (stage.attempts[task] ?? 0) + 1, '', detail, now, 'no_signal'),
  )
}

/** Those that wait for nothing but signals: never released so far, or to be tried again by now. */
function* waitingTasks({ toRelease, backoffs }: OwnedState, stage: OwnedStage, now: number): Generator<number> {
  if (toRelease.has(stage)) {
    const free = cannotBeHindered(stage)
    for (const task of dueTasks(stage)) if (free || hindered(stage, task) === undefined) yield task
  }
  if (stage.counts.retrying === 0) return
  const seen = new Set<number>()
  for (const backoff of backoffs.items) {
    const { task, notBefore } = backoff
    if (backoff.stage !== stage || seen.has(task) || notBefore > now || statusOf(stage, task) !== is.retrying) continue
    if (stage.histories.get(task)?.notBefore !== notBefore) continue
    seen.add(task)
    yield task
  }
}
