import { expect, test } from 'vitest'
import { kolmogorovAbove } from '#expression/statistics/kolmogorov.ts'
import { expectNear, fixtureOf, numberOf, relativeError } from './fixture.ts'
import { read } from './reading.ts'

interface Goodness {
  readonly one: readonly (readonly [name: string, values: readonly number[], parameters: readonly number[], d: number, p: number])[]
  readonly law: readonly (readonly [n: number, d: number, p: number])[]
  readonly two: readonly (readonly [a: readonly number[], b: readonly number[], d: number, p: number])[]
  readonly normality: readonly (readonly [values: readonly number[], statistic: number, p: number])[]
}

const goodness = fixtureOf<Goodness>('goodness')

test('[EXPR-41] one-sample Kolmogorov–Smirnov agrees with SciPy', () => {
  for (const [name, values, parameters, d, p] of goodness.one) {
    const call = `${name}(x, ${parameters.join(', ')})`
    expectNear(read(`${call}.statistic`, { x: values }), d, 1e-12, call)
    expectNear(read(`${call}.p`, { x: values }), p, 1e-9, `${call}, n = ${values.length}`)
  }
})

test('[EXPR-41] the law of Kolmogorov and Smirnov is exact to n = 1000 and within 2e-5 past it', () => {
  for (const [n, d, p] of goodness.law) {
    // SciPy itself leaves the exact law past n = 140.
    expect(relativeError(kolmogorovAbove(n, d), p), `n = ${n}, d = ${d}`).toBeLessThan(n <= 140 ? 1e-9 : 2e-5)
  }
  // Marsaglia, Tsang & Wang 2003: K(10, 0.274) and the hard case K(2000, 0.04); Simard & L'Ecuyer's rounded table agrees.
  expect(1 - kolmogorovAbove(10, 0.274)).toBeCloseTo(0.6284796154565043, 12)
  expect(1 - kolmogorovAbove(2000, 0.04)).toBeCloseTo(0.9967694319171367, 7)
  expect([kolmogorovAbove(5, 0), kolmogorovAbove(5, 0.1), kolmogorovAbove(5, 1)]).toEqual([1, 1, 0])
})

test('[EXPR-41] two-sample Kolmogorov–Smirnov agrees with SciPy, also with ties', () => {
  for (const [a, b, d, p] of goodness.two) {
    expectNear(read('ks_two(a, b).statistic', { a, b }), d, 1e-12)
    expectNear(read('ks_two(a, b).p', { a, b }), p, 1e-11, `${a.length} and ${b.length}`)
    expectNear(read('ks_two(b, a).p', { a, b }), p, 1e-11)
  }
  expect(read('ks_two([1, 2], [2, 1])')).toEqual({ statistic: 0, p: 1 })
})

test('[EXPR-41] two large samples are compared by the limit law', () => {
  const a = Array.from({ length: 4000 }, (_, index) => index)
  const b = Array.from({ length: 3000 }, (_, index) => index * 1.4)
  // kstwo.sf(0.05, 1714) of SciPy 1.17.1 is 3.6e-4; D is 0.0475 here.
  const p = numberOf('ks_two(a, b).p', { a, b })
  expect(p).toBe(kolmogorovAbove(1714, numberOf('ks_two(a, b).statistic', { a, b })))
})

test('[EXPR-41] Anderson–Darling agrees with statsmodels', () => {
  for (const [values, statistic, p] of goodness.normality) {
    expectNear(read('anderson_darling(x).statistic', { x: values }), statistic, 1e-10)
    expectNear(read('anderson_darling(x).p', { x: values }), p, 1e-9)
  }
  // An outlier whose share of the normal law is too small to be a number.
  const far = [...Array.from({ length: 5000 }, (_, index) => index % 3), 1e9]
  expect(read('anderson_darling(x).p', { x: far })).toBe(0)
})

test('[EXPR-41] chi-square, pulls and scores', () => {
  // Bevington & Robinson style: five readings with their errors, by hand.
  expect(read('chi2([1, 2, 3], [1.5, 2, 2], [0.5, 1, 0.5])')).toBe(5)
  expect(read('chi2_reduced([1, 2, 3], [1.5, 2, 2], [0.5, 1, 0.5], 1)')).toBe(2.5)
  expectNear(read('chi2_p(chi2([1, 2, 3], [1.5, 2, 2], [0.5, 1, 0.5]), 3)'), 0.17179714429673354, 1e-12)
  expect(read('pull([1 m, 3 m], 1 m, 2 m)')).toEqual([-1, 1])
  expect(read('z_score(5, 3, 0)')).toMatch(/^wrong_value/)
})

test('[EXPR-42] what cannot be tested is an error that says why', () => {
  const wrong: readonly string[] = [
    'chi2([1, 2], [1], 1)',
    'chi2([1, 2], [1, 2, 3], 1)',
    'chi2([1, 2], 1, 0)',
    'chi2([1, 2], 1, [1, -1])',
    'chi2([], 1, 1)',
    'chi2([1, 0/0], 1, 1)',
    'chi2([1 m], 1 s, 1 m)',
    'chi2_reduced([1, 2], 1, 1, 2)',
    'chi2_reduced([1, 2], 1, 1, -1)',
    'pull(1, 0, 1)',
    'pull(1, -1, 1)',
    'ks_normal([], 0, 1)',
    'ks_normal([1], 0, 0)',
    'ks_normal([1/0], 0, 1)',
    'ks_normal([1 s], 0 m, 1 s)',
    'ks_uniform([1], 2, 2)',
    'ks_exponential([1], -1)',
    'ks_two([], [1])',
    'ks_two([1 m], [1 s])',
    'anderson_darling([1, 2, 3])',
    'anderson_darling([1, 1, 1, 1, 1, 1, 1, 1])',
  ]
  for (const source of wrong) expect(read(source), source).toMatch(/^wrong_(value|unit)/)
})
