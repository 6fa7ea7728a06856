// How well one timestep conserves energy.
//
//   node timestep.mjs state.json --dt 0.005 --segments 6 --time 2 --seed 1 --out energies.json
//
// From the same configuration, several short runs with velocities drawn anew; each gives the standard deviation of the total energy per
// particle. The runs of other timesteps start from the very same states, so their ratio is known much better than each alone.

import { writeFileSync } from 'node:fs'
import { drawVelocities, kineticEnergy, motionOf, systemOf, temperatureOf } from './dynamics.mjs'
import { options, readJson } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'
import { covariance, meanWithError } from './statistics.mjs'

const given = options({ dt: '0.005', segments: '6', time: '2', seed: '1', out: 'energies.json' })
const dt = Number(given.dt)
const steps = Math.round(Number(given.time) / dt)
const start = readJson(given.files[0])

const fluctuations = Array.from({ length: Number(given.segments) }, (_, segment) => {
  const system = systemOf(start)
  const temperature = temperatureOf(kineticEnergy(system), system.count)
  drawVelocities(system, temperature, randomFrom(`timestep ${given.seed} segment ${segment}`))
  const step = motionOf(system, dt)
  const energies = Array.from({ length: steps }, () => step().conserved / system.count)
  return Math.sqrt(covariance(energies, energies))
})
const { value, error } = meanWithError(fluctuations)
writeFileSync(given.out, JSON.stringify({ dt, fluctuations }))
report({ energy_fluctuation: value, energy_fluctuation_error: error })
console.log(`dt = ${dt}: total energy per particle fluctuates by ${value.toExponential(3)} ± ${error.toExponential(1)}`)
