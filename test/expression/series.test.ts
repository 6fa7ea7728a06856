import { expect, test } from 'vitest'
import { laggedProducts } from '#expression/statistics/autocovariance.ts'
import { gammaMethod } from '#expression/statistics/gamma-method.ts'
import { randomStream } from '#expression/statistics/random-stream.ts'
import type { Value } from '#expression/value.ts'
import { expectNear, fixtureOf, relativeError } from './fixture.ts'
import { inUnit, read } from './reading.ts'

type Fields = { readonly [name: string]: number }

interface Series {
  readonly series: readonly {
    readonly values: readonly number[]
    readonly gamma: Fields
    readonly pyerrors: { readonly window: number; readonly tau_int: number; readonly error: number }
    readonly blocking: Fields
    readonly geweke: number
    readonly rho: readonly [number, number, number]
  }[]
  readonly chains: readonly {
    readonly draws: readonly number[][]
    readonly r_hat: number
    readonly ess: number
    readonly ess_tail: number
  }[]
  readonly values: readonly number[]
  readonly resampling: readonly (readonly [name: string, block: number, jackknife: Fields, bootstrap: Fields])[]
  readonly stream: readonly number[]
}

const fixture = fixtureOf<Series>('series')

function expectFields(source: string, x: Value, fields: Fields, within: number): void {
  for (const [name, value] of Object.entries(fields)) expectNear(read(`${source}.${name}`, { x }), value, within, `${source}.${name}`)
}

test('[EXPR-43] the Γ-method agrees with plain sums, and with pyerrors up to its other correction of the bias', () => {
  for (const { values, gamma, pyerrors, geweke, rho } of fixture.series) {
    expectFields('gamma_method(x)', values, gamma, 1e-10)
    expectNear(read('tau_int(x)', { x: values }), gamma.tau_int ?? 0, 1e-10)
    expectNear(read('tau_int_error(x)', { x: values }), gamma.tau_int_error ?? 0, 1e-10)
    expectNear(read('effective_samples(x)', { x: values }), gamma.effective ?? 0, 1e-10)
    // Of an anticorrelated series it says ½.
    if (pyerrors.tau_int > 0.6) {
      expect(gamma.window).toBe(pyerrors.window)
      expectNear(gamma.error, pyerrors.error, 1e-10)
      // It divides by 1 + 1/N where Wolff's program adds to Γ(0): a difference of order τ/N.
      expect(relativeError(gamma.tau_int ?? 0, pyerrors.tau_int)).toBeLessThan((3 * pyerrors.tau_int) / values.length)
    }
    expectNear(read('geweke(x)', { x: values }), geweke, 1e-9)
    for (const [index, lag] of [0, 1, 7].entries()) {
      expectNear(read(`autocorrelation(x, 7)[${lag}]`, { x: values }), rho[index] ?? 0, 1e-9)
    }
  }
})

test('[EXPR-43] the autocorrelation time of a process that is known', () => {
  // x(i+1) = a·x(i) + noise has τ_int = (1 + a)/(2(1 − a)) exactly (A. Sokal, Monte Carlo methods in statistical mechanics, 1996).
  const next = randomStream(5)
  const noise = () => Array.from({ length: 12 }, () => next() / 2 ** 32).reduce((total, each) => total + each, -6)
  for (const a of [0, 0.5, 0.9]) {
    const values = [0]
    for (let i = 1; i < 100_000; i++) values.push(a * (values[i - 1] ?? 0) + noise())
    const found = gammaMethod(values)
    const tau = (1 + a) / (2 * (1 - a))
    expect(Math.abs((found?.tau ?? 0) - tau) / (found?.tauError ?? 0), `a = ${a}`).toBeLessThan(3)
    expect((found?.tauError ?? 0) / tau).toBeLessThan(0.06)
  }
})

test('[EXPR-43] blocking agrees with pyblock', () => {
  for (const { values, blocking } of fixture.series) expectFields('blocking(x)', values, blocking, 1e-10)
})

test('[EXPR-43] products of lagged values are the same by transforms and one by one', () => {
  const next = randomStream(1)
  const x = Float64Array.from({ length: 5003 }, () => next() / 2 ** 32 - 0.5)
  for (const lags of [31, 32, 100, 1250, 2501, 5002]) {
    const products = laggedProducts(x, lags)
    expect(products.length).toBe(lags + 1)
    for (const t of [0, 1, 17, 31, lags >> 1, lags - 1, lags]) {
      let plain = 0
      for (let i = 0; i + t < x.length; i++) plain += (x[i] ?? 0) * (x[i + t] ?? 0)
      expect(Math.abs((products[t] ?? 0) - plain), `${t} of ${lags}`).toBeLessThan(1e-11)
    }
  }
})

