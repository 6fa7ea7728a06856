import { expect, test } from 'vitest'
import { type Generator, type Measured, program } from './programs.ts'

interface Point {
  readonly L: number
  readonly T: number
  readonly u4: number
  readonly u4_error: number
  readonly log_m2: number
  readonly log_m2_error: number
  readonly u4_log_m2_covariance: number
  readonly chi: number
  readonly chi_error: number
}
interface Found {
  readonly tc: Measured & { statistical: number; systematic: number }
  readonly u4_star: Measured
  readonly inverse_nu: Measured
  readonly gamma_over_nu: Measured
  readonly crossings: readonly { L1: number; L2: number; T: number; T_error: number }[]
}

const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('ising/random.mjs')
const { criticalPoint } = await program<{ criticalPoint(points: readonly Point[], random: Generator, resamples?: number): Found }>(
  'ising/scaling.mjs',
)
const { figure } = await program<{ figure(points: readonly Point[], found: Found, tc: number): string }>('ising/figure.mjs')

const tc = 3.1234
const uStar = 0.6

/** Points that obey the scaling laws, with 1/ν = 1, γ/ν = 7/4 and a correction to scaling, and errors of this size. */
function madeUp(noise: number, random: Generator): readonly Point[] {
  return [8, 16, 32, 64].flatMap((L) =>
    Array.from({ length: 17 }, (_, i) => {
      const T = 3.04 + 0.01 * i
      const x = (T - tc) * L
      const error = noise * (64 / L) ** -0.5
      const m2 = -0.25 * Math.log(L) - 0.3 * x - 0.02 * x * x
      return {
        L,
        T,
        u4: uStar - 0.034 * x - 0.004 * x * x + 0.1 * L ** -1.75 + error * random.normal(),
        u4_error: error,
        log_m2: m2 + 5 * error * random.normal(),
        log_m2_error: 5 * error,
        u4_log_m2_covariance: 0,
        chi: L * L * Math.exp(m2),
        chi_error: 0.1,
      }
    }),
  )
}

test('[EXA-9] without noise the values that the data were made with come out', () => {
  const random = randomFrom('scaling, quiet')
  const found = criticalPoint(madeUp(1e-7, random), random, 40)
  expect(found.tc.value).toBeCloseTo(tc, 4)
  expect(found.u4_star.value).toBeCloseTo(uStar, 4)
  expect(found.inverse_nu.value).toBeCloseTo(1, 2)
  expect(found.gamma_over_nu.value).toBeCloseTo(1.75, 3)
  expect(found.crossings[0]?.T).toBeLessThan(found.crossings[1]?.T ?? 0)
})

test('[EXA-9] with noise they come out within errors', () => {
  const pulls = Array.from({ length: 8 }, (_, seed) => {
    const random = randomFrom(`scaling ${seed}`)
    const found = criticalPoint(madeUp(0.002, random), random, 100)
    return [
      (found.tc.value - tc) / found.tc.error,
      (found.u4_star.value - uStar) / found.u4_star.error,
      (found.gamma_over_nu.value - 1.75) / found.gamma_over_nu.error,
    ]
  }).flat()
  expect(Math.max(...pulls.map(Math.abs))).toBeLessThan(3.5)
  const square = pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length
  expect(square).toBeGreaterThan(0.3)
  expect(square).toBeLessThan(2)
})

test('[EXA-9] sizes that never cross are an error that says so', () => {
  const random = randomFrom('none')
  const points = madeUp(1e-4, random).map((point) => ({ ...point, u4: 0.55 + point.L / 2000 }))
  expect(() => criticalPoint(points, random)).toThrow(/do not cross/)
})

test('[EXA-9] the figure is an SVG with all sizes and labelled axes', () => {
  const random = randomFrom('figure')
  const points = madeUp(0.002, random)
  const svg = figure(points, criticalPoint(points, random, 40), tc)
  expect(svg).toMatch(/^<svg /)
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  for (const words of ['L = 8', 'L = 64', 'temperature', 'Susceptibility']) expect(svg).toContain(words)
})
