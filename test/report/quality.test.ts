import { expect, test } from 'vitest'
import { controlPlots } from '#report/control-plots.ts'
import { svgPage, svgPlot } from '#report/plot-svg.ts'
import { processQuality } from '#report/process-quality.ts'
import { type RunQuality, runQuality } from '#report/quality-history.ts'
import { createState, evolve } from '#run/evolve.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { load, simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

const study = `  fit:
    foreach: { i: [0, 1, 2] }
    run: x
    metrics: { chi: number, tc: { unit: K } }
    gates: [{ name: good, check: "chi < 2", else: { retry: { at_most: 2 } } }]
`

test('[METRIC-23] first-pass yield, rework and what failed gates cost', async () => {
  const good = { ms: 1000, metrics: { chi: 1, tc: 2.2 } }
  const bad = { ms: 500, metrics: { chi: 3, tc: 2.5 } }
  const behaviour = acts({ 'fit/0': good, 'fit/1#1': bad, 'fit/1#2': { ...good, metrics: { chi: 1, tc: 2.3 } }, 'fit/2': bad })
  const simulation = simulate({ behaviour })
  const events = await simulation.send(startOf(study))
  const state = createState(load)
  for (const event of events) evolve(state, event)
  const run = state.runs.get('r')
  expect(run).toBeDefined()
  if (run === undefined) return
  const quality = runQuality(run, events)
  expect(quality).toMatchObject({ judged: 3, firstPass: 1, reworked: 2, costMs: 500 + 3 * 500, savedMs: 0 })
  expect(quality.gates).toEqual([{ stage: 'fit', gate: 'good', level: 'required', passed: 2, failed: 4, inconclusive: 0, waived: 0 }])
  const tc = quality.metrics.find(({ name }) => name === 'tc')
  // Also what the gate refused was measured.
  expect(tc).toMatchObject({ stage: 'fit', unit: 'K', tasks: 3, value: expect.closeTo((2.2 + 2.3 + 2.5) / 3, 12) })
})

function runs(values: readonly number[], unit = 'mV'): readonly RunQuality[] {
  return values.map((value, index) => ({
    ...{ run: `r${index}`, at: index, judged: 0, firstPass: 0, reworked: 0, costMs: 0, savedMs: 0, gates: [] },
    metrics: [{ stage: 'calibrate', name: 'gain', unit, value, tasks: 1 }],
  }))
}

const noise = randomStream(5, 'gain')
const steady = Array.from({ length: 40 }, () => 10 + 0.2 * (noise.next() + noise.next() + noise.next() - 1.5))

test('[METRIC-24] a calibration that drifts is told before its gate fails; one that does not is in control', () => {
  const [quiet] = processQuality(runs(steady))
  expect(quiet?.charts?.warnings.filter(({ chart }) => chart !== 'shewhart')).toEqual([])
  const drifting = steady.map((value, index) => value + Math.max(0, index - 20) * 0.015)
  const [process] = processQuality(runs(drifting))
  const warned = process?.charts?.warnings.filter(({ chart, now }) => chart !== 'shewhart' && now) ?? []
  expect(warned.map(({ chart }) => chart)).toEqual(['ewma', 'cusum'])
  // A gate at 10.5 would not have failed yet.
  expect(Math.max(...drifting)).toBeLessThan(10.5)
  expect(warned[0]?.says.ko).toMatch(/[가-힣]/)
})

test('[METRIC-22, METRIC-24] few values, values that do not vary and other units have no limits', () => {
  expect(processQuality(runs([1, 2, 3, 4]))[0]?.charts).toBeUndefined()
  expect(processQuality(runs([1, 1, 1, 1, 1, 1]))[0]?.charts).toBeUndefined()
  const mixed = [...runs([1, 2, 1, 2, 1, 2]), ...runs([1000], 'uV')]
  expect(processQuality(mixed)[0]?.points).toHaveLength(6)
  expect(processQuality(runs(steady), { baseline: 10 })[0]?.charts?.baseline.count).toBe(10)
})

test('[METRIC-25] charts as SVG mark what is out of control, and hold no markup of users', () => {
  const [process] = processQuality(runs([...steady, 20]))
  expect(process).toBeDefined()
  if (process === undefined) return
  const plots = controlPlots({ ...process, name: 'gain<script>' }, 'ko')
  const svg = svgPage(plots)
  expect(plots).toHaveLength(3)
  expect(svg).toMatch(/^<svg xmlns/)
  expect(svg).toContain('fill="#c33"')
  expect(svg).not.toContain('<script>')
  expect(svgPlot({ title: 'nothing', points: [{ x: 0, y: Number.NaN }] })).toBe('')
})
