import type { RunEvent } from '../events.ts'
import { walkHeap } from '../heap.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { is, statusOf } from '../status.ts'

/** Releases the tasks whose backoff is over. */
export function wakeUp(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  const first = state.backoffs.items[0]
  if (first === undefined || first.notBefore > now) return events
  const next = walkHeap(state.backoffs)
  for (let backoff = next(); backoff !== undefined && backoff.notBefore <= now; backoff = next()) {
    const { stage, task, notBefore } = backoff
    if (
      !isActive(stage.run) ||
      stage.missingSignals !== undefined ||
      statusOf(stage, task) !== is.retrying ||
      stage.histories.get(task)?.notBefore !== notBefore
    )
      continue
    events.push({ type: 'TasksReleased', run: stage.run.id, at: now, stage: stage.definition.index, from: task, count: 1 })
  }
  return events
}
