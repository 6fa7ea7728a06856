import type { RunEvent } from './events.ts'
import type { Input } from './inputs.ts'
import type { State } from './state.ts'

/** What is now so because of an input. What follows from it by itself is said by `settle`. */
export function decide(_state: State, _input: Input, _now: number): RunEvent[] {
  return []
}
