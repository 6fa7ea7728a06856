import { expect, test } from 'vitest'
import type { Value } from '#expression/value.ts'
import { expectNear, fixtureOf, numberOf } from './fixture.ts'
import { inUnit, read } from './reading.ts'

interface Dataset {
  readonly name: string
  readonly y: readonly number[]
  /** Value and standard error of each coefficient. */
  readonly certified: readonly (readonly [number, number])[]
  /** Residual standard deviation and R². */
  readonly scatter: readonly [number, number]
}

interface Fits {
  readonly nist: readonly (Dataset & { readonly degree: number; readonly x: readonly number[] })[]
  readonly longley: Dataset & { readonly columns: readonly number[][] }
  readonly weighted: readonly {
    readonly degree: number
    readonly x: readonly number[]
    readonly y: readonly number[]
    readonly errors: readonly number[]
    readonly coefficients: readonly number[]
    readonly covariance: readonly number[][]
    readonly chi2: number
    readonly p: number
  }[]
}

const fits = fixtureOf<Fits>('fits')

function expectCertified(call: string, { name, certified, scatter }: Dataset, values: { readonly [name: string]: Value }): void {
  const largest = Math.max(...certified.map(([value]) => Math.abs(value)))
  for (const [k, [value, error]] of certified.entries()) {
    expectNear(read(`${call}.c${k}`, values), value, 2e-13, `${name} c${k}`)
    if (error > 0) expectNear(read(`${call}.c${k}_error`, values), error, 2e-13, `${name} c${k}_error`)
    else expect(numberOf(`${call}.c${k}_error`, values), name).toBeLessThan(1e-9 * largest)
  }
  if (scatter[0] > 0) expectNear(read(`${call}.residual_std`, values), scatter[0], 2e-13, name)
  expectNear(read(`${call}.r_squared`, values), scatter[1], 1e-12, name)
}

test('[EXPR-46] polynomial fits agree with the certified values of NIST StRD to 13 digits', () => {
  for (const dataset of fits.nist) expectCertified(`fit_poly(x, y, ${dataset.degree})`, dataset, { x: dataset.x, y: dataset.y })
})

test('[EXPR-46] a line is the polynomial of degree one', () => {
  const [norris] = fits.nist
  if (norris === undefined) throw new Error('no data')
  const [[intercept, interceptError] = [0, 0], [slope, slopeError] = [0, 0]] = norris.certified
  const { x, y } = norris
  expectNear(read('fit_line(x, y).intercept', { x, y }), intercept, 2e-13)
  expectNear(read('fit_line(x, y).intercept_error', { x, y }), interceptError, 2e-13)
  expectNear(read('fit_line(x, y).slope', { x, y }), slope, 2e-13)
  expectNear(read('fit_line(x, y).slope_error', { x, y }), slopeError, 2e-13)
})

test('[EXPR-46] a fit of several columns agrees with the certified values of Longley', () => {
  const { columns, y } = fits.longley
  expectCertified('fit_linear(columns, y)', fits.longley, { columns, y })
})

test('[EXPR-46] weighted fits agree with solutions in 60 digits', () => {
  for (const { degree, x, y, errors, coefficients, covariance, chi2, p } of fits.weighted) {
    const values = { x, y, errors }
    const call = `fit_poly(x, y, ${degree}, errors)`
    for (const [k, value] of coefficients.entries()) {
      expectNear(read(`${call}.c${k}`, values), value, 1e-12)
      expectNear(read(`${call}.c${k}_error`, values), Math.sqrt(covariance[k]?.[k] ?? 0), 1e-12)
    }
    expectNear(read(`${call}.chi2`, values), chi2, 1e-12)
    expectNear(read(`${call}.p`, values), p, 1e-11)
    expectNear(read(`${call}.chi2_reduced`, values), chi2 / (x.length - degree - 1), 1e-12)
    if (degree === 1) {
      expectNear(read('fit_line(x, y, errors).covariance', values), covariance[0]?.[1] ?? 0, 1e-12)
      expectNear(read('fit_line(x, y, errors).slope', values), coefficients[1] ?? 0, 1e-12)
      const [[a = 0, b = 0] = [], [, d = 0] = []] = covariance
      expectNear(read(`${call}.correlations[0][1]`, values), b / Math.sqrt(a * d), 1e-12)
    }
  }
})

