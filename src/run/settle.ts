import type { RunEvent } from './events.ts'
import type { State } from './state.ts'

/** What follows by itself: asked again after each answer is evolved, until nothing more follows. */
export function settle(_state: State, _now: number): RunEvent[] {
  return []
}
