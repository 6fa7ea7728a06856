import type { Json } from '#model/json.ts'
import type { Artefact, Outcome, Result } from '#run/outcome.ts'
import type { RunState, State } from '#run/state.ts'

/** One attempt as the simulated world sees it. */
export interface SimulatedAttempt {
  readonly state: State
  readonly run: RunState
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly at: number
  /** Which of the stage's options it is done by. */
  readonly option: number
}

/**
 * What happens to an attempt: how long it takes and how it ends. A result's usage is filled in by the world. Of people's work `wallMs`
 * is working time, in the hours and the share that they give; answers that are not said are plausible ones, and who is to fail an
 * approval has the cause `rejected`.
 */
export interface Behaviour {
  readonly wallMs: number
  readonly outcome: SimulatedOutcome
  /** Metrics that come while it runs, in order; the conditions of the stage are asked of them. */
  readonly stream?: readonly SimulatedLine[]
  /** Pieces that it hands on while it runs, in order. */
  readonly pieces?: readonly SimulatedPiece[]
}

export interface SimulatedLine {
  /** From the attempt's start. */
  readonly afterMs: number
  readonly metrics: { readonly [name: string]: Json }
}

export interface SimulatedPiece {
  /** From the attempt's start. */
  readonly afterMs: number
  readonly piece: Artefact
}

export type SimulatedOutcome =
  | { readonly kind: 'succeeded'; readonly outputs?: Result['outputs']; readonly metrics?: Result['metrics'] }
  | Extract<Outcome, { kind: 'failed' }>
