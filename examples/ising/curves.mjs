// One size's Binder cumulant and ln<m²> as smooth functions of temperature near the transition.

import { dot, leastSquares } from './statistics.mjs'

/** Quartic in x = (T - centre) L, through the points with |x| ≤ 3.6: what is neglected there is far below the errors (see χ² of the fits). */
const degree = 4
const window = 3.6

/** The polynomials of one size through its points within the window. */
export function curveOf(points, size, centre) {
  const inside = points.filter(({ L, T }) => L === size && Math.abs(T - centre) * L <= window)
  if (inside.length <= degree) {
    throw new Error(
      `size ${size} has only ${inside.length} temperatures within ${(window / size).toFixed(3)} of ${centre}: ${degree + 1} are needed`,
    )
  }
  const design = inside.map(({ T }) => powers((T - centre) * size))
  const through = (name) =>
    leastSquares(
      design,
      inside.map((point) => point[name]),
      inside.map((point) => point[`${name}_error`]),
    )
  return { size, centre, from: inside[0].T, to: inside[inside.length - 1].T, u4: through('u4'), logM2: through('log_m2') }
}

function powers(x) {
  return Array.from({ length: degree + 1 }, (_, power) => x ** power)
}

/** Value of one of the two polynomials (`fit`) of a curve at a temperature. */
export function valueAt(fit, { size, centre }, T) {
  return dot(fit.coefficients, powers((T - centre) * size))
}

/** Statistical error of that value. */
export function errorAt(fit, { size, centre }, T) {
  const row = powers((T - centre) * size)
  return Math.sqrt(
    dot(
      row,
      fit.covariance.map((line) => dot(line, row)),
    ),
  )
}

/** Slope d/dT at a temperature, and its statistical error. */
export function slopeAt(fit, { size, centre }, T) {
  const x = (T - centre) * size
  const row = powers(x).map((_, power) => (power > 0 ? size * power * x ** (power - 1) : 0))
  return {
    value: dot(fit.coefficients, row),
    error: Math.sqrt(
      dot(
        row,
        fit.covariance.map((line) => dot(line, row)),
      ),
    ),
  }
}

/** Where the cumulants of two sizes are equal: the change of sign nearest to the centre, then halving; undefined when there is none. */
export function crossingOf(small, large) {
  const from = Math.max(small.from, large.from)
  const to = Math.min(small.to, large.to)
  const difference = (T) => valueAt(large.u4, large, T) - valueAt(small.u4, small, T)
  const steps = 64
  let bracket
  for (let i = 0; i < steps; i++) {
    const low = from + ((to - from) * i) / steps
    const high = from + ((to - from) * (i + 1)) / steps
    const nearer = Math.abs(low - small.centre) < Math.abs((bracket?.low ?? Number.POSITIVE_INFINITY) - small.centre)
    if (difference(low) > 0 && difference(high) <= 0 && nearer) bracket = { low, high }
  }
  if (!bracket) return undefined
  let { low, high } = bracket
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (difference(middle) > 0) low = middle
    else high = middle
  }
  return { L1: small.size, L2: large.size, T: low, u4: valueAt(large.u4, large, low) }
}
