// Melts a crystal and brings the liquid to a temperature.
//
//   node equilibrate.mjs --replica 1 --density 0.776 --temperature 0.85 --cutoff 3 --cells 5 --dt 0.005 --time 30 --seed 1 --out state.json
//
// Reduced Lennard-Jones units (see lennard-jones.mjs). The thermostat is Andersen's (J. Chem. Phys. 72, 2384, 1980) in its simplest
// form: once a time unit all velocities are drawn anew, which samples the canonical ensemble. At the end the
// velocities are scaled so that the total energy is the canonical mean, and constant-energy runs from here are at the wanted temperature
// on average (up to the error of that mean, which the analysis corrects for).

import { writeFileSync } from 'node:fs'
import { crystal, drawVelocities, motionOf, scaleKinetic, temperatureOf } from './dynamics.mjs'
import { options } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'
import { meanWithError } from './statistics.mjs'

const given = options({
  replica: '1',
  density: '0.776',
  temperature: '0.85',
  cutoff: '3',
  cells: '5',
  dt: '0.005',
  time: '30',
  seed: '1',
  out: 'state.json',
})
const temperature = Number(given.temperature)
const dt = Number(given.dt)
const random = randomFrom(`argon ${given.seed} replica ${given.replica} ρ=${given.density} T=${temperature}`)

const system = crystal({ cells: Number(given.cells), density: Number(given.density), cutoff: Number(given.cutoff), temperature: 2, random })
const step = motionOf(system, dt)
const perUnit = Math.round(1 / dt)
const units = Math.max(6, Math.round(Number(given.time)))
const melting = Math.ceil(units / 6)

let state
const potentials = [] // means over a time unit each, once the liquid has settled
const temperatures = []
for (let unit = 0; unit < units; unit++) {
  drawVelocities(system, unit < melting ? 2 * temperature : temperature, random)
  let potential = 0
  let kinetic = 0
  for (let i = 0; i < perUnit; i++) {
    state = step()
    potential += state.potential / perUnit
    kinetic += state.kinetic / perUnit
  }
  if (unit < units / 2) continue
  potentials.push(potential / system.count)
  temperatures.push(temperatureOf(kinetic, system.count))
}
const potential = meanWithError(potentials)
const wanted = potential.value * system.count + (3 / 2) * (system.count - 1) * temperature
if (wanted <= state.potential) throw new Error('the last configuration has more potential energy than the whole system should: run longer')
scaleKinetic(system, wanted - state.potential)

const order = crystalOrder(system, Number(given.cells))
const { box, cutoff, positions, velocities } = system
writeFileSync(given.out, JSON.stringify({ box, cutoff, positions: [...positions], velocities: [...velocities] }))
const reached = meanWithError(temperatures)
report({ temperature_reached: reached.value, temperature_reached_error: reached.error, crystal_order: order })
console.log(
  `replica ${given.replica}: u = ${potential.value.toFixed(4)} ± ${potential.error.toFixed(4)} (cut, no tail), crystal order ${order.toFixed(3)}`,
)

/** |Σ exp(i k·r)|/N at the first Bragg peak of the crystal it started from: 1 in that crystal, about N^(-1/2) in a liquid. */
function crystalOrder({ positions, box, count }, cells) {
  const k = (2 * Math.PI * cells) / box
  let real = 0
  let imaginary = 0
  for (let a = 0; a < positions.length; a += 3) {
    const phase = k * (positions[a] + positions[a + 1] - positions[a + 2])
    real += Math.cos(phase)
    imaginary += Math.sin(phase)
  }
  return Math.hypot(real, imaginary) / count
}
