import { expect, test } from 'vitest'
import { erfc } from '#expression/error-function.ts'
import { normalQuantile } from '#expression/statistics/normal.ts'
import type { Workflow } from '#model/workflow.ts'
import { drawDurations } from '#plan/forecast-run.ts'
import { learnDuration } from '#plan/learned-duration.ts'
import { fitPowerLaw } from '#plan/power-law.ts'
import { randomStream } from '#worlds/simulated/random.ts'

/** Tasks that take 40 ms + 2e-4 ms · L² · sweeps, within 3 % of it, 5 % from run to run. */
function measured(runs: number) {
  const chance = randomStream(7, 'measured')
  const noise = (sigma: number) => Math.exp(sigma * normalQuantile(Math.min(0.999, Math.max(0.001, chance.next()))))
  return Array.from({ length: runs }, (_, run) => {
    const together = noise(0.05)
    return [8, 16, 32, 64].flatMap((L) =>
      [1000, 4000].map((sweeps) => ({
        run,
        ms: (40 + 2e-4 * L * L * sweeps) * together * noise(0.03),
        values: { L, sweeps, temperature: 2.27, seed: 1 + chance.below(1000) },
        label: `L=${L},sweeps=${sweeps}`,
      })),
    )
  }).flat()
}

test('[PLAN-3] a law is found where durations follow one, and foretells sizes that were never run', () => {
  const law = fitPowerLaw(measured(5))
  expect([...law.names].sort()).toEqual(['L', 'sweeps'])
  expect(law.predict({ L: 128, sweeps: 8000 }) / (40 + 2e-4 * 128 * 128 * 8000)).toBeGreaterThan(0.8)
  expect(law.predict({ L: 128, sweeps: 8000 }) / (40 + 2e-4 * 128 * 128 * 8000)).toBeLessThan(1.25)
})

test('[PLAN-3] numbers that durations do not hang on are left out', () => {
  const chance = randomStream(3, 'plain')
  const samples = Array.from({ length: 40 }, (_, at) => ({
    run: at % 4,
    ms: 100 + chance.below(20),
    values: { seed: 1 + at, n: 1 + (at % 7) },
    label: '',
  }))
  expect(fitPowerLaw(samples).names).toEqual([])
  expect(fitPowerLaw(samples).predict({})).toBeGreaterThan(100)
})

test('[PLAN-3] names that always go together count once, and a name that varies in nothing not at all', () => {
  const samples = [1, 2, 4, 8, 16, 32].map((n) => ({ run: 0, ms: 10 * n, values: { n, m: 2 * n, k: 5 }, label: '' }))
  expect(fitPowerLaw(samples).names).toHaveLength(1)
})

test('[PLAN-4] the spread is what was measured, apart for tasks of a run and between runs', () => {
  const learned = learnDuration(measured(40), () => ({ values: { L: 32, sweeps: 4000 }, label: 'L=32,sweeps=4000' }))
  expect(learned?.common).toBeGreaterThan(0.5)
  expect(learned?.common).toBeLessThan(0.9)
  const { quantile, expectedMs } = learned?.of(0, 0) ?? { quantile: () => 0, expectedMs: 0 }
  const sigma = Math.log(quantile(0.975) / quantile(0.025)) / 2 / 1.96
  expect(sigma).toBeGreaterThan(0.045)
  expect(sigma).toBeLessThan(0.075)
  expect(expectedMs / quantile(0.5)).toBeCloseTo(Math.exp((sigma * sigma) / 2), 3)
})

test('[PLAN-4] too few samples say nothing', () => {
  expect(learnDuration([{ run: 0, ms: 5, values: {}, label: '' }], () => ({ values: {}, label: '' }))).toBeUndefined()
})

test('[PLAN-4] the quantile of the normal distribution is the inverse of its distribution function', () => {
  for (const p of [1e-9, 1e-4, 0.02425, 0.1, 0.5, 0.9, 0.99, 1 - 1e-6]) {
    expect(erfc(-normalQuantile(p) / Math.SQRT2) / 2 / p).toBeCloseTo(1, 7)
  }
})

test('[PLAN-3] a task that ran before is foretold by what it took, where the law does not know it', () => {
  const chance = randomStream(5, 'odd')
  const samples = [0, 1, 2, 3].flatMap((run) =>
    [1, 2, 4, 8, 16].map((n) => ({ run, ms: 10 * n * (n === 4 ? 5 : 1) * (1 + 0.02 * chance.next()), values: { n }, label: `n=${n}` })),
  )
  const learned = learnDuration(samples, (n) => ({ values: { n }, label: `n=${n}` }))
  for (const n of [1, 2, 4, 8, 16]) {
    const ratio = (learned?.of(n, 0).expectedMs ?? 0) / (10 * n * (n === 4 ? 5 : 1))
    expect(ratio).toBeGreaterThan(0.93)
    expect(ratio).toBeLessThan(1.1)
  }
})

test('[PLAN-13] what gates had repeated is learned apart, and drawn', () => {
  const samples = Array.from({ length: 20 }, (_, n) => ({
    ...{ run: n % 4, values: {}, label: `n=${n % 5}`, ms: n < 5 ? 300 : 100 },
    ...(n < 5 ? { repeated: { firstMs: 100, gates: ['bright'] } } : {}),
  }))
  const learned = learnDuration(samples, () => ({ values: {}, label: 'n=1' }))
  if (learned === undefined) throw new Error('twenty samples are enough')
  expect(learned.repeats).toMatchObject({ tasks: 20, byGate: [{ gate: 'bright', tasks: 5 }], probability: 0.25 })
  expect(learned.of(0, 0).quantile(0.5)).toBeCloseTo(100, 0)
  expect(learned.of(0, 0).expectedMs).toBeGreaterThan(149)
  const workflow = { stages: [{ name: 'measure' }] } as unknown as Workflow
  const drawn = Array.from({ length: 400 }, (_, seed) => drawDurations({ workflow, durations: [learned] }, seed)(0, 0, 0, {}))
  expect(drawn.filter((ms) => ms > 200).length / 400).toBeCloseTo(0.25, 1)
})

test('[PLAN-12] a single run of tasks that are not alike foretells about itself', () => {
  const chance = randomStream(11, 'single')
  const samples = Array.from({ length: 39 }, (_, n) => ({ run: 0, ms: 1000 * Math.exp(2 * chance.next()), values: {}, label: `n=${n}` }))
  const learned = learnDuration(samples, (task) => ({ values: {}, label: `n=${task}` }))
  if (learned === undefined) throw new Error('39 samples are enough')
  const workflow = { stages: [{ name: 'measure' }] } as unknown as Workflow
  const measured = samples.reduce((sum, { ms }) => sum + ms, 0)
  const sums = Array.from({ length: 200 }, (_, seed) => {
    const draw = drawDurations({ workflow, durations: [learned] }, seed)
    return samples.reduce((sum, __, task) => sum + draw(0, task, 0, {}), 0) / measured
  }).sort((a, b) => a - b)
  expect(sums[100]).toBeGreaterThan(0.8)
  expect(sums[100]).toBeLessThan(1.25)
  expect(sums[190]).toBeLessThan(2.5)
})
