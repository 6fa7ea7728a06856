// Samples the 2D Ising model at one size and temperature.
//
//   node ising.mjs --size 32 --temperature 2.27 --sweeps 10000 --algorithm wolff --seed 1 --out series.json
//
// Writes the series of M and E, once a sweep, and reports whether the series can be trusted. Units: J = k_B = 1.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { report } from './report.mjs'
import { qualityOf, sample } from './sampling.mjs'

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    temperature: { type: 'string' },
    sweeps: { type: 'string', default: '10000' },
    algorithm: { type: 'string', default: 'wolff' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'series.json' },
  },
})
const size = Number(values.size)
const temperature = Number(values.temperature)
const sweeps = Math.round(Number(values.sweeps))
if (!(size >= 2 && temperature > 0 && sweeps >= 100)) {
  throw new Error(`needs --size ≥ 2, --temperature > 0 and --sweeps ≥ 100, got ${values.size}, ${values.temperature}, ${values.sweeps}`)
}

const series = sample({ size, temperature, sweeps, algorithm: values.algorithm, seed: values.seed })
const quality = qualityOf(series)
writeFileSync(values.out, JSON.stringify({ size, temperature, sweeps, M: [...series.M], E: [...series.E] }))
report(quality)
console.log(
  `L = ${size}, T = ${temperature}: ${sweeps} sweeps, τ = ${quality.tau_int.toFixed(2)} ± ${quality.tau_int_error.toFixed(2)} sweeps, ` +
    `worth ${quality.independent.toFixed(0)} independent ones`,
)
