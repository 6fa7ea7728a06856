/**
 * The densities of gamma and beta laws without the cancellation of large logarithms, after C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000): what Stirling's formula leaves out, and the deviance, each
 * to full precision, and the exponential only of their small sum.
 */

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)

/** ln Γ(n + 1) − (n + ½) ln n + n − ln √(2π), for n > 0. */
export function stirlingError(n: number): number {
  let below = 0
  let at = n
  // δ(n) − δ(n + 1) = (n + ½) ln(1 + 1/n) − 1, up to where the series is exact.
  for (; at < 16; at++) below += logOnePlusMinus(1 / at, at)
  const square = 1 / (at * at)
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360)))))) / at
  return below + series
}

/** (n + ½) ln(1 + x) − 1 for x = 1/n, without the cancellation: with s = x/(2 + x) it is s²/3 + s⁴/5 + … */
function logOnePlusMinus(x: number, n: number): number {
  if (x > 1) return (n + 0.5) * Math.log1p(x) - 1
  const s = x / (2 + x)
  return evenTail(s * s)
}

/** s²/3 + s⁴/5 + s⁶/7 + … for s² ≤ 1/9. */
function evenTail(square: number): number {
  let total = 0
  let power = square
  for (let odd = 3; power > 1e-18 * square; odd += 2) {
    total += power / odd
    power *= square
  }
  return total
}

/** x ln(x/m) + m − x for x, m > 0: how far x is from what was expected, in nats; never below zero. */
export function deviance(x: number, m: number): number {
  const distance = x - m
  const v = distance / (x + m)
  if (Math.abs(v) > 0.1) return x * Math.log(x / m) - distance
  // 2x·atanh(v) − (x − m), where 2x·v − (x − m) is taken together: (x − m)·v.
  return distance * v + 2 * x * v * evenTail(v * v)
}

/** xᵃ e⁻ˣ / Γ(a + 1), for a > 0. */
export function gammaTerm(a: number, x: number): number {
  if (x === 0) return 0
  return Math.exp(-stirlingError(a) - deviance(a, x) - halfLogTwoPi - 0.5 * Math.log(a))
}

/** xᵃ yᵇ / (a b B(a, b)) · (a + b), for x + y = 1: the binomial term with real counts. */
export function betaTerm(a: number, b: number, x: number, y: number): number {
  if (x === 0 || y === 0) return 0
  const n = a + b
  const stirling = stirlingError(n) - stirlingError(a) - stirlingError(b)
  const spread = 0.5 * Math.log(n / a / b) - halfLogTwoPi
  return Math.exp(stirling - deviance(a, n * x) - deviance(b, n * y) + spread)
}
