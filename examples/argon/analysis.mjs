// What the fluid is: energy, pressure, structure and diffusion, from all runs.
//
//   node analysis.mjs --manifest manifest.json --temperature 0.85 --out result.json --figure argon.svg

import { writeFileSync } from 'node:fs'
import { fluidFigure } from './figures.mjs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'
import { meanWithError } from './statistics.mjs'
import { atTemperature, diffusion, energyFromStructure, firstPeak, meanSquareDisplacement, radialDistribution } from './thermodynamics.mjs'

const given = options({ manifest: undefined, temperature: '0.85', out: 'result.json', figure: 'argon.svg' })
const runs = readJson(given.manifest).map(({ path }) => readJson(path))

const state = atTemperature(runs, Number(given.temperature))
const peaks = runs.map(({ g }) => firstPeak(g))
const position = meanWithError(peaks.map((peak) => peak.position))
const height = meanWithError(peaks.map((peak) => peak.height))
const D = diffusion(runs)
const fromStructure = meanWithError(runs.map((run) => energyFromStructure(run.g, run)))
const measured = {
  temperature_measured: state.temperature,
  energy: state.energy,
  pressure: state.pressure,
  heat_capacity: state.heatCapacity,
  pressure_coefficient: state.pressureCoefficient,
  energy_of_cut: state.energyOfCut,
  pressure_of_cut: state.pressureOfCut,
  peak_position: position,
  peak_height: height,
  energy_from_structure: fromStructure,
  diffusion: D,
}
const metrics = Object.fromEntries(
  Object.entries(measured).flatMap(([name, { value, error }]) => [
    [name, value],
    [`${name}_error`, error],
  ]),
)

/** For argon (σ = 3.405 Å, ε/k_B = 119.8 K, m = 39.948 u) one unit of D is σ √(ε/m). */
const argonDiffusion = D.value * 3.405e-8 * Math.sqrt((119.8 * 1.380649e-23) / (39.948 * 1.66053907e-27)) * 100

writeFileSync(given.out, `${JSON.stringify({ ...metrics, diffusion_argon_cm2_per_s: argonDiffusion }, null, 2)}\n`)
writeFileSync(given.figure, fluidFigure(radialDistribution(runs), meanSquareDisplacement(runs), { position, height, D }))
report(metrics)
for (const [name, { value, error }] of Object.entries(measured)) console.log(`${name}: ${value.toFixed(5)} ± ${error.toFixed(5)}`)
console.log(`for argon, D = ${argonDiffusion.toExponential(2)} cm²/s`)
