import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { reminderOf } from '../reminding.ts'

/** Reminds those whose work waits, when it is time to. */
export function remind(state: OwnedState, now: number): RunEvent[] {
  if (state.asked.size === 0) return []
  return [...state.asked].flatMap((bundle) => (isActive(bundle.stage.run) ? (reminderOf(bundle, now) ?? []) : []))
}