test('[EXPR-44] R̂ and effective sizes of chains agree with ArviZ', () => {
  for (const { draws, r_hat, ess, ess_tail } of fixture.chains) {
    const of = `${draws.length} × ${draws[0]?.length}`
    expectNear(read('r_hat(x)', { x: draws }), r_hat, 1e-11, of)
    expectNear(read('ess(x)', { x: draws }), ess, 1e-10, of)
    expectNear(read('ess_tail(x)', { x: draws }), ess_tail, 1e-10, of)
    expect(read(`r_hat(x, ${draws.length})`, { x: draws.flat() })).toBe(read('r_hat(x)', { x: draws }))
    expect(read(`ess(x, ${draws.length})`, { x: draws.flat() })).toBe(read('ess(x)', { x: draws }))
  }
})

test('[EXPR-45] jackknife and bootstrap agree with plain recomputation, draw by draw', () => {
  const next = randomStream(1)
  expect(fixture.stream.map(() => next())).toEqual(fixture.stream)
  for (const [name, block, jackknife, bootstrap] of fixture.resampling) {
    const { bias = 0, ...rest } = jackknife
    expectFields(`jackknife(x, '${name}', ${block})`, fixture.values, rest, 1e-9)
    // The bias is what is left of a difference: right to the digits of the error.
    const found = Number(read(`jackknife(x, '${name}', ${block}).bias`, { x: fixture.values }))
    expect(Math.abs(found - bias), `${name} ${block}`).toBeLessThan(1e-9 * (jackknife.error ?? 0))
    expectFields(`bootstrap(x, '${name}', 200, 20261123, ${block})`, fixture.values, bootstrap, 1e-10)
  }
})

test('[EXPR-45] what is resampled keeps its unit', () => {
  const x = [1, 2, 4].map((si): Value => ({ kind: 'quantity', si, dimension: [0, 1, 0, 0, 0, 0, 0, 0], unit: 'm' }))
  expect(read("jackknife(x, 'mean').value", { x })).toEqual(inUnit(7 / 3, 'm'))
  expect(read("jackknife(x, 'var').error", { x })).toMatchObject({ unit: 'm^2' })
  expect(read("jackknife(x, 'binder').error", { x })).toBeTypeOf('number')
  expect(read("bootstrap(x, 'std').error < 1 s", { x })).toBe('! unit 0-31')
  expect(read("bootstrap([1 m, 2 m, 4 m], 'std').error < 1 s")).toMatch(/^wrong_unit/)
  expect(read("jackknife([1 m, 2 m, 4 m], 'var').error < 1 m^2")).toBe(false)
  expect(read('gamma_method([1 K, 2 K, 1 K, 2 K, 3 K, 1 K, 2 K, 1 K, 2 K, 3 K]).error < 5 K')).toBe(true)
})

test('[EXPR-42] series, chains and resampling say what they cannot work with', () => {
  const wrong: readonly string[] = [
    'tau_int([1, 2, 3])',
    'tau_int([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])',
    'tau_int([1, 2, 0/0, 1, 2, 1, 2, 1, 2, 1, 2])',
    'blocking(range(16))',
    'blocking([1, 2])',
    'autocorrelation([1, 2, 1], 3)',
    'autocorrelation([1, 2, 1], -1)',
    'geweke(range(99) % 7)',
    'geweke(max(range(200), 100) * 0)',
    'r_hat([[1, 2, 3, 4], [1, 2, 3]])',
    'r_hat([[1, 2, 3], [1, 2, 4]])',
    'r_hat([1, 2, 3, 4, 5, 6, 7, 8, 9], 2)',
    'r_hat([[1, 2, 3, 4], [1, 2, 3, 4]], 2)',
    'r_hat([[1, 1, 1, 1], [1, 1, 1, 1]])',
    'r_hat([], 1)',
    'ess([1, 2, 3, 1/0])',
    "ess(['a', 'b', 'c', 'd'])",
    "jackknife([1, 2, 3], 'median')",
    "jackknife([1, 2], 'mean')",
    "jackknife([1, 2, 3], 'mean', 2)",
    "jackknife([1, 2, 3], 'mean', 0)",
    "bootstrap([1, 2, 3], 'mean', 5)",
    "bootstrap([1, 2, 3], 'mean', 1e9)",
    "bootstrap([1, 2, 0/0], 'mean')",
  ]
  for (const source of wrong) expect(read(source), source).toMatch(/^wrong_(value|type)/)
})
