// Finite-size scaling: from moments at many sizes and temperatures to the critical point and exponents.
//
// Near the critical temperature Tc, with x = (T - Tc) L^(1/ν),
//
//   U4(T, L) = U* + c₁ x + c₂ x² + … + a L^(-ω).
//
// Without the last term (the leading correction to scaling) the curves of all sizes cross in one point, (Tc, U*). With it, those of
// sizes L₁ < L₂ cross beside it, to first order at
//
//   T×(L₁, L₂) = Tc + A (L₁^(-ω) - L₂^(-ω)) / (L₂^(1/ν) - L₁^(1/ν)).
//
// So: a polynomial through each size's points near the transition, the crossings of successive sizes, and a line through
// these, whose end at L → ∞ is Tc. Errors come from a bootstrap: the whole way is repeated with all points redrawn within their errors.
//
// Assumed are 1/ν = 1 and ω = 7/4, both known for this model (Salas and Sokal, J. Stat. Phys. 98, 551, 2000), in the small correction alone.
// At sizes as small as these further corrections make the decay look slower: with exact transfer matrices we find an effective
// exponent of 1.4 to 1.6 for L = 4 to 9. So the line is drawn again with ω = 5/4, and the change is part of the error of Tc.

import { crossingOf, curveOf, errorAt, slopeAt, valueAt } from './curves.mjs'
import { covarianceOf, generalLeastSquares, leastSquares, spread } from './statistics.mjs'

const inverseNu = 1
export const omega = 7 / 4
const otherOmega = 5 / 4

/**
 * Points are { L, T, u4, u4_error, log_m2, log_m2_error, u4_log_m2_covariance }; `random` draws the bootstrap.
 * Returns Tc, U* and two exponents as { value, error }, with the curves and crossings that led to them.
 */
export function criticalPoint(points, random, resamples = 400) {
  const centre = roughCrossing(points)
  const best = crossingsOf(points, centre)
  if (!best) throw new Error('the Binder cumulants of successive sizes do not cross within the temperatures given')
  const again = []
  for (let i = 0; i < resamples; i++) {
    const one = crossingsOf(redrawn(points, random), centre)
    if (one) again.push(one)
  }
  const crossings = best.crossings.map((crossing, i) => ({
    ...crossing,
    T_error: spread(again.map((one) => one.crossings[i].T)),
    u4_error: spread(again.map((one) => one.crossings[i].u4)),
  }))
  const line = extrapolated(best, again, omega)
  const other = extrapolated(best, again, otherOmega)
  const statistical = line.error
  const systematic = Math.abs(line.value - other.value)
  const tc = {
    value: line.value,
    error: Math.hypot(statistical, systematic),
    statistical,
    systematic,
    chi2: line.chi2,
    dof: line.dof,
    slope: line.slope,
  }
  return { centre, curves: best.curves, crossings, tc, ...atCriticality(best, again, tc, line.of), resamples: again.length }
}

/** The temperature among those given at which the cumulants of all sizes lie closest together, away from the ends where all are alike. */
function roughCrossing(points) {
  const temperatures = [...new Set(points.map(({ T }) => T))].sort((a, b) => a - b)
  let best
  for (const T of temperatures) {
    const values = points.filter((point) => point.T === T).map(({ u4 }) => u4)
    const low = Math.min(...values)
    const width = Math.max(...values) - low
    if (low > 0.5 && low < 0.64 && !(width >= best?.width)) best = { T, width }
  }
  if (!best) throw new Error('no temperature given lies near the transition (a Binder cumulant between 0.5 and 0.64 for all sizes)')
  return best.T
}

/** Curves through all sizes and the crossings of successive ones; undefined when two do not cross. */
function crossingsOf(points, centre) {
  const sizes = [...new Set(points.map(({ L }) => L))].sort((a, b) => a - b)
  const curves = sizes.map((size) => curveOf(points, size, centre))
  const crossings = []
  for (let i = 0; i + 1 < curves.length; i++) {
    const crossing = crossingOf(curves[i], curves[i + 1])
    if (!crossing) return undefined
    crossings.push(crossing)
  }
  return { curves, crossings }
}

/** All points moved within their errors; U4 and ln<m²> of a point come from the same series and move together. */
function redrawn(points, random) {
  return points.map((point) => {
    const together = point.u4_log_m2_covariance / point.u4_error
    const alone = Math.sqrt(Math.max(0, point.log_m2_error ** 2 - together ** 2))
    const z = random.normal()
    return { ...point, u4: point.u4 + point.u4_error * z, log_m2: point.log_m2 + together * z + alone * random.normal() }
  })
}

/** How far the crossing of two sizes lies from Tc, in units of A. */
export function correction({ L1, L2 }, exponent) {
  return (L1 ** -exponent - L2 ** -exponent) / (L2 ** inverseNu - L1 ** inverseNu)
}

/** The line through the crossings, with their covariance (neighbours share a size) from the bootstrap. `of` repeats it for other crossings. */
function extrapolated(best, again, exponent) {
  const temperatures = ({ crossings }) => crossings.map(({ T }) => T)
  const design = best.crossings.map((crossing) => [1, correction(crossing, exponent)])
  const fit = generalLeastSquares(design, covarianceOf(again.map(temperatures)))
  const { coefficients, chi2 } = fit.of(temperatures(best))
  const of = (one) => fit.of(temperatures(one)).coefficients[0]
  return { value: coefficients[0], slope: coefficients[1], error: spread(again.map(of)), chi2, dof: design.length - 2, of }
}

/**
 * What holds at the critical temperature: U* and, from how things grow with L, the exponents 1/ν (of the slope of U4) and
 * γ/ν (of χ ~ L² <m²>). Each resample takes its own Tc, so that the statistical error of Tc is in all errors; the systematic one
 * is added from a second evaluation, that much away.
 */
function atCriticality(best, again, tc, tcOf) {
  const here = valuesAt(best, tc.value)
  const shifted = valuesAt(best, tc.value + tc.systematic)
  const resampled = again.map((one) => valuesAt(one, tcOf(one)))
  return Object.fromEntries(
    Object.keys(here).map((name) => {
      const statistical = spread(resampled.map((one) => one[name]))
      return [name, { value: here[name], error: Math.hypot(statistical, shifted[name] - here[name]) }]
    }),
  )
}

/** The exponents leave out the smallest size, where corrections are largest; U* extrapolates them away. */
function valuesAt({ curves }, T) {
  const larger = curves.slice(1)
  const slopes = larger.map((curve) => slopeAt(curve.u4, curve, T))
  const sizes = larger.map(({ size }) => Math.log(size))
  const cumulants = lineThrough(
    curves.map(({ size }) => size ** -omega),
    curves.map((curve) => valueAt(curve.u4, curve, T)),
    curves.map((curve) => errorAt(curve.u4, curve, T)),
  )
  const inverseNuLine = lineThrough(
    sizes,
    slopes.map(({ value }) => Math.log(Math.abs(value))),
    slopes.map(({ value, error }) => Math.abs(error / value)),
  )
  const chiLine = lineThrough(
    sizes,
    larger.map((curve) => 2 * Math.log(curve.size) + valueAt(curve.logM2, curve, T)),
    larger.map((curve) => errorAt(curve.logM2, curve, T)),
  )
  return { u4_star: cumulants[0], inverse_nu: inverseNuLine[1], gamma_over_nu: chiLine[1] }
}

/** Intercept and slope. */
function lineThrough(x, values, errors) {
  return leastSquares(
    x.map((value) => [1, value]),
    values,
    errors,
  ).coefficients
}
