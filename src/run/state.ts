import type { Json } from '#model/json.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunStarted } from './events.ts'
import type { Result } from './outcome.ts'

/** In the order a task usually goes through them. `retrying`: waits for its backoff; `asked`: a person says what becomes of its result; `ignored`: failed, and a rule says to go on without it. */
export const taskStatuses = [
  'waiting',
  'released',
  'queued',
  'running',
  'retrying',
  'asked',
  'done',
  'failed',
  'ignored',
  'skipped',
] as const

export type TaskStatus = (typeof taskStatuses)[number]

/** Everything that is so, over all runs of a store: a fold over the journal. Only `evolve` changes it. */
export interface State {
  readonly runs: ReadonlyMap<string, RunState>
  /** Pool → amount held by running bundles of all runs. */
  readonly held: ReadonlyMap<string, number>
}

export interface RunState {
  readonly id: string
  readonly workflow: Workflow
  readonly started: RunStarted
  readonly phase: 'running' | 'paused' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled'
  readonly stages: readonly StageState[]
  /** Capacity of each pool as it is now. */
  readonly pools: { readonly [pool: string]: number }
  /** Fingerprints of files beside the workflow, by path, as they were when first used. */
  readonly inputs: ReadonlyMap<string, string>
}

export interface StageState {
  /** Undefined until the stage is expanded. */
  readonly count: number | undefined
  /** Index into `taskStatuses`, by task. */
  readonly status: Uint8Array
  readonly counts: { readonly [status in TaskStatus]: number }
  /** Axis values, one array an axis, once expanded. */
  readonly axes: readonly (readonly Json[])[]
  /** Results of finished tasks, only where there is something to keep (outputs or metrics). */
  readonly results: ReadonlyMap<number, Result>
}
