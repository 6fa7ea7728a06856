import type { World } from '#engine/ports.ts'
import type { Outcome, Result } from '#run/events.ts'
import type { RunState, State } from '#run/state.ts'

/** One attempt as the simulated world sees it. */
export interface SimulatedAttempt {
  readonly state: State
  readonly run: RunState
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly at: number
}

/** What happens to an attempt: how long it takes and how it ends. A result's usage is filled in by the world. */
export interface Behaviour {
  readonly wallMs: number
  readonly outcome: SimulatedOutcome
}

export type SimulatedOutcome =
  | { readonly kind: 'succeeded'; readonly outputs?: Result['outputs']; readonly metrics?: Result['metrics'] }
  | Extract<Outcome, { kind: 'failed' }>

/** How often things go wrong, each between 0 and 1; left out: never. */
export interface Faults {
  /** Takes ten times as long. */
  readonly slow?: number
  /** Ends with a random cause. */
  readonly failing?: number
  /** Its supervisor dies half-way: cause `lost`. */
  readonly lost?: number
  /** The end is reported twice. */
  readonly twice?: number
  /** The end is reported again much later. */
  readonly late?: number
  /** An answer to `resolve` takes this long at most, in ms (uniform). */
  readonly resolveDelayMs?: number
}

export interface SimulatedOptions {
  readonly behaviour: (attempt: SimulatedAttempt) => Behaviour
  readonly seed?: number
  readonly faults?: Faults
  /** UTC ms at which time begins. */
  readonly startAt?: number
  /** A task's key; left out: definition, stage, task and changed parameters. */
  readonly keyOf?: (run: RunState, stage: number, task: number, state: State) => string
  /** Results by key, as a journal finds them; left out: nothing is ever found. */
  readonly find?: (keys: readonly string[]) => ReadonlyMap<string, { readonly result: Result; readonly discarded: readonly string[] }>
}

/** A world in which time passes only from one happening to the next, the same for the same seed. */
export function simulatedWorld(options: SimulatedOptions): World {
  const now = options.startAt ?? 0
  return { now: () => now, perform() {}, next: () => undefined }
}
