import type { RunEvent } from '../events.ts'
import type { OwnedState } from '../owned.ts'
import { preemptForAdjusted, preemptForPriority } from '../preempting.ts'

/** Asks running tasks to give their place, once nothing more can start beside them. */
export function preempt(state: OwnedState, now: number): RunEvent[] {
  const events = preemptForAdjusted(state, now)
  return events.length > 0 ? events : preemptForPriority(state, now)
}
