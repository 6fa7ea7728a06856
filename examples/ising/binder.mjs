// Reduces one series to moments with errors, and compares the energy with the exact one of the same finite lattice.
//
//   node binder.mjs series.json --out moments.json

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { exactEnergy } from './kaufman.mjs'
import { momentsOf } from './moments.mjs'
import { report } from './report.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string', default: 'moments.json' } }, allowPositionals: true })
const { size, temperature, M, E } = JSON.parse(readFileSync(positionals[0], 'utf8'))

const moments = momentsOf({ M: Float64Array.from(M), E: Float64Array.from(E) }, { size, temperature })
const exact = exactEnergy(size, temperature)
const result = { ...moments, energy_exact: exact, energy_pull: (moments.energy - exact) / moments.energy_error }
writeFileSync(values.out, JSON.stringify({ L: size, T: temperature, ...result }))
report(result)
console.log(
  `L = ${size}, T = ${temperature}: U4 = ${result.u4.toFixed(5)} ± ${result.u4_error.toFixed(5)}, ` +
    `e = ${result.energy.toFixed(5)} ± ${result.energy_error.toFixed(5)} (exact ${exact.toFixed(5)})`,
)
