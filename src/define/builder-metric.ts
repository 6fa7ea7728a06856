import type { ErrorPart, MetricSpec } from './builder-stage.ts'

/** Where a metric is found in what the program writes anyway. One of `regex`, `json` and `csv`. */
export interface MetricSourceSpec {
  readonly stream?: 'stdout' | 'stderr'
  /** In place of the stream: a file, relative to the folder of the task. */
  readonly file?: string
  /** RE2 syntax: the group `value`, else the first; groups `error` and `unit` give those. */
  readonly regex?: string
  /** A path such as `fit.tc` or `runs[*].energy`. */
  readonly json?: string
  /** A column of a table with a heading. */
  readonly csv?: string
  /** With `json` and `csv`: where its standard error lies. */
  readonly error?: string
  readonly which?: 'first' | 'last' | 'all'
  readonly optional?: boolean
}

export interface MetricOptions {
  readonly unit?: string
  /** The program also reports `NAME_error`; or, in a list, `NAME_statistical` and `NAME_systematic`. */
  readonly uncertainty?: boolean | readonly ErrorPart[]
  readonly from?: MetricSourceSpec
}

type UncertaintyOf<Options extends MetricOptions> = Options['uncertainty'] extends true | readonly ErrorPart[]
  ? Options['uncertainty']
  : false

function declare<T>(type: string) {
  return <const Options extends MetricOptions>(options?: Options): MetricSpec<T, UncertaintyOf<Options>> => ({
    document: { type, ...options },
  })
}

/** Counts between edges. */
export interface Histogram {
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

/** Metrics that a stage reports, by type: `metrics: { u4: metric.number({ uncertainty: true }) }`. */
export const metric = {
  number: declare<number>('number'),
  integer: declare<number>('integer'),
  string: declare<string>('string'),
  boolean: declare<boolean>('boolean'),
  numbers: declare<readonly number[]>('number[]'),
  strings: declare<readonly string[]>('string[]'),
  histogram: declare<Histogram>('histogram'),
} as const
