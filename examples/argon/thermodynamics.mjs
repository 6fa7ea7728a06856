// From constant-energy runs to what the fluid is at one temperature.

import { pair, tailCorrections } from './lennard-jones.mjs'
import { blockMeans, covariance, line, mean, meanWithError } from './statistics.mjs'

/**
 * Energy and pressure at exactly the wanted temperature. Each run kept its own energy, and so has a temperature a little off; the
 * means are moved along the isochore with the fluid's own heat capacity and thermal pressure coefficient, which the
 * fluctuations give. Errors: standard error over blocks of all runs.
 */
export function atTemperature(runs, wanted) {
  const responses = runs.map(responsesOf)
  const heatCapacity = meanWithError(responses.map(({ c }) => c))
  const pressureCoefficient = meanWithError(responses.map(({ gamma }) => gamma))
  const shifted = (name, slope) =>
    meanWithError(
      runs.flatMap(({ series, blocks }) => {
        const temperatures = blockMeans(series.temperature, blocks)
        return blockMeans(series[name], blocks).map((value, block) => value - slope * (temperatures[block] - wanted))
      }),
    )
  return {
    temperature: meanWithError(runs.flatMap(({ series, blocks }) => blockMeans(series.temperature, blocks))),
    energy: shifted('energy', heatCapacity.value - 3 / 2),
    pressure: shifted('pressure', pressureCoefficient.value),
    heatCapacity,
    pressureCoefficient,
  }
}

/**
 * Heat capacity per particle c and (∂p/∂T)_V, from fluctuations at constant energy
 * (Lebowitz, Percus and Verlet, Phys. Rev. 153, 250, 1967), with kinetic energy K of the N particles in volume V:
 *
 *   <δK²> = (3N/2) T² (1 - 3/(2c))        <δK δp> = (N T²/V) (1 - 3V γ/(2N c))
 */
function responsesOf({ series, count, box }) {
  const T = mean(series.temperature)
  const kinetic = series.temperature.map((value) => (3 / 2) * (count - 1) * value)
  const volume = box ** 3
  const c = 3 / 2 / (1 - covariance(kinetic, kinetic) / ((3 / 2) * count * T * T))
  const gamma = ((2 * count * c) / (3 * volume)) * (1 - (volume * covariance(kinetic, series.pressure)) / (count * T * T))
  return { c, gamma }
}

/** g(r) with errors: mean and standard error over the runs. */
export function radialDistribution(runs) {
  const { width } = runs[0].g
  return runs[0].g.values.map((_, bin) => ({ r: (bin + 0.5) * width, ...meanWithError(runs.map(({ g }) => g.values[bin])) }))
}

/** Position and height of the first peak: top of a parabola through the points above 90 % of the highest. */
export function firstPeak({ width, values }) {
  const highest = Math.max(...values)
  const near = values.map((g, bin) => ({ r: (bin + 0.5) * width, g })).filter(({ g, r }) => g > 0.9 * highest && r < 1.6)
  const centre = mean(near.map(({ r }) => r))
  const x = near.map(({ r }) => r - centre)
  // Least squares for a + b x + c x² + d x³: the peak leans to the right, and a parabola alone would put its top there.
  const coefficients = polynomial(
    x,
    near.map(({ g }) => g),
    3,
  )
  const [a, b, c, d] = coefficients
  const top = (-c - Math.sqrt(c * c - 3 * b * d)) / (3 * d)
  const height = a + b * top + c * top ** 2 + d * top ** 3
  return { position: centre + top, height }
}

function polynomial(x, y, degree) {
  const size = degree + 1
  const rows = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => mean(x.map((value) => value ** (i + j)))),
    mean(x.map((value, k) => value ** i * y[k])),
  ])
  for (let i = 0; i < size; i++) {
    for (let below = i + 1; below < size; below++) {
      const factor = rows[below][i] / rows[i][i]
      for (let j = i; j <= size; j++) rows[below][j] -= factor * rows[i][j]
    }
  }
  const solution = new Array(size).fill(0)
  for (let i = degree; i >= 0; i--) {
    let rest = rows[i][size]
    for (let j = i + 1; j < size; j++) rest -= rows[i][j] * solution[j]
    solution[i] = rest / rows[i][i]
  }
  return solution
}

/** The energy per particle that g(r) stands for, 2πρ ∫ u(r) g(r) r² dr up to the cut-off, with the tail: a check of both. */
export function energyFromStructure({ width, values }, { count, box, cutoff }) {
  const density = count / box ** 3
  let sum = tailCorrections(density, cutoff).energy
  values.forEach((g, bin) => {
    const r = (bin + 0.5) * width
    const shell = (4 / 3) * Math.PI * width ** 3 * ((bin + 1) ** 3 - bin ** 3)
    if (r < cutoff && g > 0) sum += (((count - 1) / count) * density * shell * g * pair(r * r).energy) / 2
  })
  return sum
}

/** Einstein's relation: D is a sixth of the slope of the mean-square displacement, here between these two times. Errors over blocks. */
export function diffusion(runs, from = 2, to = 5) {
  const slopes = runs.flatMap(({ msd }) =>
    msd.blocks.map((block) => {
      const points = block.map((value, lag) => ({ t: lag * msd.every, value })).filter(({ t }) => t > from - 1e-9 && t < to + 1e-9)
      return line(
        points.map(({ t }) => t),
        points.map(({ value }) => value),
      ).slope
    }),
  )
  return meanWithError(slopes.map((slope) => slope / 6))
}

/** Mean-square displacement over time, mean and standard error over all blocks. */
export function meanSquareDisplacement(runs) {
  const { every } = runs[0].msd
  const blocks = runs.flatMap(({ msd }) => msd.blocks)
  return blocks[0].map((_, lag) => ({ t: lag * every, ...meanWithError(blocks.map((block) => block[lag])) }))
}
