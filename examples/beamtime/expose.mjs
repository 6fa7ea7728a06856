// A powder pattern of the standard or of a capillary with silicon, from a beam whose wavelength drifts. Simulated; at a real beamline this file is another one.
//
//   node expose.mjs --sample silicon --capillary 1 --counts 2000 --hours 3 --out pattern.json

import { writeFileSync } from 'node:fs'
import { alloy, standard } from './crystal.mjs'
import { patternOf } from './detector.mjs'
import { options } from './options.mjs'
import { randomFrom } from './random.mjs'
import { report } from './report.mjs'

/** Lattice constant of silicon at 22.5 °C in vacuum: CODATA 2018 (E. Tiesinga et al., Rev. Mod. Phys. 93, 025010, 2021). */
const silicon = { ...alloy(0), name: 'silicon', lattice: 5.431020511 }

/** Share of the beam that a capillary is hit by: the first one was filled badly. */
const filled = { 1: 0.3, 2: 0.95, 3: 0.9 }

const given = options({ sample: undefined, capillary: '2', counts: '2000', hours: '0', drift: '0', seed: '1', out: 'pattern.json' })
const crystal = given.sample === 'standard' ? standard : silicon
// A wavelength that grows by some share moves every peak as a lattice does that shrinks by it.
const longer = Number(given.drift) * 1e-6 * Number(given.hours)
const share = given.sample === 'standard' ? 1 : filled[given.capillary]
const generator = randomFrom(JSON.stringify([given.sample, given.capillary, given.counts, given.hours, given.seed]))
const pattern = patternOf({ ...crystal, lattice: crystal.lattice / (1 + longer) }, Number(given.counts) * share, generator)
writeFileSync(given.out, `${JSON.stringify({ sample: { x: 0, x_error: 0, name: crystal.name }, pattern })}\n`)
const highest = pattern.reduce((most, { counts }) => Math.max(most, counts), 0)
report({ highest })
console.log(`${crystal.name}: ${highest} counts at the top`)
