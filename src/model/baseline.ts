/** What was foretold when a run was started: what it is compared with while it goes on. Times are UTC ms. */
export interface Baseline {
  readonly start: number
  /** Quantiles of the finish. */
  readonly p05: number
  readonly p50: number
  readonly p80: number
  readonly p95: number
  /** By stage name: the median of its end. */
  readonly stages: { readonly [name: string]: number }
}
