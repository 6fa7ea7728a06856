import type { Base } from './event-base.ts'

/** Metrics that a running attempt has reported since the last word of it, thinned where there were many. */
export interface MetricsStreamed extends Base {
  readonly type: 'MetricsStreamed'
  readonly stage: number
  readonly task: number
  readonly attempt: number
  /** How far each place was read in which its metrics come, in lines: those of `metrics`, matches in an output or file. */
  readonly seen: { readonly [place: string]: number }
  /** By metric: line and value; NaN and the infinities are texts. */
  readonly points: { readonly [name: string]: readonly (readonly [line: number, value: number | string])[] }
}
