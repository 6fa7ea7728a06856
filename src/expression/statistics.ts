/**
 * Sums and statistics over numbers that do not lose what they should show. Sources: A. Neumaier, ZAMM 54 (1974) 39
 * (compensated sum); T. F. Chan, G. H. Golub, R. J. LeVeque, Am. Stat. 37 (1983) 242 (two passes, corrected);
 * R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361 (quantiles, type 7).
 */

/** Compensated: the rounding errors are summed beside and added at the end. */
export function sum(values: readonly number[]): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  // Past the largest number the correction itself is no number.
  return Number.isFinite(total) ? total + lost : total
}

export function mean(values: readonly number[]): number {
  const total = sum(values)
  if (Number.isFinite(total) || !values.every(Number.isFinite)) return total / values.length
  return sum(values.map((value) => value / values.length))
}

/** Of a sample: the sum of squared deviations over n − 1. The second sum takes out what rounding left in the mean. */
export function variance(values: readonly number[]): number {
  const centre = mean(values)
  const deviations = values.map((value) => value - centre)
  const squares = sum(deviations.map((deviation) => deviation * deviation))
  return Math.max(0, squares - sum(deviations) ** 2 / values.length) / (values.length - 1)
}

/** NaN comes last, so that the order is total. */
export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

/** Type 7: between the values on either side of (n − 1)·p, linearly. NaN among the values makes it NaN. */
export function quantile(ascending: Float64Array, p: number): number {
  const last = ascending.length - 1
  if (Number.isNaN(ascending[last] ?? Number.NaN)) return Number.NaN
  const place = last * p
  const below = Math.floor(place)
  const low = ascending[below] ?? Number.NaN
  const high = ascending[Math.min(below + 1, last)] ?? Number.NaN
  return low === high ? low : low + (high - low) * (place - below)
}

/** Smallest or largest; NaN if any is. */
export function extreme(values: readonly number[], sign: 1 | -1): { readonly value: number; readonly index: number } {
  let index = 0
  let best = values[0] ?? Number.NaN
  for (let at = 0; at < values.length && !Number.isNaN(best); at++) {
    const value = values[at] ?? Number.NaN
    if (Number.isNaN(value) || (value - best) * sign > 0) {
      best = value
      index = at
    }
  }
  return { value: best, index }
}

export interface Line {
  readonly slope: number
  readonly intercept: number
  readonly correlation: number
}

/** The straight line with the smallest sum of squared vertical distances. */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const [centreX, centreY] = [mean(x), mean(y)]
  const dx = x.map((value) => value - centreX)
  const dy = y.map((value) => value - centreY)
  const xx = sum(dx.map((value) => value * value))
  const yy = sum(dy.map((value) => value * value))
  const xy = sum(dx.map((value, index) => value * (dy[index] ?? Number.NaN)))
  const slope = xy / xx
  const scale = Math.sqrt(xx * yy)
  // Under one root it is exact where it can be; two roots are for what overflows or vanishes.
  const correlation = scale > 0 && Number.isFinite(scale) ? xy / scale : xy / Math.sqrt(xx) / Math.sqrt(yy)
  return { slope, intercept: centreY - slope * centreX, correlation: Math.min(1, Math.max(-1, correlation)) }
}
