import type { ConditionEffect } from './condition-effects.ts'

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
      /** How long instruments are set up first; left out: they need not be. */
      readonly setupMs?: number
    }
  /**
   * Tell people that this waits for them: nothing is to be performed, and what they say comes through the inbox. Asked again when
   * resuming, and when it is handed to another.
   */
  | {
      readonly type: 'ask'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      /** How long instruments are set up first; left out: they need not be. */
      readonly setupMs?: number
    }
  /** Tell people that gates keep this result back, and that one of them says what becomes of it. Nothing is to be performed. */
  | { readonly type: 'question'; readonly run: string; readonly stage: number; readonly task: number }
  /** Nobody needs to do any more what was asked for. */
  | { readonly type: 'withdraw'; readonly run: string; readonly stage: number; readonly task: number; readonly attempt: number }
  /** Only when resuming: these were started before; find them, or report how they ended, or that they are lost. */
  | {
      readonly type: 'adopt'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly attempts: readonly number[]
      /** Until when (UTC ms) instruments are set up for it; it may not have begun. Left out: they need not be. */
      readonly setUpAt?: number
    }
  /**
   * Stop an attempt: it still answers with `ended`, cause `cancelled`. `unseen`: it was started before the crash, and what it was made of
   * is being made again, so it is not adopted: whatever still runs of it is ended.
   */
  | {
      readonly type: 'stop'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly unseen?: true
    }
  /** Tasks wait for these signals and nothing else: nothing is to be performed, they come through the inbox. Asked again when resuming. */
  | { readonly type: 'await'; readonly run: string; readonly stage: number; readonly signals: readonly string[] }
  | ConditionEffect
  /** A `tick` at this time, please. */
  | { readonly type: 'wake'; readonly at: number }
  /** It gives its place: it is asked to save its state and to end, or just to end where it cannot; answered by its end, cause `preempted`. */
  | { readonly type: 'preempt'; readonly run: string; readonly stage: number; readonly task: number; readonly attempt: number }
  /** Its task is done: nobody goes on from the states that it and the attempts before it have saved. Nothing answers. */
  | { readonly type: 'forget'; readonly run: string; readonly stage: number; readonly task: number; readonly attempt: number }
  /** Nobody needs these published outputs any more. */
  | {
      readonly type: 'discard'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly outputs: readonly string[]
    }
