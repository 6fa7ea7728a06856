import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { failedAtOnce } from '../resolved.ts'

/** Ends the queued tasks that can never start: their needs cannot be evaluated, or are more than there is. */
export function fail(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const [{ stage, task, key }, detail] of state.toFail) {
    if (isActive(stage.run)) events.push(failedAtOnce(stage, task, (stage.attempts[task] ?? 0) + 1, key, detail, now))
  }
  return events
}
