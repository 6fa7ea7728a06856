import type { RunEvent, TasksReused } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { verdictOn } from '../verdict.ts'

/** Gives the result that a task's twin has just computed to the tasks that waited for it. Each is judged by its own gates. */
export function share(state: OwnedState, now: number): RunEvent[] {
  const events: TasksReused[] = []
  for (const [{ stage, task, key }, result] of state.toShare) {
    if (!isActive(stage.run)) continue
    const attempt = (stage.attempts[task] ?? 0) + 1
    const judged = verdictOn({ stage, task, attempt, key, outcome: { kind: 'succeeded', result }, now })
    const results = [{ task, key, result, ...judged }]
    events.push({ type: 'TasksReused', run: stage.run.id, at: now, stage: stage.definition.index, results })
  }
  return events
}
