import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { signalsOf } from '../sending.ts'

/** Sends the signals of tasks that are done. */
export function sendSignals(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const stage of state.toSend) {
    if (!isActive(stage.run)) continue
    for (const task of stage.sending?.due ?? []) events.push(...signalsOf(state, stage, task, now))
  }
  return events
}
