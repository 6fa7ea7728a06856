import { expect, test } from 'vitest'
import { randomStream } from '#expression/statistics/random-stream.ts'
import type { Value } from '#expression/value.ts'
import { problemsOf, read } from './reading.ts'

/** A correlated series and its times, long enough that anything quadratic would take minutes. */
function longSeries(length: number): { readonly x: readonly number[]; readonly t: readonly number[] } {
  const next = randomStream(3)
  const x: number[] = []
  let last = 0
  for (let index = 0; index < length; index++) {
    last = 0.9 * last + next() / 2 ** 32 - 0.5
    x.push(last)
  }
  return { x, t: x.map((_, index) => index / 1000) }
}

const calls: readonly string[] = [
  'chi2(x, 0, 1)',
  'ks_normal(x, 0, 1).p',
  'ks_two(x, t).p',
  'anderson_darling(x).p',
  'gamma_method(x).error',
  'blocking(x).error',
  'autocorrelation(x, 10000)[10000]',
  'geweke(x)',
  "jackknife(x, 'binder').error",
  "bootstrap(x, 'mean', 100, 1, 10).error",
  'r_hat(x, 4)',
  'ess(x, 4)',
  'ess_tail(x, 4)',
  'fit_line(t, x, 1).p',
  'fit_poly(t, x, 6).c6',
  'fit_linear([t, x * x], x).c2',
  'drift(t, x).z',
  'error_of(mean(x +- 1))',
]

test('[EXPR-54] long samples take no more than a few passes', () => {
  const values = longSeries(20_000)
  for (const source of calls) {
    const started = performance.now()
    expect(read(source, values), source).toBeTypeOf('number')
    expect(performance.now() - started, source).toBeLessThan(5_000)
  }
})

test('[EXPR-54] what would take too much is refused before it is done', () => {
  const x: Value = new Array<number>(6_000_000).fill(1).fill(2, 3_000_000)
  for (const source of ['tau_int(x)', 'r_hat(x, 4)', 'sum(x +- 1)']) expect(read(source, { x }), source).toMatch(/^! limit/)
  expect(read("bootstrap(x, 'mean')", { x: longSeries(30_000).x })).toMatch(/^! domain/)
  expect(read('chi2_sf(1e8, 1e8) + f_sf(1, 1e8, 1e8) + t_sf(1, 1e8) > 0')).toBe(true)
})

test('[EXPR-42] every refusal is said in both languages', () => {
  const wrong: readonly string[] = [
    'fit_line([1, 2, 3], [1, 2])',
    'ks_normal([1/0], 0, 1)',
    'chi2([1, 2], 1, [1, -1])',
    'r_hat([[1, 2, 3, 4], [1, 2, 3]])',
    "jackknife([1, 2, 3], 'median')",
    'grid_convergence([1, 3, 2], [1, 2, 4])',
    'round(2 +- 1)',
    'blocking(range(16))',
    'uncertain(2, -1)',
    '2 +- 0.1 == 2',
    'with_error(2)',
    'anderson_darling([1, 1, 1, 1, 1, 1, 1, 1])',
    'drift(range(10), range(10) * 0)',
  ]
  for (const source of wrong) {
    const [problem] = problemsOf(source)
    expect(problem?.message.en, source).toMatch(/[a-z]/)
    expect(problem?.message.ko, source).toMatch(/[가-힣]/)
  }
})
