// A powder pattern of the standard, or of a sample of silicon-germanium.
//
//   node measure.mjs --counts 4000 --seed 1 --out pattern.json [--silicon 40 --germanium 60]     (masses in mg)

import { writeFileSync } from 'node:fs'
import { compositionOf } from './composition.mjs'
import { alloy, standard } from './crystal.mjs'
import { patternOf } from './detector.mjs'
import { options } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'

const given = options({ counts: '4000', seed: '1', balance: '0.1', silicon: '', germanium: '', out: 'pattern.json' })
const generator = randomFrom(JSON.stringify([given.silicon, given.germanium, given.seed]))
const isSample = given.silicon !== ''
const x = isSample ? compositionOf(Number(given.silicon), Number(given.germanium), Number(given.balance)) : undefined
// The balance errs: what is in the beam is not exactly what was read off.
const crystal = x ? alloy(x.value + x.error * generator.normal()) : standard
const pattern = patternOf(crystal, Number(given.counts), generator)

writeFileSync(given.out, `${JSON.stringify({ sample: x ? { x: x.value, x_error: x.error } : { standard: crystal.name }, pattern })}\n`)
const total = pattern.reduce((sum, { counts }) => sum + counts, 0)
report({ counts_total: total, highest: Math.max(...pattern.map(({ counts }) => counts)) })
console.log(`${x ? `x = ${x.value.toFixed(4)}` : crystal.name}: ${total} counts`)
