import { mean, variance } from '../statistics.ts'
import { logNormalAbove } from './normal.ts'

/**
 * A² of a sample against a normal law with the sample's own mean and standard deviation (T. W. Anderson & D. A.
 * Darling, J. Am. Stat. Assoc. 49 (1954) 765), and its p-value by R. B. D'Agostino & M. A. Stephens, Goodness-of-Fit
 * Techniques (1986), table 4.9, of A²(1 + 0.75/n + 2.25/n²).
 */
export function andersonDarling(ascending: Float64Array): { readonly statistic: number; readonly p: number } {
  const n = ascending.length
  const values = Array.from(ascending)
  const [centre, width] = [mean(values), Math.sqrt(variance(values))]
  let total = 0
  for (let i = 0; i < n; i++) {
    const [low, high] = [ascending[i] ?? Number.NaN, ascending[n - 1 - i] ?? Number.NaN]
    total += (2 * i + 1) * (logNormalAbove((centre - low) / width) + logNormalAbove((high - centre) / width))
  }
  const statistic = -n - total / n
  return { statistic, p: shareAbove(statistic * (1 + 0.75 / n + 2.25 / (n * n))) }
}

function shareAbove(a: number): number {
  if (a < 0.2) return -Math.expm1(-13.436 + 101.14 * a - 223.73 * a * a)
  if (a < 0.34) return -Math.expm1(-8.318 + 42.796 * a - 59.938 * a * a)
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a)
  return a <= 13 ? Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a) : 0
}
