import { expect, test } from 'vitest'
import { functionGroups } from '#expression/catalogue.ts'
import { erf, erfc } from '#expression/error-function.ts'
import { formatNumber } from '#expression/number-format.ts'
import { renderReference } from '#expression/reference.ts'
import { mean, quantile, sorted, sum, variance } from '#expression/statistics.ts'
import { inUnit, read } from './reading.ts'

test('[EXPR-28] every example of the reference is true', () => {
  for (const { functions } of functionGroups) {
    for (const entry of functions) {
      expect(entry.examples.length, entry.name).toBeGreaterThan(0)
      for (const [source, value] of entry.examples) expect(read(source), `${source} → ${value}`).toEqual(read(value))
    }
  }
})

test('[EXPR-28] the reference is fresh; `npx vitest run test/expression -u` writes it', async () => {
  await expect(renderReference()).toMatchFileSnapshot('../../docs/reference/expressions.md')
})

test('no function is there twice', () => {
  const names = functionGroups.flatMap(({ functions }) => functions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]))
  expect(new Set(names).size).toBe(names.length)
})

test('[EXPR-29] sums and spreads keep what rounding would lose', () => {
  expect(sum([1e100, 1, -1e100, 1])).toBe(2)
  expect(sum(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  expect(sum([])).toBe(0)
  expect(sum([Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY)
  expect(mean([1e308, 1e308, 1e308])).toBe(1e308)
  // 10⁹ + {4, 7, 13, 16}: the variance is 30, which the textbook formula loses.
  expect(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30)
  expect(variance([1e15 + 4, 1e15 + 7, 1e15 + 13, 1e15 + 16])).toBe(30)
  expect(variance([3, 3, 3])).toBe(0)
})

test('[EXPR-29] statistics agree with independent values', () => {
  // statistics.mean, .variance, .stdev, .median and .quantiles(method='inclusive') of Python 3.11.
  const values = '[2.75, 1.5, -3.25, 8, 0.125, 4.5, 4.5]'
  expect(read(`mean(${values})`)).toBeCloseTo(2.5892857142857144, 14)
  expect(read(`var(${values})`)).toBeCloseTo(12.993303571428571, 13)
  expect(read(`std(${values})`)).toBeCloseTo(3.604622528286224, 14)
  expect(read(`median(${values})`)).toBe(2.75)
  expect(read(`quantile(${values}, 0.25)`)).toBe(0.8125)
  expect(read(`quantile(${values}, 0.1)`)).toBeCloseTo(-1.225, 14)
  expect(read(`sem(${values}) * sqrt(7) / std(${values})`)).toBeCloseTo(1, 15)
  expect(read('median([4, 1, 3, 2])')).toBe(2.5)
  expect(read('quantile([1], 0.3)')).toBe(1)
})

test('[EXPR-29] NaN makes the result NaN, and too few values are an error', () => {
  for (const call of ['sum', 'mean', 'median', 'std', 'min', 'max', 'var', 'rms'])
    expect(read(`is_nan(${call}(x))`, { x: [1, Number.NaN, 3] }), call).toBe(true)
  expect(quantile(sorted([Number.NaN, 1]), 0)).toBeNaN()
  for (const call of ['std([1])', 'var([1])', 'sem([1])', 'mean([])', 'median([])', 'min([])', 'first([])', 'slope([1], [1])'])
    expect(read(call), call).toMatch(/^wrong_value/)
  expect(read('quantile([1, 2], 1.5)')).toMatch(/^wrong_value/)
  expect(read('argmax([1, 3, 2])')).toBe(1)
  expect(read('argmin(x)', { x: [1, Number.NaN, 0] })).toBe(1)
})

test('[EXPR-29] statistics keep units', () => {
  expect(read('mean([1 km, 500 m])')).toEqual(inUnit(0.75, 'km'))
  expect(read('var([1 m, 3 m])')).toEqual(inUnit(2, 'm^2'))
  expect(read('slope([0 s, 1 s], [0 m, 3 m])')).toEqual(inUnit(3, 'm/s'))
  expect(read('intercept([0 s, 1 s], [1 m, 3 m])')).toEqual(inUnit(1, 'm'))
  expect(read('weighted_mean([1 m, 3 m], [1 cm, 2 cm])')).toEqual(inUnit(1.4, 'm'))
  expect(read('mean([1 m, 1 s])')).toBe('wrong_unit 11-14')
  expect(read('mean(x)', { x: [1, { kind: 'quantity', si: 1, dimension: [0, 1, 0, 0, 0, 0, 0, 0], unit: 'm' }] })).toBe('! unit 0-7')
})

test('[EXPR-30] sequences are tidy', () => {
  expect(read('linspace(2.0, 2.6, 13)')).toEqual([2, 2.05, 2.1, 2.15, 2.2, 2.25, 2.3, 2.35, 2.4, 2.45, 2.5, 2.55, 2.6])
  expect(read('linspace(-1, 1, 21)[9]')).toBe(-0.1)
  expect(read('linspace(5, 5, 1)')).toEqual([5])
  expect(read('linspace(1, 2, 0)')).toEqual([])
  expect(read('range(1, 1.3, 0.1)')).toEqual([1, 1.1, 1.2])
  expect(read('range(0, 1, 0.1)')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
  expect(read('range(5, 0, -2)')).toEqual([5, 3, 1])
  expect(read('range(3, 0)')).toEqual([])
  expect(read('range(1, 2, 0)')).toMatch(/^wrong_value/)
  expect(read('range(0 ps, 3 ps, 1 ps)')).toEqual([inUnit(0, 'ps'), inUnit(1, 'ps'), inUnit(2, 'ps')])
  expect(read('logspace(0, 3, 4)')).toEqual([1, 10, 100, 1000])
  expect(read('geomspace(1, 1000, 4)')).toEqual([1, 10, 100, 1000])
  expect(read('geomspace(-1, 1, 3)')).toMatch(/^wrong_value/)
})

test('special functions to full precision', () => {
  // Python 3.11 math.erf and math.erfc.
  const known: readonly (readonly [number, number, number])[] = [
    [0.1, 0.1124629160182849, 0.8875370839817152],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2, 0.9953222650189527, 0.004677734981047265],
    [2.5, 0.999593047982555, 0.0004069520174449589],
    [5, 0.9999999999984626, 1.5374597944280351e-12],
    [10, 1, 2.088487583762545e-45],
  ]
  for (const [x, value, complement] of known) {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(1e-15)
    expect(erf(-x)).toBe(-erf(x))
    expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(2e-15)
  }
  expect(erf(Number.NaN)).toBeNaN()
  expect(erfc(Number.POSITIVE_INFINITY)).toBe(0)
})

test('formats are those of C', () => {
  const known: readonly (readonly [number, string, string])[] = [
    [Math.PI, '.3f', '3.142'],
    [Math.PI, '8.2f', '    3.14'],
    [-Math.PI, '08.2f', '-0003.14'],
    [1.5e-7, '.2e', '1.50e-07'],
    [1e100, '.1e', '1.0e+100'],
    [0.0001, 'g', '0.0001'],
    [0.00001, 'g', '1e-05'],
    [1234567, 'g', '1.23457e+06'],
    [100000, 'g', '100000'],
    [2.5, '.3g', '2.5'],
    [0, 'g', '0'],
    [7, '03d', '007'],
    [255, 'x', 'ff'],
    [1e22, '.1f', '10000000000000000000000.0'],
    [Number.NaN, '05d', '  NaN'],
  ]
  for (const [value, format, text] of known) expect(formatNumber(value, format), format).toBe(text)
  for (const wrong of ['', '%.3f', '.3', 's', '.300f', '1000d']) expect(formatNumber(1, wrong)).toBeUndefined()
})

test('rounding goes by the decimal that is written', () => {
  expect(read('round(1.005, 2)')).toBe(1.01)
  expect(read('round(-1.5)')).toBe(-2)
  expect(read('round(1234, -2)')).toBe(1200)
  expect(read('round(1e300)')).toBe(1e300)
  expect(read('round(1e-300)')).toBe(0)
})

test('[EXPR-27] patterns are RE2', () => {
  expect(read(String.raw`matches('E0= -1.5', r'E0=\s+-?\d')`)).toBe(true)
  expect(read(`matches('${'a'.repeat(2000)}', '(a*)*b')`)).toBe(false)
  expect(read(`matches('a', '${'a'.repeat(1001)}')`)).toMatch(/^wrong_value/)
  expect(read("extract('none', 'x')")).toMatch(/^wrong_value/)
})
