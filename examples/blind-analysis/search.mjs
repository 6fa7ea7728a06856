// The search itself: a peak anywhere in the signal region, and how likely that is without one.
//
//   node search.mjs --sidebands sidebands.json --signal signal.json --elsewhere elsewhere.json --out result.json --figure spectrum.svg

import { writeFileSync } from 'node:fs'
import { anywhere, significance } from './chances.mjs'
import { bestFit, highest, scan } from './likelihood.mjs'
import { options, readJson } from './options.mjs'
import { figureOf, panel } from './plot.mjs'
import { report } from './report.mjs'
import { bins, masses, peakAt, region } from './spectrum.mjs'

const given = options({ sidebands: undefined, signal: undefined, elsewhere: undefined, out: 'result.json', figure: 'spectrum.svg' })
const inside = readJson(given.signal).counts
const counts = readJson(given.sidebands).counts.map((count, i) => count ?? inside[i])
const scanned = scan(counts)
const best = highest(scanned)
const { crossings } = readJson(given.elsewhere)
const p = anywhere(best.q, crossings)
const told = {
  ...{ mass: best.mass, events: best.events, events_error: best.error },
  ...{ local: Math.sqrt(best.q), p_global: p, global: significance(p) },
}
writeFileSync(given.out, `${JSON.stringify({ ...told, scanned })}\n`)
report(told)
console.log(told)

const { means } = bestFit(counts, { peak: peakAt(best.mass) })
const smooth = bestFit(counts).means
const x = { from: bins.from, to: bins.to, label: 'mass (GeV)' }
const above = panel({
  ...{ left: 80, top: 40, width: 620, height: 280, title: 'Spectrum', x },
  y: { from: 0, to: Math.max(...counts) * 1.15, label: 'events in 0.5 GeV' },
})
const below = panel({
  ...{ left: 80, top: 400, width: 620, height: 150, title: 'Local significance', x },
  y: { from: 0, to: Math.ceil(Math.sqrt(best.q) + 0.5), label: 'σ' },
})
const pairs = (values) => masses.map((mass, i) => [mass, values[i]])
const parts = [
  above.wrap(
    above.vertical(region.from, '#7B4EA3', { dash: '4 3' }),
    above.vertical(region.to, '#7B4EA3', { dash: '4 3' }),
    above.points(
      counts.map((count, i) => ({ at: masses[i], value: count, error: Math.sqrt(count) })),
      '#1f2933',
      { radius: 2 },
    ),
    above.line(pairs(smooth), '#0072B2', { dash: '5 4' }),
    above.line(pairs(means), '#CC3311'),
  ),
  below.wrap(
    below.line(
      scanned.map(({ mass, q }) => [mass, Math.sqrt(q)]),
      '#CC3311',
    ),
  ),
]
writeFileSync(given.figure, figureOf(740, 620, 'Search for a peak', parts))
