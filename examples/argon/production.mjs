// A constant-energy run: the series of temperature, energy and pressure, g(r), and mean-square displacements.
//
//   node production.mjs state.json --dt 0.005 --time 60 --blocks 3 --out run.json
//
// How far the energy drifted is only reported: the workflow's gate decides what follows.

import { writeFileSync } from 'node:fs'
import { motionOf, systemOf, temperatureOf, unwrapped } from './dynamics.mjs'
import { tailCorrections } from './lennard-jones.mjs'
import { displacements, pairCounter } from './observe.mjs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'
import { blockMeans, line, mean, meanWithError } from './statistics.mjs'

const given = options({ dt: '0.005', time: '60', blocks: '3', out: 'run.json' })
const dt = Number(given.dt)
const time = Number(given.time)
const blocks = Number(given.blocks)
const binWidth = 0.01
/** In time units: what is written down how often, and how far displacements are followed. */
const seriesEvery = 0.05
const frameEvery = 0.1
const pairsEvery = 0.25
const longestLag = 5

const system = systemOf(readJson(given.files[0]))
const pairs = pairCounter(system, binWidth)
const { series, frames } = observed()
const drift = line(series.time, series.conserved).slope * time
const framesPerBlock = Math.floor(frames.length / blocks)
const msd = Array.from({ length: blocks }, (_, block) =>
  displacements(frames.slice(block * framesPerBlock, (block + 1) * framesPerBlock), Math.round(longestLag / frameEvery)),
)
const { count, box, cutoff } = system
writeFileSync(
  given.out,
  JSON.stringify({
    count,
    box,
    cutoff,
    dt,
    time,
    blocks,
    series,
    g: { width: binWidth, values: pairs.radialDistribution() },
    msd: { every: frameEvery, blocks: msd },
  }),
)
const temperature = meanWithError(blockMeans(series.temperature, blocks))
const energy = meanWithError(blockMeans(series.energy, blocks))
report({ energy_drift: drift, mean_temperature: temperature.value, mean_energy: energy.value, mean_pressure: mean(series.pressure) })
console.log(
  `dt = ${dt}: T = ${temperature.value.toFixed(4)} ± ${temperature.error.toFixed(4)}, u = ${energy.value.toFixed(4)} ± ${energy.error.toFixed(4)}; ` +
    `the total energy per particle drifted by ${drift.toExponential(1)}`,
)

/** The run itself. Energy and pressure have the tail corrections in them; the pressure's ideal part is ρT. */
function observed() {
  const { count, box, cutoff } = system
  const density = count / box ** 3
  const tail = tailCorrections(density, cutoff)
  const step = motionOf(system, dt)
  const series = { time: [], temperature: [], energy: [], pressure: [], pairs: [], conserved: [] }
  const frames = []
  for (let i = 1; i <= Math.round(time / dt); i++) {
    const state = step()
    if (isDue(seriesEvery, i)) {
      const temperature = temperatureOf(state.halfStepKinetic, count)
      series.time.push(i * dt)
      series.temperature.push(temperature)
      series.energy.push(state.potential / count + tail.energy)
      series.pressure.push(density * temperature + state.virial / (3 * box ** 3) + tail.pressure)
      series.pairs.push(state.pairs)
      series.conserved.push(state.conserved / count)
    }
    if (isDue(frameEvery, i)) frames.push(unwrapped(system))
    if (isDue(pairsEvery, i)) pairs.look()
  }
  return { series, frames }
}

/** Whether step `i` is the first at or after a multiple of this time, so that any timestep is observed equally often. */
function isDue(period, i) {
  return Math.floor((i * dt) / period + 1e-9) > Math.floor(((i - 1) * dt) / period + 1e-9)
}
