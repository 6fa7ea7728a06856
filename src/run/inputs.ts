import type { Baseline } from '#model/baseline.ts'
import type { Json } from '#model/json.ts'
import type { Outcome, Result } from './events.ts'

/** What reaches the decision core: things that happened in the world, commands of people, and time. */
export type Input =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'resolved'; readonly run: string; readonly stage: number; readonly tasks: readonly ResolvedTask[] }
  /** Late and repeated reports carry an old attempt number and change nothing. */
  | {
      readonly type: 'ended'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly outcome: Outcome
    }
  /** Time has come: a deadline asked for by a `wake` effect has passed. */
  | { readonly type: 'tick' }

export interface ResolvedTask {
  readonly task: number
  /** The attempt number that this key is for: a retry may have changed parameters since. */
  readonly attempt: number
  readonly key: string
  /** Fingerprints of the files beside the workflow that went into the key, by path. */
  readonly inputs?: { readonly [path: string]: string }
  /** A result with the same key, from this store. `discarded` names temporary outputs that are gone. */
  readonly found?: { readonly result: Result; readonly discarded: readonly string[] }
  /** An input that is missing or unreadable: the task fails as `bad_input`. */
  readonly problem?: string
}

/** What people and other processes ask for, through the inbox. */
export type Command =
  | {
      readonly type: 'start'
      readonly run: string
      readonly name: string
      readonly definition: string
      readonly file: string
      readonly parameters: { readonly [name: string]: Json }
      readonly pools: { readonly [name: string]: number }
      readonly until?: readonly number[]
      readonly fingerprint: string
      /** What was foretold of this run. */
      readonly baseline?: Baseline
    }
  | { readonly type: 'pause'; readonly run: string; readonly reason: string }
  | { readonly type: 'unpause'; readonly run: string }
  | { readonly type: 'cancel'; readonly run: string; readonly reason: string }
  | { readonly type: 'retry'; readonly run: string; readonly stage?: number; readonly tasks?: readonly number[] }
