import type { Effect } from '#run/effect.ts'
import type { Input } from '#run/inputs.ts'
import type { State } from '#run/state.ts'
import type { EndingTools } from './ending.ts'
import type { Outbox } from './outbox.ts'
import type { Paths } from './paths.ts'
import type { Resolving } from './resolving.ts'

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>

/** What runs the attempts of a store: lanes on this machine, jobs on a cluster. Each attempt that it is given is answered by one `ended`. */
export interface Executor {
  start(effect: EffectOf<'start'>, state: State): void
  adopt(effect: EffectOf<'adopt'>, state: State): void
  stop(effect: EffectOf<'stop'>, stage: string): void
  /** Asks an attempt to give its place. Left out: it goes on to its end. */
  preempt?(effect: EffectOf<'preempt'>, stage: string): void
  /** Stops an attempt where it is, or lets it go on. Left out: what runs goes on. */
  hold?(effect: EffectOf<'freeze' | 'thaw'>, stage: string): void
  /** All that was to be adopted is: what is left of other attempts is not waited for. */
  resumed(): void
  /** These inputs are journalled: what was recorded of them is needed no more. */
  forget(inputs: readonly Input[]): void
  /** Limits, measurements, and what does not tell by itself. `now` is monotonic. */
  look(now: number): void
  /** Lets go; attempts that run go on. */
  close(): Promise<void>
}

/** What a store's world shares with its executors. */
export type ExecutorTools = Resolving &
  EndingTools & {
    readonly paths: Paths
    readonly outbox: Outbox
    /** UTC milliseconds, never going back. */
    readonly now: () => number
  }
