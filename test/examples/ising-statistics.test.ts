import { expect, test } from 'vitest'
import { type Generator, type Measured, program } from './programs.ts'

const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('ising/random.mjs')
const statistics = await program<{
  autocorrelationTime(series: Float64Array): { tau: number; error: number }
  meanWithError(series: Float64Array): Measured
  drift(series: Float64Array): number
  jackknife(columns: number[][], estimate: (means: number[]) => number): Measured & { values: number[] }
  mean(values: ArrayLike<number>): number
  spread(values: readonly number[]): number
}>('ising/statistics.mjs')

/** An autoregressive series x' = ρ x + noise, whose autocorrelation ρ^t gives exactly τ = 1/2 + ρ/(1-ρ). */
function autoregressive(length: number, rho: number, random: Generator): Float64Array {
  const series = new Float64Array(length)
  let x = random.normal() / Math.sqrt(1 - rho * rho)
  for (let i = 0; i < length; i++) {
    series[i] = x
    x = rho * x + random.normal()
  }
  return series
}

test.each([0, 0.5, 0.9])('[EXA-7] the autocorrelation time of an autoregressive series with ρ = %f', (rho) => {
  const exact = 0.5 + rho / (1 - rho)
  const pulls = Array.from({ length: 20 }, (_, seed) => {
    const { tau, error } = statistics.autocorrelationTime(autoregressive(20000, rho, randomFrom(`ar ${rho} ${seed}`)))
    return (tau - exact) / error
  })
  expect(Math.abs(statistics.mean(pulls))).toBeLessThan(1)
  expect(statistics.spread(pulls)).toBeLessThan(1.6)
})

test('[EXA-7] errors of means of correlated series are those of repeated measurements', () => {
  const pulls = Array.from({ length: 200 }, (_, seed) => {
    const { value, error } = statistics.meanWithError(autoregressive(4000, 0.8, randomFrom(`mean ${seed}`)))
    return value / error
  })
  expect(statistics.spread(pulls)).toBeGreaterThan(0.85)
  expect(statistics.spread(pulls)).toBeLessThan(1.15)
})

test('[EXA-7] a series that has not settled drifts, one that has does not', () => {
  const settled = autoregressive(4000, 0.5, randomFrom('drift'))
  expect(Math.abs(statistics.drift(settled))).toBeLessThan(4)
  expect(Math.abs(statistics.drift(settled.map((x, i) => x + 4 * Math.exp(-i / 1000))))).toBeGreaterThan(6)
})

test('[EXA-8] the jackknife error of a ratio is that of repeated measurements, and its bias is gone', () => {
  const blocks = 40
  const measurements = Array.from({ length: 300 }, (_, seed) => {
    const random = randomFrom(`ratio ${seed}`)
    const x = Array.from({ length: blocks }, () => 2 + random.normal())
    const y = Array.from({ length: blocks }, () => 1 + 0.5 * random.normal())
    const { value, error, values } = statistics.jackknife([x, y], ([a = 0, b = 1]) => a / b)
    return { value, error, corrected: blocks * value - (blocks - 1) * statistics.mean(values) }
  })
  const scatter = statistics.spread(measurements.map(({ value }) => value))
  const error = Math.sqrt(statistics.mean(measurements.map((one) => one.error ** 2)))
  expect(error / scatter).toBeGreaterThan(0.85)
  expect(error / scatter).toBeLessThan(1.15)
  const bias = (name: 'value' | 'corrected') => Math.abs(statistics.mean(measurements.map((one) => one[name])) - 2)
  expect(bias('corrected')).toBeLessThan((3 * scatter) / Math.sqrt(300))
})

test('[EXA-4] the generator gives the numbers of its definition', () => {
  const random = randomFrom('uniform')
  const numbers = Array.from({ length: 20000 }, () => random.uniform())
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  expect(statistics.mean(numbers)).toBeCloseTo(0.5, 1)
  const normals = Array.from({ length: 20000 }, () => random.normal())
  expect(Math.abs(statistics.mean(normals))).toBeLessThan(0.03)
  expect(statistics.spread(normals)).toBeCloseTo(1, 1)
})
