import { expect, test } from 'vitest'
import { normalAbove, normalQuantile } from '#expression/statistics/normal.ts'
import { expectNear, fixtureOf, numberOf } from './fixture.ts'
import { read } from './reading.ts'

type Row = readonly [law: string, at: readonly number[], shares: readonly [below: number, above: number]]

test('[EXPR-40] distributions agree with 40-digit values in both tails', () => {
  for (const [law, at, [below, above]] of fixtureOf<readonly Row[]>('distributions')) {
    for (const [function_, share] of [
      ['cdf', below],
      ['sf', above],
    ] as const) {
      const call = `${law}_${function_}(${at.join(', ')})`
      expectNear(read(call), share, 1e-12, call)
    }
  }
})

test('[EXPR-40] the normal quantile goes back to its share', () => {
  for (const p of [1e-300, 1e-20, 1e-3, 0.025, 0.3, 0.5, 0.7, 0.975, 1 - 1e-12]) {
    expectNear(normalAbove(-normalQuantile(p)), p, 1e-12, `p = ${p}`)
  }
  expect(read('[normal_quantile(0), normal_quantile(1)]')).toEqual(['-Infinity', 'Infinity'])
  expect(read('normal_quantile(1.5)')).toMatch(/^wrong_value/)
})

test('[EXPR-40] published values: five sigma, tables of chi-square and t', () => {
  // One-sided share above 5σ, as quoted for discoveries (Particle Data Group, Statistics).
  expectNear(read('normal_sf(5)'), 2.866515718791939e-7, 1e-13)
  // Abramowitz & Stegun, table 26.8: χ² of 10 degrees exceeded with probability 0.05; table 26.10: t of 10 degrees, 0.95 two-sided.
  expect(numberOf('chi2_p(18.3070, 10)')).toBeCloseTo(0.05, 5)
  expect(numberOf('2 * t_sf(2.228, 10)')).toBeCloseTo(0.05, 4)
  expect(numberOf('f_sf(4.96, 1, 10)')).toBeCloseTo(0.05, 3)
})

test('[EXPR-40] edges of the laws', () => {
  const edges: readonly (readonly [string, unknown])[] = [
    ['chi2_cdf(-1, 3)', 0],
    ['chi2_sf(0, 3)', 1],
    ['chi2_sf(1/0, 3)', 0],
    ['t_sf(1/0, 3)', 0],
    ['t_cdf(-1/0, 3)', 0],
    ['t_sf(0, 3)', 0.5],
    ['f_cdf(-1, 2, 2)', 0],
    ['f_sf(1/0, 2, 2)', 0],
    ['is_nan(chi2_sf(0/0, 3))', true],
    ['is_nan(normal_cdf(0/0))', true],
    ['is_nan(f_sf(0/0, 3, 3))', true],
    ['is_nan(t_sf(0/0, 3))', true],
    ['normal_cdf(2 eV, 1 eV, 1 eV) == normal_cdf(1)', true],
    ['normal_cdf(2 eV)', 'wrong_unit 0-16'],
    ['normal_cdf(2 eV, 1 s)', 'wrong_unit 17-20'],
  ]
  for (const [source, value] of edges) expect(read(source), source).toEqual(value)
  for (const wrong of ['chi2_sf(1, 0)', 'chi2_sf(1, 0/0)', 't_cdf(1, -1)', 'f_sf(1, 1, 1e9)', 'normal_sf(1, 0, 0)'])
    expect(read(wrong), wrong).toMatch(/^wrong_/)
})
