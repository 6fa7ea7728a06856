import { energy, magnetisation, metropolisSweep, metropolisThresholds, orderedLattice, wolffThreshold, wolffUpdate } from './lattice.mjs'
import { randomFrom } from './random.mjs'
import { autocorrelationTime, drift } from './statistics.mjs'

/** How much of the run is thrown away before measuring starts. */
const thermalisation = 0.1

/**
 * Samples one size at one temperature: M and E (both integers, of the whole lattice) once a sweep, after the
 * lattice has settled from the ordered state. A sweep touches about as many spins as the lattice has, whatever the algorithm.
 */
export function sample({ size, temperature, sweeps, algorithm, seed }) {
  const random = randomFrom(`ising ${seed} ${algorithm} L=${size} T=${temperature} sweeps=${sweeps}`)
  const lattice = orderedLattice(size)
  const settling = Math.max(100, Math.ceil(thermalisation * sweeps))
  const sweep = sweepOf(algorithm, lattice, temperature, settling, random)
  const M = new Float64Array(sweeps)
  const E = new Float64Array(sweeps)
  for (let i = 0; i < sweeps; i++) {
    sweep()
    M[i] = magnetisation(lattice)
    E[i] = energy(lattice)
  }
  return { M, E }
}

/** Lets the lattice settle, and returns what does one sweep from then on. */
function sweepOf(algorithm, lattice, temperature, settling, random) {
  if (algorithm === 'metropolis') {
    const thresholds = metropolisThresholds(temperature)
    const sweep = () => metropolisSweep(lattice, thresholds, random)
    for (let i = 0; i < settling; i++) sweep()
    return sweep
  }
  if (algorithm !== 'wolff') throw new Error(`no such algorithm: ${algorithm} (there are wolff and metropolis)`)
  const threshold = wolffThreshold(temperature)
  const updates = settledUpdatesPerSweep(lattice, threshold, settling, random)
  return () => {
    for (let i = 0; i < updates; i++) wolffUpdate(lattice, threshold, random)
  }
}

/**
 * Settles with Wolff updates and counts how many of them touch as many spins as the lattice has. From then on
 * that number is fixed: to stop a sweep whenever enough spins are flipped would prefer moments after large
 * clusters, that is after ordered states, and bias every mean.
 */
function settledUpdatesPerSweep(lattice, threshold, settling, random) {
  let flipped = 0
  let updates = 0
  const half = (settling * lattice.sites) / 2
  for (let settled = 0; settled < half; ) settled += wolffUpdate(lattice, threshold, random)
  for (; flipped < half; updates++) flipped += wolffUpdate(lattice, threshold, random)
  return Math.max(1, Math.round((updates * lattice.sites) / flipped))
}

/**
 * Whether a series can be trusted: the longer of the autocorrelation times of M² and E (in sweeps), how many independent
 * measurements the series is worth, and how far its halves lie apart in energy (in standard deviations).
 */
export function qualityOf({ M, E }) {
  const times = [M.map((value) => value * value), E].map((series) => autocorrelationTime(series))
  const slowest = times[0].tau > times[1].tau ? times[0] : times[1]
  return {
    measurements: E.length,
    tau_int: slowest.tau,
    tau_int_error: slowest.error,
    independent: E.length / (2 * slowest.tau),
    drift: drift(E),
  }
}
