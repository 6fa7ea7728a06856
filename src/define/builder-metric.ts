import type { MetricSpec } from './builder-stage.ts'

export interface MetricOptions {
  readonly unit?: string
  /** The program also reports `NAME_error`. */
  readonly uncertainty?: boolean
}

function declare<T>(type: string) {
  return <const Options extends MetricOptions>(options?: Options): MetricSpec<T, Options['uncertainty'] extends true ? true : false> => ({
    document: { type, ...options },
  })
}

/** Metrics that a stage reports, by type: `metrics: { u4: metric.number({ uncertainty: true }) }`. */
export const metric = {
  number: declare<number>('number'),
  integer: declare<number>('integer'),
  string: declare<string>('string'),
  boolean: declare<boolean>('boolean'),
  numbers: declare<readonly number[]>('number[]'),
  strings: declare<readonly string[]>('string[]'),
} as const
