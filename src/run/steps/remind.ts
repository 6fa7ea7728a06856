import type { RunEvent } from '../events.ts'
import { isGoingOn } from '../going-on.ts'
import type { OwnedState } from '../owned.ts'
import { reminderOf } from '../reminding.ts'

/** Reminds those whose work waits, when it is time to. */
export function remind(state: OwnedState, now: number): RunEvent[] {
  if (state.asked.size === 0) return []
  return [...state.asked].flatMap((bundle) => (isGoingOn(bundle.stage.run) ? (reminderOf(bundle, now) ?? []) : []))
}
