// Are the errors honest? Repeats the whole study with many seeds, without PWOS, and looks at the pulls: (measured - reference) / error.
//
//   node examples/argon/validate.mjs --seeds 8 [--first 1] [--replicas 6] [--time 60]
//
// The reference has errors of its own, the same for all seeds: they move the mean of the pulls, and are in the error of each pull. So
// the scatter between seeds is compared with the quoted errors as well, which needs no reference. A seed takes about a minute on one core.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mean } from './statistics.mjs'

/** NIST Standard Reference Simulation Website, see README.md. */
const reference = {
  energy: { value: -5.5121, error: 0.0005 },
  pressure: { value: 0.0067714, error: 0.002 },
  diffusion: { value: 0.061, error: 0.0005 },
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '8' },
    first: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '6' },
    time: { type: 'string', default: '60' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'argon-'))
const results = []
for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
  const result = study(seed)
  results.push(result)
  const said = ['energy', 'pressure', 'diffusion', 'peak_height', 'heat_capacity'].map(
    (name) => `${name} ${result[name].toFixed(4)} ± ${result[`${name}_error`].toFixed(4)}`,
  )
  console.log(`seed ${seed}: ${said.join(', ')}`)
}
rmSync(folder, { recursive: true })

for (const name of Object.keys(results[0]).filter((key) => results[0][`${key}_error`] !== undefined)) {
  const found = results.map((result) => result[name])
  const quoted = Math.sqrt(mean(results.map((result) => result[`${name}_error`] ** 2)))
  const average = mean(found)
  const scatter = Math.sqrt(mean(found.map((value) => (value - average) ** 2)) * (found.length / (found.length - 1)))
  const known = reference[name]
  const against = known
    ? `; mean pull ${mean(results.map((one) => (one[name] - known.value) / Math.hypot(one[`${name}_error`], known.error))).toFixed(2)} against ${known.value}`
    : ''
  console.log(
    `${name}: ${average.toFixed(5)} ± ${(scatter / Math.sqrt(found.length)).toFixed(5)}, scatter / quoted error ${(scatter / quoted).toFixed(2)}${against}`,
  )
}

/** All tasks of the stages that lead to `analysis`, one after the other. */
function study(seed) {
  const manifest = []
  for (let replica = 1; replica <= Number(values.replicas); replica++) {
    const path = join(folder, `run-${replica}.json`)
    run('equilibrate.mjs', '--replica', String(replica), '--seed', String(seed), '--out', join(folder, 'state.json'))
    run('production.mjs', join(folder, 'state.json'), '--time', values.time, '--out', path)
    manifest.push({ path })
  }
  const list = join(folder, 'manifest.json')
  writeFileSync(list, JSON.stringify(manifest))
  run('analysis.mjs', '--manifest', list, '--out', join(folder, 'result.json'), '--figure', join(folder, 'argon.svg'))
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))
}

function run(name, ...args) {
  execFileSync(process.execPath, [join(import.meta.dirname, name), ...args])
}
