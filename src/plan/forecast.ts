/** What many simulated runs say will happen. Times are UTC milliseconds. */
export interface Forecast {
  readonly seeds: number
  /** Runs that did not come to their end, as something fitted into no opening any more. They are in no spread, and miss every deadline. */
  readonly unfinished: number
  readonly start: number
  readonly finish: Spread
  /** Undefined: the workflow has none. */
  readonly deadline: { readonly at: number; readonly probability: number } | undefined
  /** By stage index. */
  readonly stages: readonly StageForecast[]
  readonly resources: readonly ResourceForecast[]
  /** The longest first. */
  readonly waits: readonly PersonWait[]
}

export interface Spread {
  readonly mean: number
  readonly p05: number
  readonly p50: number
  readonly p80: number
  readonly p95: number
}

export interface StageForecast {
  readonly stage: number
  readonly start: Spread
  readonly finish: Spread
  /** Share of the runs in which the stage was in the chain that fixed the finish (criticality index: Van Slyke 1963). */
  readonly criticality: number
}

export interface ResourceForecast {
  readonly name: string
  /** Amount × time held, in the unit of the pool × ms. */
  readonly usedMs: Spread
  /** Of capacity × time between start and finish. */
  readonly utilisation: number
  readonly cost: { readonly currency: string; readonly amount: Spread } | undefined
}

/** Tasks that were ready and waited for a person. */
export interface PersonWait {
  readonly resource: string
  readonly stage: number
  readonly waitMs: Spread
}
