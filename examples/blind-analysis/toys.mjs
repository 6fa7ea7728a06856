// Experiments without a signal, by chance: how often a scan finds something all the same.
//
//   node toys.mjs background.json --batch 1 --toys 250 --out toys.json

import { writeFileSync } from 'node:fs'
import { crossings, highest, scan } from './likelihood.mjs'
import { options, readJson } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'
import { masses, poisson } from './spectrum.mjs'

const { batch, toys, seed, out, files } = options({ batch: '1', toys: '250', seed: '1', out: 'toys.json' })
const [a, c] = readJson(files[0]).parameters
const means = masses.map((mass) => Math.exp(a + (c * (mass - 130)) / 10))
const generator = randomFrom(JSON.stringify(['toys', batch, seed]))
const found = Array.from({ length: Number(toys) }, () => {
  const scanned = scan(means.map((mean) => poisson(mean, generator)))
  return { highest: highest(scanned).q, crossings: crossings(scanned, 1), above: scanned.filter(({ q }) => q > 1).length / scanned.length }
})
writeFileSync(out, `${JSON.stringify(found)}\n`)
const mean = (of) => found.reduce((sum, one) => sum + of(one), 0) / found.length
report({ crossings: mean((one) => one.crossings), above: mean((one) => one.above) })
