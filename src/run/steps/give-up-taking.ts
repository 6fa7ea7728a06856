import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { failedAtOnce } from '../resolved.ts'
import { isTaking, takingUntil } from '../taking.ts'

/** Ends the tasks that have waited long enough for the result of another run. */
export function giveUpTaking(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of state.together) {
    if (!isActive(run)) continue
    for (const stage of run.takers) {
      const until = isTaking(stage) ? takingUntil(stage) : undefined
      if (until === undefined || now < until) continue
      const detail = 'the result of another run was not there in time'
      events.push(failedAtOnce(stage, 0, (stage.attempts[0] ?? 0) + 1, '', detail, now, 'no_result'))
    }
  }
  return events
}
