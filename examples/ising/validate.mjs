// Are the errors honest? Repeats the whole study with many seeds, without PWOS, and looks at the pulls: (measured - exact) / error.
// Over many seeds they must have mean 0 and standard deviation 1, and about 68 % of them must lie within 1.
//
//   node examples/ising/validate.mjs --seeds 20 [--first 1] [--sweeps 5000] [--out pulls.jsonl]
//
// Each seed takes about a minute on one core.

import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { momentsOf } from './moments.mjs'
import { randomFrom } from './random.mjs'
import { qualityOf, sample } from './sampling.mjs'
import { criticalPoint } from './scaling.mjs'
import { mean, spread } from './statistics.mjs'

/** As in workflow.yaml. */
const sizes = [8, 16, 32, 64]
const temperatures = [2.0, 2.1, 2.15, 2.2, 2.23, 2.24, 2.25, 2.26, 2.27, 2.28, 2.29, 2.3, 2.32, 2.36, 2.42, 2.5]
const enough = 1500
const retries = 2

/** Kamieniarz and Blöte, J. Phys. A 26, 201 (1993), for U*. */
const exact = { tc: 2 / Math.log(1 + Math.SQRT2), u4_star: 0.61069, inverse_nu: 1, gamma_over_nu: 7 / 4 }

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    sweeps: { type: 'string', default: '5000' },
    out: { type: 'string' },
  },
})
const first = Number(values.first)
const pulls = Object.fromEntries(Object.keys(exact).map((name) => [name, []]))
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const { points, reruns } = study(seed, Number(values.sweeps))
  const found = criticalPoint(points, randomFrom(`fit ${seed}`))
  for (const name of Object.keys(exact)) pulls[name].push((found[name].value - exact[name]) / found[name].error)
  if (values.out) appendFileSync(values.out, `${JSON.stringify({ seed, reruns, points })}\n`)
  const { tc } = found
  console.log(
    `seed ${seed}: Tc = ${tc.value.toFixed(5)} ± ${tc.error.toFixed(5)}, pull ${pulls.tc.at(-1).toFixed(2)}; ${reruns} longer reruns`,
  )
}
for (const [name, list] of Object.entries(pulls)) {
  const within = list.filter((pull) => Math.abs(pull) < 1).length
  console.log(
    `${name}: pull mean ${mean(list).toFixed(2)} ± ${(1 / Math.sqrt(list.length)).toFixed(2)}, standard deviation ${spread(list).toFixed(2)} ` +
      `± ${(1 / Math.sqrt(2 * list.length)).toFixed(2)}, ${within} of ${list.length} within one error`,
  )
}

/** All tasks of the stages `sample` and `binder`, with the retries that the gate `independent` asks for. */
function study(seed, sweepsAtLargest) {
  const largest = Math.max(...sizes)
  let reruns = 0
  const points = sizes.flatMap((size) =>
    temperatures.map((temperature) => {
      for (let attempt = 0; ; attempt++) {
        const sweeps = Math.round((sweepsAtLargest * 2 ** attempt * largest) / size)
        const series = sample({ size, temperature, sweeps, algorithm: 'wolff', seed })
        if (attempt < retries && qualityOf(series).independent < enough) {
          reruns++
          continue
        }
        return { L: size, T: temperature, ...momentsOf(series, { size, temperature }) }
      }
    }),
  )
  return { points, reruns }
}
