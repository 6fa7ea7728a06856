// Fits of a falling background, exp(a + c (m - 130)) in each bin, with a peak of known place and width, to counts by maximum likelihood.

import { masses, peakAt, trials } from './spectrum.mjs'

const centre = 130
const shifted = masses.map((mass) => (mass - centre) / 10)

/** How far from the data a model is: twice the negative logarithm of the likelihood, over that of a model that meets every count. */
function deviance(counts, means, used) {
  let sum = 0
  for (const i of used) sum += 2 * (means[i] - counts[i] + (counts[i] > 0 ? counts[i] * Math.log(counts[i] / means[i]) : 0))
  return sum
}

const background = ([a, c]) => shifted.map((x) => Math.exp(a + c * x))

const meansOf = (parameters, peak) => {
  const means = background(parameters)
  return peak === undefined ? means : means.map((mean, i) => mean + parameters[2] * peak[i])
}

const everywhere = masses.map((_, i) => i)

/**
 * The best a, c and, with a `peak`, its number of events (which may be negative): Fisher's scoring, with half a step where a whole one leads astray.
 * `used` are the bins that are looked at. Returns { parameters, covariance, deviance, means }.
 */
export function bestFit(counts, { peak, used = everywhere, start } = {}) {
  let parameters = start ?? [Math.log(used.reduce((sum, i) => sum + counts[i], 0) / used.length), 0]
  if (peak !== undefined && parameters.length < 3) parameters = [...parameters, 0]
  let means = meansOf(parameters, peak)
  let now = deviance(counts, means, used)
  let information = []
  for (let round = 0; round < 50; round++) {
    const n = parameters.length
    information = Array.from({ length: n }, () => new Array(n).fill(0))
    const gradient = new Array(n).fill(0)
    const smooth = background(parameters)
    for (const i of used) {
      const slopes = [smooth[i], smooth[i] * shifted[i], peak?.[i]].slice(0, n)
      for (let j = 0; j < n; j++) {
        gradient[j] += (counts[i] / means[i] - 1) * slopes[j]
        for (let k = 0; k < n; k++) information[j][k] += (slopes[j] * slopes[k]) / means[i]
      }
    }
    const step = product(inverse(information), gradient)
    let share = 1
    let better
    for (; share > 1e-6 && better === undefined; share /= 2) {
      const trial = parameters.map((value, i) => value + share * step[i])
      const at = meansOf(trial, peak)
      if (!used.every((i) => at[i] > 0)) continue
      const next = deviance(counts, at, used)
      if (next <= now + 1e-9) better = { trial, at, next }
    }
    if (better === undefined) break
    const gain = now - better.next
    parameters = better.trial
    means = better.at
    now = better.next
    if (gain < 1e-9) break
  }
  return { parameters, covariance: inverse(information), deviance: now, means }
}

/** At each mass, how much better the data are described with a peak there: q0 of Cowan, Cranmer, Gross and Vitells (2011), 0 for a dip. */
export function scan(counts) {
  const none = bestFit(counts)
  let start
  return trials.map((mass) => {
    const one = bestFit(counts, { peak: peakAt(mass), start: start ?? none.parameters })
    start = one.parameters
    const [, , events] = one.parameters
    return { mass, events, error: Math.sqrt(one.covariance[2][2]), q: events > 0 ? Math.max(0, none.deviance - one.deviance) : 0 }
  })
}

export const highest = (scanned) => scanned.reduce((best, one) => (one.q > best.q ? one : best))

/** How often q rises above a level along the masses. */
export function crossings(scanned, level) {
  return scanned.filter(({ q }, i) => q > level && (i === 0 || scanned[i - 1].q <= level)).length
}

export function inverse(matrix) {
  const n = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let column = 0; column < n; column++) {
    // Positive definite: the diagonal never vanishes.
    const pivot = rows[column][column]
    for (let k = 0; k < 2 * n; k++) rows[column][k] /= pivot
    for (let row = 0; row < n; row++) {
      const factor = row === column ? 0 : rows[row][column]
      if (factor !== 0) for (let k = 0; k < 2 * n; k++) rows[row][k] -= factor * rows[column][k]
    }
  }
  return rows.map((row) => row.slice(n))
}

const product = (matrix, vector) => matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j], 0))
