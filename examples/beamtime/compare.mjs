// The lattice constant as the drifting beam saw it, put right by what the standard said before and after, beside the published one.
//
//   node compare.mjs --lattice lattice.json --before beam.json --after beam.json --published 5.431020511 --out result.json

import { writeFileSync } from 'node:fs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'

const given = options({ lattice: undefined, before: undefined, after: undefined, published: undefined, out: 'result.json' })
const { lattice, lattice_error, common_error } = readJson(given.lattice)
const [before, after] = [readJson(given.before), readJson(given.after)]
const shares = [before, after].map(({ wavelength, covariance }) => Math.sqrt(covariance[0][0]) / wavelength)
const drifted = after.wavelength / before.wavelength - 1
// Exposed between the two, nobody knows when the beam drifted: half of it is put right, and the rest is an error with the spread of an even chance.
const right = lattice * (1 + drifted / 2)
const error = Math.hypot(lattice_error, common_error, (lattice * Math.abs(drifted)) / Math.sqrt(12), (lattice * shares[1]) / 2)
const told = {
  lattice: right,
  lattice_error: error,
  drifted: drifted * 1e6,
  drifted_error: Math.hypot(...shares) * 1e6,
  off: right - Number(given.published),
  pull: (right - Number(given.published)) / error,
}
writeFileSync(given.out, `${JSON.stringify(told)}\n`)
report(told)
console.log(`a = ${right.toFixed(6)} ± ${error.toFixed(6)} Å; the beam drifted by ${told.drifted.toFixed(2)} ppm`)
