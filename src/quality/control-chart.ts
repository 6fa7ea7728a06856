import type { Text } from '#expression/text.ts'
import type { Baseline } from './baseline.ts'
import type { ControlRule } from './out-of-control.ts'

/** One point of a chart, with the limits that hold there, in the units of the metric. */
export interface ChartPoint {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** A point at which the process is out of control, and by which rule. */
export interface Alarm {
  readonly at: number
  readonly rule: string
  readonly says: Text
  readonly source: string
}

export interface ControlChart {
  readonly points: readonly ChartPoint[]
  readonly alarms: readonly Alarm[]
}

/** Shewhart's chart of single values: each against the centre ± 3 σ, and what rules say of the last few together. */
export function shewhartChart(values: readonly number[], { centre, sigma }: Baseline, rules: readonly ControlRule[]): ControlChart {
  const z = values.map((value) => inSigma(value - centre, sigma))
  const alarms = z.flatMap((_, at) => {
    const upTo = z.slice(Math.max(0, at - mostRemembered), at + 1)
    return rules.filter(({ holds }) => holds(upTo)).map(({ name, says, source }) => ({ at, rule: name, says, source }))
  })
  return { points: values.map((value) => ({ value, lower: centre - 3 * sigma, upper: centre + 3 * sigma })), alarms }
}

/** More than any rule looks back. */
const mostRemembered = 20

/** Where the baseline did not vary at all, whatever differs is infinitely far. */
function inSigma(distance: number, sigma: number): number {
  return sigma > 0 ? distance / sigma : distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY
}

export interface EwmaOptions {
  readonly lambda: number
  /** Width of the limits. */
  readonly width: number
}

/** λ = 0.2 with L = 2.962: a shift of one σ is seen after 10.5 values, a false alarm every 500 (Lucas & Saccucci, Technometrics 32 (1990) 1). */
export const usualEwma: EwmaOptions = { lambda: 0.2, width: 2.962 }

/**
 * Exponentially weighted moving average: zᵢ = λ xᵢ + (1−λ) zᵢ₋₁ from the centre, with limits ± L σ √(λ/(2−λ) (1−(1−λ)²ⁱ))
 * (S. W. Roberts, Technometrics 1 (1959) 239; NIST/SEMATECH e-Handbook 6.3.2.4).
 */
export function ewmaChart(
  values: readonly number[],
  { centre, sigma }: Baseline,
  { lambda, width }: EwmaOptions = usualEwma,
): ControlChart {
  const points: ChartPoint[] = []
  const alarms: Alarm[] = []
  let average = centre
  values.forEach((value, at) => {
    average = lambda * value + (1 - lambda) * average
    const reach = width * sigma * Math.sqrt((lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * (at + 1))))
    points.push({ value: average, lower: centre - reach, upper: centre + reach })
    if (Math.abs(average - centre) > reach) alarms.push({ at, rule: 'ewma', ...ewmaWords })
  })
  return { points, alarms }
}

const ewmaWords = {
  says: { en: 'the weighted mean of the last values has left its limits', ko: '최근 값들의 가중 평균이 한계를 벗어남' },
  source: 'S. W. Roberts, Technometrics 1 (1959) 239',
}

export interface CusumOptions {
  /** Half the shift that is to be found, in σ. */
  readonly slack: number
  /** In σ. */
  readonly limit: number
}

/** k = 1/2 and h = 5: a shift of one σ is seen after 10.4 values, a false alarm every 465 (Montgomery, Table 9.3). */
export const usualCusum: CusumOptions = { slack: 0.5, limit: 5 }

export interface CusumChart extends ControlChart {
  /** Sum of what lay above, and of what lay below (negative), in the units of the metric. */
  readonly high: readonly number[]
  readonly low: readonly number[]
}

/**
 * Tabular cumulative sums: C⁺ᵢ = max(0, xᵢ − (μ + kσ) + C⁺ᵢ₋₁), and the same below; out of control beyond hσ (E. S. Page, Biometrika 41
 * (1954) 100; Montgomery 9.1). The point of the chart is the sum that is further from zero.
 */
export function cusumChart(
  values: readonly number[],
  { centre, sigma }: Baseline,
  { slack, limit }: CusumOptions = usualCusum,
): CusumChart {
  const points: ChartPoint[] = []
  const alarms: Alarm[] = []
  const high: number[] = []
  const low: number[] = []
  let above = 0
  let below = 0
  values.forEach((value, at) => {
    above = Math.max(0, value - centre - slack * sigma + above)
    below = Math.min(0, value - centre + slack * sigma + below)
    high.push(above)
    low.push(below)
    points.push({ value: above > -below ? above : below, lower: -limit * sigma, upper: limit * sigma })
    if (above > limit * sigma || below < -limit * sigma) alarms.push({ at, rule: 'cusum', ...cusumWords })
  })
  return { points, alarms, high, low }
}

const cusumWords = {
  says: { en: 'the summed deviations have left their limits', ko: '편차의 누적합이 한계를 벗어남' },
  source: 'E. S. Page, Biometrika 41 (1954) 100',
}