test('[EXPR-46] fits keep units', () => {
  const call = 'fit_line([0 s, 1 s, 2 s], [1 m, 3 m, 5.5 m], 10 cm)'
  expectNear(read(`value_in(${call}.slope, 'm/s')`), 2.25, 1e-15)
  expect(read(`${call}.slope_error > 0 m/s and ${call}.intercept < 1 km and ${call}.covariance < 0 m^2/s`)).toBe(true)
  expect(read(`${call}.slope > 0 s`)).toMatch(/^wrong_unit/)
  expect(read(`${call}.residual_std`)).toMatch(/^unknown_name/)
  expect(read('fit_line([0, 1, 2], [0 degC, 1 degC, 2 degC]).slope')).toEqual(inUnit(1, 'K'))
  expect(read('fit_line([0, 1, 2], [0 degC, 1 degC, 2 degC]).intercept')).toEqual(inUnit(0, 'degC'))
  expect(read('fit_poly([0 s, 1 s, 2 s, 3 s], [0 m, 1 m, 4 m, 9 m], 2).c2')).toEqual(inUnit(1, 'm/s^2'))
  expect(read('fit_poly([0 s, 1 s, 2 s, 3 s], [0 m, 1 m, 4 m, 9 m], 2).c2 < 1 m')).toMatch(/^wrong_unit/)
  expect(read('fit_poly([0, 1, 2, 3], [0, 1, 4, 9], 2).c3')).toMatch(/^unknown_name/)
  expect(read('fit_poly([0, 1, 2, 3], [0, 1, 4, 9], n).c1', { n: 1 })).toBe(3)
  expect(read('round(fit_linear([[0 s, 1 s, 0 s, 1 s], [0, 0, 1, 1]], [1 m, 3 m, 4 m, 6 m]).c1 / (1 m/s), 12)')).toBe(2)
})

test('[EXPR-47] grid convergence agrees with published examples', () => {
  // NASA's NPARC tutorial "Examining spatial (grid) convergence": pressure recovery of an inlet on three grids, r = 2.
  const nasa = 'grid_convergence([0.97050, 0.96854, 0.96178], [1, 2, 4])'
  expect(numberOf(`${nasa}.order`)).toBeCloseTo(1.78617, 5)
  expect(numberOf(`${nasa}.extrapolated`)).toBeCloseTo(0.9713, 5)
  expect(numberOf(`100 * ${nasa}.gci`)).toBeCloseTo(0.103083, 6)
  expect(numberOf(`100 * ${nasa}.gci_coarse`)).toBeCloseTo(0.356249, 6)
  expect(numberOf(`${nasa}.ratio`)).toBeCloseTo(0.99798, 5)
  // Celik et al. 2008, table 1, first column: reattachment length, r21 = 1.5, r32 = 1.333, which gives p = 1.53 there.
  const celik = 'grid_convergence([5.863, 5.972, 6.063], [1.5 * 1.333, 1.5, 1])'
  expect(numberOf(`${celik}.order`)).toBeCloseTo(1.53, 1)
  expect(numberOf(`${celik}.extrapolated`)).toBeCloseTo(6.1685, 3)
  expect(numberOf(`100 * ${celik}.gci`)).toBeCloseTo(2.2, 1)
  expect(read(`${celik}.oscillating`)).toBe(false)
  // With one ratio the order is a logarithm.
  expectNear(read('grid_convergence([10.788, 10.725, 10.605], [1, 2, 4]).order'), Math.log2(0.12 / 0.063), 1e-12)
  expect(read('grid_convergence([1.01, 0.96, 1.16], [1, 2, 4]).oscillating')).toBe(true)
  expect(read('round(grid_convergence([1.01 eV, 1.04 eV, 1.16 eV], [1 mm, 2 mm, 4 mm]).extrapolated / (1 eV), 9)')).toBe(1)
})

