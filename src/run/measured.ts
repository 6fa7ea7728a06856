import type { OptionMeasure } from './remembered.ts'

/** What a run's order is decided by: how long is left after each stage, from what was stated and measured. */
export interface Estimated {
  /** Longest remaining path by stage, and the estimates it was computed from. */
  criticality: Float64Array
  readonly estimates: Float64Array
  estimatesMoved: boolean
  /** By stage: when it must start for every deadline to be met; undefined: there is none. */
  latest: Float64Array | undefined
  endsSinceEstimate: number
}

/** How long the tasks of a stage take, as stated and as measured. */
export interface Measured {
  statedMs: number | undefined
  /** The stated time hangs on more than parameters; kept by task, with that of each option. */
  statedByTask: Map<number, number | undefined> | undefined
  measured: number
  measuredMs: number
  /** What was stated of the tasks measured, where that differs from task to task. */
  measuredStatedMs: number
  /** By option, where there is more than one. */
  readonly options: OptionMeasure[] | undefined
}
