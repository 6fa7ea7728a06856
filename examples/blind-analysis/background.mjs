// The background from the sidebands alone, and what it foretells for the region between them. With --against the counts there are compared with it.
//
//   node background.mjs sidebands.json --out background.json
//   node background.mjs control.json --closure --out closure.json --figure closure.svg

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bestFit, highest, scan } from './likelihood.mjs'
import { readJson } from './options.mjs'
import { figureOf, panel } from './plot.mjs'
import { report } from './report.mjs'
import { bins, isInside, masses, phi } from './spectrum.mjs'

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, figure: { type: 'string' }, closure: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const { counts } = readJson(positionals[0])
const outside = masses.flatMap((mass, i) => (isInside(mass) ? [] : [i]))
const { parameters, covariance, deviance, means } = bestFit(counts, { used: outside })
const inside = masses.flatMap((mass, i) => (isInside(mass) ? [i] : []))
const foretold = inside.reduce((sum, i) => sum + means[i], 0)
// Slopes of the sum by both parameters.
const slopes = [foretold, inside.reduce((sum, i) => sum + means[i] * ((masses[i] - 130) / 10), 0)]
const error = Math.sqrt(slopes.reduce((sum, a, j) => sum + slopes.reduce((part, b, k) => part + a * covariance[j][k] * b, 0), 0))
const freedom = outside.length - 2
// Wilson and Hilferty (1931): the cube root of chi2 over its freedom is nearly normal.
const good = 1 - phi(((deviance / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom)))
const told = { foretold, foretold_error: error, chi2: deviance / freedom, goodness: good }

if (values.closure) {
  const found = inside.reduce((sum, i) => sum + counts[i], 0)
  const best = highest(scan(counts))
  Object.assign(told, { found, pull: (found - foretold) / Math.hypot(Math.sqrt(foretold), error), highest: Math.sqrt(best.q) })
}
writeFileSync(values.out, `${JSON.stringify({ parameters, ...told })}\n`)
report(told)
console.log(told)

const top = Math.max(...means) * 1.25
const plot = panel({
  ...{ left: 80, top: 40, width: 620, height: 320, title: values.closure ? 'Control sample' : 'Sidebands' },
  ...{ x: { from: bins.from, to: bins.to, label: 'mass (GeV)' }, y: { from: 0, to: top, label: 'events in 0.5 GeV' } },
})
const shown = counts.flatMap((count, i) => (count === null ? [] : [{ at: masses[i], value: count, error: Math.sqrt(count) }]))
const drawn = plot.wrap(
  plot.points(shown, '#1f2933', { radius: 2 }),
  plot.line(
    masses.map((mass, i) => [mass, means[i]]),
    '#CC3311',
  ),
)
writeFileSync(values.figure, figureOf(740, 420, 'Background from the sidebands', [drawn]))
