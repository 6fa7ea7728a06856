// The lattice constant of one sample, from its pattern and the calibrated beam.
//
//   node reduce.mjs pattern.json --beam beam.json --out lattice.json

import { writeFileSync } from 'node:fs'
import { alloy } from './crystal.mjs'
import { options, readJson } from './options.mjs'
import { fitLattice, fitPeaks } from './peaks.mjs'
import { report } from './report.mjs'

const given = options({ beam: undefined, out: 'lattice.json' })
const { sample, pattern } = readJson(given.files[0])
const beam = readJson(given.beam)
const expected = alloy(sample.x)
const peaks = fitPeaks(pattern, expected, beam)
const { lattice, error, common, chi2, freedom } = fitLattice(peaks, expected.lattice, beam)
const shape = peaks.reduce((sum, peak) => ({ chi2: sum.chi2 + peak.chi2, freedom: sum.freedom + peak.freedom }), { chi2: 0, freedom: 0 })

const result = { ...sample, lattice, lattice_error: error, common_error: common, peaks }
writeFileSync(given.out, `${JSON.stringify(result, null, 2)}\n`)
report({
  lattice,
  lattice_error: error,
  common_error: common,
  chi2: chi2 / freedom,
  chi2_of_peaks: shape.chi2 / shape.freedom,
  peaks: peaks.length,
})
console.log(`x = ${sample.x.toFixed(4)}: a = ${lattice.toFixed(6)} ± ${error.toFixed(6)} Å (common ${common.toFixed(6)})`)
