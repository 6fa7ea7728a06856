// Counts of one part of the data: the sidebands, the signal region, or the control sample, in which no signal can be. The experiment is simulated, and
// whether there is a signal stands in this file alone; at a real one it is the program that reads the events.
//
//   node take.mjs --part sidebands --seed 1 --out counts.json

import { writeFileSync } from 'node:fs'
import { options } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'
import { bins, isInside, masses, peakAt, poisson } from './spectrum.mjs'

const truth = { mass: 126, events: 120 }
const falls = { sample: { events: 6000, slope: 25 }, control: { events: 9000, slope: 28 } }

const { part, seed, out } = options({ part: undefined, seed: '1', out: 'counts.json' })
const { events, slope } = part === 'control' ? falls.control : falls.sample
const share = masses.map((mass) => Math.exp(-(mass - bins.from) / slope))
const all = share.reduce((sum, one) => sum + one, 0)
const peak = peakAt(truth.mass)
// Sidebands and signal region are parts of one sample: each bin has a stream of its own, so that both give the same whole in whatever order.
const counts = masses.map((mass, i) => {
  const mean = (events * share[i]) / all + (part === 'control' ? 0 : truth.events * peak[i])
  const taken = part === 'control' || isInside(mass) === (part === 'signal')
  return taken ? poisson(mean, randomFrom(JSON.stringify([part === 'control', seed, i]))) : null
})
writeFileSync(out, `${JSON.stringify({ part, counts })}\n`)
const total = counts.reduce((sum, count) => sum + (count ?? 0), 0)
report({ events: total })
console.log(`${part}: ${total} events`)
