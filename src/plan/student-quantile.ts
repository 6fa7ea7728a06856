import { normalQuantile } from '#expression/statistics/normal.ts'

/**
 * Inverse of the distribution function of Student's t, for one degree of freedom or more, whole or not, to about four digits
 * (Hill 1970, CACM algorithm 396): drawing durations asks for it hundreds of thousands of times.
 */
export function studentQuantile(probability: number, freedom: number): number {
  const tails = 2 * Math.min(probability, 1 - probability)
  const t = Math.sqrt(freedom * squareOver(tails, freedom))
  return probability < 0.5 ? -t : t
}

/** t² / n for the probability of both tails. */
function squareOver(p: number, n: number): number {
  if (p >= 1) return 0
  if (n === 1) return 1 / Math.tan((p * Math.PI) / 2) ** 2
  if (n === 2) return 1 / (p * (2 - p)) - 1
  const a = 1 / (n - 0.5)
  const b = 48 / a ** 2
  const c = ((20700 * a) / b - 98) * a ** 2 - 16 * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n
  const y = (d * p) ** (2 / n)
  if (y <= 0.05 + a) {
    return ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * ((n + 1) / (n + 2)) + 1 / y
  }
  const x = normalQuantile(p / 2)
  const square = x * x
  const e = (n < 5 ? c + 0.3 * (n - 4.5) * (x + 0.6) : c) + b + (((0.05 * d * x - 5) * x - 7) * x - 2) * x
  const factor = (((((0.4 * square + 6.3) * square + 36) * square + 94.5) / e - square - 3) / b + 1) * x
  return Math.expm1(a * factor * factor)
}
