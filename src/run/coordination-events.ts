import type { Text } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import type { Base } from './event-base.ts'
import type { PiecesEvent } from './pieces-events.ts'
import type { TasksPreempted } from './preemption-events.ts'

/** What becomes true of tasks that go together. As in `events.ts`. */
export type TogetherEvent =
  | BarrierOpened
  | SignalsAwaited
  | SignalSent
  | SignalReceived
  | SignalRefused
  | ConditionRead
  | ConditionChanged
  | TasksPreempted
  | PiecesEvent

/** Every task at the barrier has all that it waits for, or will not run: they may start. It stays open for the run. */
export interface BarrierOpened extends Base {
  readonly type: 'BarrierOpened'
  /** Index into the workflow's barriers. */
  readonly barrier: number
}

/** Tasks of a stage have all that they wait for but signals. */
export interface SignalsAwaited extends Base {
  readonly type: 'SignalsAwaited'
  readonly stage: number
  /** When the first of them is not waited for any longer; left out: as long as it takes. */
  readonly until?: number
}

/** A task was done that sends it. Each task sends a signal once in a run, however often it is done. */
export interface SignalSent extends Base {
  readonly type: 'SignalSent'
  readonly stage: number
  readonly task: number
  readonly signal: string
  /** Runs that were there to receive it. */
  readonly to: readonly string[]
}

/** The run has it from now on: every stage that awaits it takes the first that came. */
export interface SignalReceived extends Base {
  readonly type: 'SignalReceived'
  readonly signal: string
  /** What it tells, as its fields are declared in this run. */
  readonly data: { readonly [field: string]: Json }
  /** The same signal is received once. */
  readonly id: string
  /** Run, stage and task that sent it, or the person. */
  readonly from: string
}

/** What was sent does not fit what this run declares. Nothing changed. */
export interface SignalRefused extends Base {
  readonly type: 'SignalRefused'
  readonly signal: string
  readonly id: string
  readonly from: string
  readonly problems: readonly { readonly code: string; readonly message: Text }[]
}

/** What is known of a condition: it holds, it does not, or nobody can tell. */
export type Reading = 'holds' | 'clear' | 'unknown'

/** A condition reads otherwise than before. Whether that lasts is seen later. */
export interface ConditionRead extends Base {
  readonly type: 'ConditionRead'
  /** Index into the workflow's conditions. */
  readonly condition: number
  readonly reading: Reading
}

/** It has read so for long enough: it counts from now on. */
export interface ConditionChanged extends Base {
  readonly type: 'ConditionChanged'
  readonly condition: number
  readonly reading: Reading
}
