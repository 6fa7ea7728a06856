// From constant-energy runs to what the fluid is at one temperature.

import { pair, tailCorrections } from './lennard-jones.mjs'
import { blockMeans, covariance, line, mean, meanWithError } from './statistics.mjs'

/**
 * Energy and pressure at exactly the wanted temperature, of the plainly cut potential. Errors are standard errors over blocks of all runs.
 *
 * Each run kept its own energy, and so has a temperature a little off: the means are moved along the isochore with the fluid's own heat
 * capacity and thermal pressure coefficient. And the runs follow the potential shifted to zero at the cut-off, while the reference sampled
 * the plainly cut one, lower by |u(r_c)| for every pair within: the means are moved from one to the other by first-order perturbation.
 */
export function atTemperature(runs, wanted) {
  const responses = runs.map(responsesOf)
  const over = (name) => meanWithError(responses.map((response) => response[name]))
  const heatCapacity = over('heatCapacity')
  const pressureCoefficient = over('pressureCoefficient')
  const moved = (name, slope, shiftOfCut) => {
    const atWanted = meanWithError(
      runs.flatMap(({ series, blocks }) => {
        const temperatures = blockMeans(series.temperature, blocks)
        return blockMeans(series[name], blocks).map((value, block) => value - slope * (temperatures[block] - wanted))
      }),
    )
    return { value: atWanted.value + shiftOfCut.value, error: Math.hypot(atWanted.error, shiftOfCut.error) }
  }
  return {
    temperature: meanWithError(runs.flatMap(({ series, blocks }) => blockMeans(series.temperature, blocks))),
    energy: moved('energy', heatCapacity.value - 3 / 2, over('energyOfCut')),
    pressure: moved('pressure', pressureCoefficient.value, over('pressureOfCut')),
    heatCapacity,
    pressureCoefficient,
    energyOfCut: over('energyOfCut'),
    pressureOfCut: over('pressureOfCut'),
  }
}

/**
 * How the fluid responds, from fluctuations at constant energy. With K the kinetic energy of the N particles, c the heat capacity per particle and
 * A, B functions of the positions alone (J. L. Lebowitz, J. K. Percus and L. Verlet, Phys. Rev. 153, 250, 1967):
 *
 *   <δK²> = (3N/2) T² (1 - 3/(2c))      <δK δB> = -(3 T²/(2c)) dB/dT      <δA δB> = <δA δB>_canonical - (T²/(N c)) dA/dT dB/dT
 *
 * And when each of n pairs gets a further energy w (R. W. Zwanzig, J. Chem. Phys. 22, 1420, 1954): A changes by -(w/T) <δA δn>_canonical.
 */
function responsesOf({ series, count, box, cutoff }) {
  const T = mean(series.temperature)
  const density = count / box ** 3
  const kinetic = series.temperature.map((value) => (3 / 2) * (count - 1) * value)
  const c = 3 / 2 / (1 - covariance(kinetic, kinetic) / ((3 / 2) * count * T * T))
  const slope = (values) => -covariance(kinetic, values) * ((2 * c) / (3 * T * T))
  const perCut = -pair(cutoff * cutoff).energy / T
  const ofCut = (values) => perCut * (covariance(values, series.pairs) + ((T * T) / (count * c)) * slope(values) * slope(series.pairs))
  const virialPart = series.pressure.map((pressure, i) => pressure - density * series.temperature[i])
  return {
    heatCapacity: c,
    pressureCoefficient: density + slope(virialPart),
    energyOfCut: ofCut(series.energy),
    pressureOfCut: ofCut(virialPart),
  }
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
