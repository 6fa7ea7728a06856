// What all experiments without a signal say together, beside what formulas say of them.
//
//   node elsewhere.mjs --manifest toys.json --out elsewhere.json

import { writeFileSync } from 'node:fs'
import { anywhere } from './chances.mjs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'

const { manifest, out } = options({ manifest: undefined, out: 'elsewhere.json' })
const toys = readJson(manifest).flatMap(({ path }) => readJson(path))
const mean = (of) => toys.reduce((sum, one) => sum + of(one), 0) / toys.length
const crossings = mean((one) => one.crossings)
const level = 6
const share = mean((one) => (one.highest > level ? 1 : 0))
const told = {
  toys: toys.length,
  crossings,
  crossings_error: Math.sqrt(mean((one) => (one.crossings - crossings) ** 2) / toys.length),
  // At one mass: 0.1587, as Chernoff says. Neighbouring masses are not independent; toys are.
  above: mean((one) => one.above),
  above_error: Math.sqrt(mean((one) => (one.above - mean((each) => each.above)) ** 2) / toys.length),
  share,
  share_error: Math.sqrt((share * (1 - share)) / toys.length),
  expected: anywhere(level, crossings),
}
writeFileSync(out, `${JSON.stringify(told)}\n`)
report(told)
console.log(told)
