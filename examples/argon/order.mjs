// The order of the integrator: the exponent with which the energy error falls with the timestep. Velocity Verlet is of order 2.
//
//   node order.mjs --manifest manifest.json --out order.json --figure timestep.svg
//
// One exponent for each starting state (all timesteps share them), then mean and standard error over the states.

import { writeFileSync } from 'node:fs'
import { timestepFigure } from './figures.mjs'
import { options, readJson } from './options.mjs'
import { report } from './report.mjs'
import { line, meanWithError } from './statistics.mjs'

const given = options({ manifest: undefined, out: 'order.json', figure: 'timestep.svg' })
const runs = readJson(given.manifest).map(({ path }) => readJson(path))
runs.sort((a, b) => a.dt - b.dt)
const x = runs.map(({ dt }) => Math.log(dt))
const lines = runs[0].fluctuations.map((_, segment) =>
  line(
    x,
    runs.map(({ fluctuations }) => Math.log(fluctuations[segment])),
  ),
)
const order = meanWithError(lines.map(({ slope }) => slope))

writeFileSync(given.out, `${JSON.stringify({ order: order.value, order_error: order.error, runs }, null, 2)}\n`)
writeFileSync(given.figure, timestepFigure(runs, lines, order))
report({ order: order.value, order_error: order.error })
console.log(`energy error ~ dt^p with p = ${order.value.toFixed(3)} ± ${order.error.toFixed(3)}`)
