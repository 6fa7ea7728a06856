import type { QueueWait } from './queue-wait.ts'

/** How long tasks of a stage take, and how that is known. Times are milliseconds. */
export interface StageDuration {
  readonly source: DurationSource
  /** Share of the variance, 0 to 1, that all tasks of the stage have in common in a run: it does not average out over a fan-out. */
  readonly common: number
  /** Of that, the share that all stages have in common in a run: a machine that others use too makes all of them slow at once. */
  readonly together: number
  /** What gates have cost so far; undefined: none of the tasks that were measured was repeated by one. */
  readonly repeats?: Repeats
  /** On a cluster: how long its jobs wait before they begin, which comes before the duration; left out: not known, or it runs elsewhere. */
  readonly queue?: QueueWait
  /** Of one task in one of the stage's options (0: its own `needs`), without waiting for anything. */
  of(task: number, option: number): Duration
}

/** A distribution by its quantiles. */
export interface Duration {
  /** What a plan with one number takes: the mean. */
  readonly expectedMs: number
  /** Inverse of the distribution function, 0 ≤ `probability` < 1; constant where nothing is known of the spread. */
  quantile(probability: number): number
}

export type DurationSource =
  /** `time:` of the file. */
  | { readonly kind: 'stated'; readonly form: 'value' | 'range' | 'three-point' }
  /** Only the limit `needs.time` is known: taken as it is. */
  | { readonly kind: 'limit' }
  /** Measured in earlier runs of this store. `law`: how it hangs on values of the task, as `seconds = 1.2e-6 · L^2.01`. */
  | { readonly kind: 'history'; readonly runs: number; readonly tasks: number; readonly law: string | undefined }
  /** Nothing is known: one second. */
  | { readonly kind: 'assumed' }

/** Tasks that a gate did not pass at first and had repeated. */
export interface Repeats {
  /** Of so many tasks. */
  readonly tasks: number
  /** How many of them each gate had repeated, the most first. */
  readonly byGate: readonly { readonly gate: string; readonly tasks: number }[]
  /** Share of the tasks that were repeated. */
  readonly probability: number
  /** Of each of those, how long the repetitions took, as a multiple of the first attempt. */
  readonly factors: readonly number[]
}

/** A task of an earlier run: from its first start to its good end, repeated attempts included. */
export interface DurationSample {
  /** Which run, by any number: tasks of one run have much in common. */
  readonly run: number
  readonly ms: number
  /** Numbers that the task was run with, by name: parameters and `foreach` values. */
  readonly values: { readonly [name: string]: number }
  /** The task's name among those of its stage, by its `foreach` values: the same task of another run has the same. */
  readonly label: string
  /** Where gates had it repeated: how long the first attempt took of that, and which gates. */
  readonly repeated?: { readonly firstMs: number; readonly gates: readonly string[] }
}
