// Wavelength and zero of the beam, from the pattern of the standard.
//
//   node calibrate.mjs pattern.json --out beam.json

import { writeFileSync } from 'node:fs'
import { standard } from './crystal.mjs'
import { nominal } from './detector.mjs'
import { options, readJson } from './options.mjs'
import { fitBeam, fitPeaks } from './peaks.mjs'
import { report } from './report.mjs'

const given = options({ out: 'beam.json' })
const { pattern } = readJson(given.files[0])
const peaks = fitPeaks(pattern, standard, nominal)
const { wavelength, zero, covariance, chi2, freedom } = fitBeam(peaks, standard.lattice, nominal)

writeFileSync(given.out, `${JSON.stringify({ wavelength, zero, covariance, chi2, freedom, peaks }, null, 2)}\n`)
report({
  wavelength,
  wavelength_error: Math.sqrt(covariance[0][0]),
  zero,
  zero_error: Math.sqrt(covariance[1][1]),
  chi2: chi2 / freedom,
  peaks: peaks.length,
})
console.log(`wavelength ${wavelength.toFixed(6)} Å, zero ${zero.toFixed(5)}°, chi2/dof ${(chi2 / freedom).toFixed(2)}`)
