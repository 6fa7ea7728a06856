// The detector of this example is simulated: a pattern with Poisson noise, Gaussian peaks on a sloping background, from a beam whose wavelength
// and zero nobody knows exactly. At a real beamline this file alone is another one.

import { angleOf, intensityOf } from './crystal.mjs'

/** What the monochromator says; how far off it is, is found with the standard. */
export const nominal = { wavelength: 0.62, zero: 0 }

/** How it is. */
export const beam = { wavelength: 0.619874, zero: 0.0063 }

/** Standard deviation of a peak, and steps of the detector, in degrees of 2θ. */
export const resolution = { sigma: 0.013, step: 0.004 }

const scan = { from: 6, to: 41 }

/** Counts at every step; the strongest peak has `counts` at its top. */
export function patternOf(crystal, counts, generator) {
  const peaks = crystal.reflections
    .map((reflection) => ({
      at: angleOf(reflection.sum, crystal.lattice, beam),
      height: intensityOf(reflection, crystal.lattice, beam),
    }))
    .filter(({ at }) => at > scan.from && at < scan.to)
  const strongest = Math.max(...peaks.map(({ height }) => height))
  const steps = Math.round((scan.to - scan.from) / resolution.step)
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = scan.from + i * resolution.step
    let mean = (counts / 100) * (1.5 - angle / 60)
    for (const { at, height } of peaks) {
      const away = (angle - at) / resolution.sigma
      if (Math.abs(away) < 8) mean += counts * (height / strongest) * Math.exp(-0.5 * away * away)
    }
    return { angle: Number(angle.toFixed(3)), counts: poisson(mean, generator) }
  })
}

/** Knuth's product for small means; for large ones the normal distribution, rounded. */
function poisson(mean, { uniform, normal }) {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; count++) product *= uniform()
  return Math.max(0, count)
}
