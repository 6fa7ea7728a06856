// The critical temperature, from the moments of all sizes and temperatures.
//
//   node fit.mjs --manifest manifest.json --out result.json --figure binder.svg
//
// The manifest is a list of { path }, each the moments.json of one task.

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { figure } from './figure.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'
import { criticalPoint } from './scaling.mjs'

/** Where the model orders, exactly: 2/ln(1 + √2) (Onsager, Phys. Rev. 65, 117, 1944). */
const exactTc = 2 / Math.log(1 + Math.SQRT2)

const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    out: { type: 'string', default: 'result.json' },
    figure: { type: 'string', default: 'binder.svg' },
    seed: { type: 'string', default: '1' },
  },
})
const manifest = JSON.parse(readFileSync(values.manifest, 'utf8'))
const points = manifest.map(({ path }) => JSON.parse(readFileSync(path, 'utf8')))
points.sort((a, b) => a.L - b.L || a.T - b.T)

const found = criticalPoint(points, randomFrom(`fit ${values.seed}`))
const { tc, u4_star, inverse_nu, gamma_over_nu } = found
const metrics = {
  tc: tc.value,
  tc_error: tc.error,
  tc_statistical: tc.statistical,
  tc_systematic: tc.systematic,
  tc_pull: (tc.value - exactTc) / tc.error,
  chi2_per_dof: tc.dof > 0 ? tc.chi2 / tc.dof : 0,
  u4_star: u4_star.value,
  u4_star_error: u4_star.error,
  inverse_nu: inverse_nu.value,
  inverse_nu_error: inverse_nu.error,
  gamma_over_nu: gamma_over_nu.value,
  gamma_over_nu_error: gamma_over_nu.error,
}
const crossings = found.crossings.map(({ L1, L2, T, T_error, u4, u4_error }) => ({ L1, L2, T, T_error, u4, u4_error }))
writeFileSync(values.out, `${JSON.stringify({ ...metrics, exact_tc: exactTc, crossings }, null, 2)}\n`)
writeFileSync(values.figure, figure(points, found, exactTc))
report(metrics)

for (const { L1, L2, T, T_error } of crossings) console.log(`L = ${L1} and ${L2} cross at T = ${T.toFixed(5)} ± ${T_error.toFixed(5)}`)
console.log(
  `Tc  = ${tc.value.toFixed(5)} ± ${tc.statistical.toFixed(5)} (statistical) ± ${tc.systematic.toFixed(5)} (corrections to scaling); exact ${exactTc.toFixed(5)}`,
)
console.log(
  `1/ν = ${inverse_nu.value.toFixed(3)} ± ${inverse_nu.error.toFixed(3)} (exact 1), γ/ν = ${gamma_over_nu.value.toFixed(4)} ± ${gamma_over_nu.error.toFixed(4)} (exact 1.75)`,
)
