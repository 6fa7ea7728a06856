// How far the lattice constant of silicon-germanium lies below Vegard's straight line: a(x) = a_Si (1 − x) + a_Ge x − b x (1 − x), over all samples.
//
//   node vegard.mjs --manifest lattices.json --out result.json --figure vegard.svg

import { writeFileSync } from 'node:fs'
import { vegardFigure } from './bowing.mjs'
import { alloyLattice } from './crystal.mjs'
import { leastSquares } from './least-squares.mjs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'

const given = options({ manifest: undefined, out: 'result.json', figure: 'vegard.svg' })
const samples = readJson(given.manifest).map(({ path }) => readJson(path))
samples.sort((a, b) => a.x - b.x)

/** An error of x counts as one of a, by the slope of the curve. */
const slope = 0.2265
const points = samples.map(({ lattice, lattice_error, x_error }) => ({ value: lattice, error: Math.hypot(lattice_error, slope * x_error) }))
const model = (i, [silicon, germanium, bowing]) => {
  const { x } = samples[i]
  return { value: alloyLattice(x, { silicon, germanium, bowing }), slopes: [1 - x, x, -x * (1 - x)] }
}
const { parameters, covariance, chi2, freedom } = leastSquares(points, [5.4, 5.7, 0], model)
const [silicon, germanium, bowing] = parameters
const [silicon_error, germanium_error, bowing_error] = covariance.map((row, i) => Math.sqrt(row[i]))

const result = { silicon, silicon_error, germanium, germanium_error, bowing, bowing_error, chi2, freedom }
writeFileSync(given.out, `${JSON.stringify({ ...result, samples: samples.map(({ peaks, ...rest }) => rest) }, null, 2)}\n`)
writeFileSync(given.figure, vegardFigure(samples, points, { silicon, germanium, bowing, bowing_error }))
report({ silicon, silicon_error, germanium, germanium_error, bowing, bowing_error, chi2: chi2 / freedom, samples: samples.length })
console.log(`b = ${bowing.toFixed(4)} ± ${bowing_error.toFixed(4)} Å, chi2/dof ${(chi2 / freedom).toFixed(2)}`)