test('[EXPR-47] Richardson extrapolation from a known order', () => {
  // The trapezoidal rule on exp from 0 to 1 with steps 1 and 1/2 gives Simpson's rule.
  const simpson = (1 + 4 * Math.exp(0.5) + Math.E) / 6
  const [coarse, fine] = [(1 + Math.E) / 2, (1 + 2 * Math.exp(0.5) + Math.E) / 4]
  expectNear(read('richardson(fine, coarse, 2, 2)', { fine, coarse }), simpson, 1e-15)
})

test('[EXPR-48] a drift knows of the correlation of what is left', () => {
  const t = Array.from({ length: 400 }, (_, index) => index)
  // A slow wave beside a slope: treated as independent, its error would be several times too small.
  const y = t.map((x) => 0.01 * x + Math.sin(x / 5))
  const plain = numberOf('fit_line(t, y).slope_error', { t, y })
  const tau = numberOf('drift(t, y).tau_int', { t, y })
  expectNear(read('drift(t, y).error', { t, y }), plain * Math.sqrt(Math.max(1, 2 * tau)), 1e-12)
  expectNear(read('drift(t, y).slope', { t, y }), numberOf('fit_line(t, y).slope', { t, y }), 1e-14)
  expectNear(read('drift(t, y).z', { t, y }), numberOf('drift(t, y).slope / drift(t, y).error', { t, y }), 1e-14)
  expectNear(read('drift(t, y).total', { t, y }), numberOf('399 * drift(t, y).slope', { t, y }), 1e-14)
  expect(read('drift(range(20) * 1 s, range(20) * 1 eV).slope < 2 eV/s')).toBe(true)
  expect(read('drift(range(20) * 1 s, range(20) * 1 eV).slope < 2 eV')).toMatch(/^wrong_unit/)
})

test('[EXPR-42] fits and convergence say what they cannot work with', () => {
  const wrong: readonly string[] = [
    'fit_line([1, 2], [1, 2])',
    'fit_line([1, 1, 1], [1, 2, 3])',
    'fit_line([1, 2, 3], [1, 2])',
    'fit_line([1, 2, 3], [1, 2, 0/0])',
    'fit_line([1, 2, 1/0], [1, 2, 3])',
    'fit_line([1, 2, 3], [1, 2, 3], 0)',
    'fit_line([1, 2, 3], [1, 2, 3], [1, -1, 1])',
    'fit_line([1, 2, 3], [1 m, 2 m, 3 m], 1 s)',
    'fit_line([], [])',
    'fit_poly([1, 2, 3], [1, 2, 3], 2)',
    'fit_poly([1, 2, 3], [1, 2, 3], -1)',
    'fit_poly([1, 2, 3], [1, 2, 3], 21)',
    'fit_poly([1, 1, 2, 2, 2], [1, 2, 3, 4, 5], 2)',
    'fit_linear([[1, 2, 3, 4], [2, 4, 6, 8]], [1, 2, 3, 4])',
    'fit_linear([[1, 2, 3]], [1, 2, 3, 4])',
    'fit_linear([1, 2, 3], [1, 2, 3])',
    'grid_convergence([1, 2], [1, 2])',
    'grid_convergence([1, 2, 3], [1, 2])',
    'grid_convergence([1, 1, 2], [1, 2, 4])',
    'grid_convergence([1, 3, 2], [1, 2, 4])',
    'grid_convergence([1, 2, 4], [1, 2, 2])',
    'grid_convergence([1, 2, 4], [-1, 2, 4])',
    'grid_convergence([1, 2, 4], [1, 2, 4], 0.5)',
    'richardson(1, 2, 1, 2)',
    'richardson(1, 2, 2, 0)',
    'drift(range(9), range(9))',
    'drift(range(10) * 0, range(10))',
    'drift(range(10), range(10) * 0)',
    'drift(range(10), range(11))',
  ]
  for (const source of wrong) expect(read(source), source).toMatch(/^wrong_(value|unit)/)
})
