import type { RunEvent } from './events.ts'
import type { State } from './state.ts'

/**
 * What the world must do because of an event. Effects are never stored: after a crash
 * `effectsToResume(state)` asks again, so performing one twice must be harmless (they are idempotent by
 * run, stage, task and attempt).
 */
export type Effect =
  /** Find each task's key and whether the store has its result; answered by `resolved` inputs, in any grouping. */
  | { readonly type: 'resolve'; readonly run: string; readonly stage: number; readonly tasks: readonly number[] }
  /** Run a bundle, in order; each attempt is answered by one `ended` input. */
  | {
      readonly type: 'start'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly attempts: readonly number[]
    }
  /** Only when resuming: these were started before; find them, or report how they ended, or that they are lost. */
  | {
      readonly type: 'adopt'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly attempts: readonly number[]
    }
  /** Stop an attempt: it still answers with `ended`, cause `cancelled`. */
  | { readonly type: 'stop'; readonly run: string; readonly stage: number; readonly task: number; readonly attempt: number }
  /** A `tick` at this time, please. */
  | { readonly type: 'wake'; readonly at: number }
  /** Nobody needs these published outputs any more. */
  | {
      readonly type: 'discard'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly outputs: readonly string[]
    }

/** What the world must do because of an event, seen from the state after it. */
export function effectsOf(_event: RunEvent, _state: State): Effect[] {
  return []
}

/** What to ask again after the journal was folded: keys of released tasks, attempts that may still run, deadlines. */
export function effectsToResume(_state: State): Effect[] {
  return []
}
