// Peaks of a pattern, each fitted by itself, and the lattice that their positions say.

import { angleOf } from './crystal.mjs'
import { resolution } from './detector.mjs'
import { leastSquares } from './least-squares.mjs'

const reach = 7 * resolution.sigma

/** One Gaussian on a straight background in the neighbourhood of each expected angle; those that overlap or lie outside are left out. */
export function fitPeaks(pattern, { reflections, lattice }, beam) {
  const expected = reflections.map((reflection) => ({ ...reflection, near: angleOf(reflection.sum, lattice, beam) }))
  const [first, last] = [pattern[0].angle, pattern[pattern.length - 1].angle]
  const alone = expected.filter(
    ({ near }) =>
      near - reach > first &&
      near + reach < last &&
      expected.every((other) => other.near === near || Math.abs(other.near - near) > 2 * reach),
  )
  return alone.map(({ sum, near }) => {
    const { parameters, covariance, chi2, freedom } = fitPeak(pattern, near)
    return { sum, angle: parameters[0], error: Math.sqrt(covariance[0][0]), height: parameters[1], width: parameters[2], chi2, freedom }
  })
}

function fitPeak(pattern, near) {
  const window = pattern.filter(({ angle }) => Math.abs(angle - near) < reach)
  const top = window.reduce((best, point) => (point.counts > best.counts ? point : best))
  const points = window.map(({ counts }) => ({ value: counts }))
  const floor = (window[0].counts + window[window.length - 1].counts) / 2
  const model = (i, [at, height, sigma, level, slope]) => {
    const away = (window[i].angle - at) / sigma
    const bell = Math.exp(-0.5 * away * away)
    const offset = window[i].angle - near
    return {
      value: height * bell + level + slope * offset,
      slopes: [(height * bell * away) / sigma, bell, (height * bell * away * away) / sigma, 1, offset],
    }
  }
  const start = [top.angle, Math.max(1, top.counts - floor), resolution.sigma, Math.max(1, floor), 0]
  return leastSquares(points, start, model, { counted: true })
}

/** Wavelength and zero that the standard's known lattice asks for: { wavelength, zero } with errors and covariance. */
export function fitBeam(peaks, lattice, start) {
  const points = peaks.map(({ angle, error }) => ({ value: angle, error }))
  const model = (i, [wavelength, zero]) => {
    const at = (one) => angleOf(peaks[i].sum, lattice, { wavelength: one, zero })
    const step = 1e-5
    return { value: at(wavelength), slopes: [(at(wavelength + step) - at(wavelength - step)) / (2 * step), 1] }
  }
  const { parameters, covariance, chi2, freedom } = leastSquares(points, [start.wavelength, start.zero], model)
  return { wavelength: parameters[0], zero: parameters[1], covariance, chi2, freedom }
}

/** The lattice constant, its statistical error, and what the beam's own errors add, which is common to all samples. */
export function fitLattice(peaks, start, { wavelength, zero, covariance }) {
  const points = peaks.map(({ angle, error }) => ({ value: angle, error }))
  const latticeAt = (beam) => {
    const model = (i, [lattice]) => {
      const at = (one) => angleOf(peaks[i].sum, one, beam)
      const step = 1e-5
      return { value: at(lattice), slopes: [(at(lattice + step) - at(lattice - step)) / (2 * step)] }
    }
    return leastSquares(points, [start], model)
  }
  const found = latticeAt({ wavelength, zero })
  const steps = [Math.sqrt(covariance[0][0]), Math.sqrt(covariance[1][1])]
  const slopes = steps.map((step, which) => {
    const shifted = latticeAt({ wavelength: wavelength + (which === 0 ? step : 0), zero: zero + (which === 1 ? step : 0) })
    return (shifted.parameters[0] - found.parameters[0]) / step
  })
  const common = slopes.reduce((sum, a, i) => sum + slopes.reduce((inner, b, j) => inner + a * b * covariance[i][j], 0), 0)
  return {
    lattice: found.parameters[0],
    error: Math.sqrt(found.covariance[0][0]),
    common: Math.sqrt(common),
    chi2: found.chi2,
    freedom: found.freedom,
  }
}
