/** What a process does while nothing is wrong with it: the level it keeps and how far single values lie from it. */
export interface Baseline {
  readonly centre: number
  readonly sigma: number
  /** How many of the first values it was taken from; 0: it was stated. */
  readonly count: number
}

/** d₂ of samples of two: the mean of |x₁ − x₂| over σ, 2/√π (D. C. Montgomery, "Introduction to Statistical Quality Control", 7th ed., Appendix VI). */
const d2 = 2 / Math.sqrt(Math.PI)

/** Fewer values give no limits worth the name; Montgomery (6.2) asks for 20 to 25. */
export const leastBaseline = 5
const usualBaseline = 20

/**
 * Centre and spread from the first `count` values: mean, and mean moving range over d₂, which a slow drift hardly widens as it does
 * the standard deviation (Montgomery 6.4; NIST/SEMATECH e-Handbook 6.3.2.2). Undefined: there are fewer than five.
 */
export function baselineOf(values: readonly number[], count = usualBaseline): Baseline | undefined {
  const first = values.slice(0, count)
  if (first.length < leastBaseline) return undefined
  const centre = first.reduce((sum, value) => sum + value, 0) / first.length
  let ranges = 0
  for (let at = 1; at < first.length; at++) ranges += Math.abs((first[at] ?? 0) - (first[at - 1] ?? 0))
  return { centre, sigma: ranges / (first.length - 1) / d2, count: first.length }
}
