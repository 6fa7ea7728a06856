import { expect, test } from 'vitest'
import { compileExpression } from '#expression/compile.ts'
import { dimensionless } from '#expression/dimension.ts'
import { measuredOf } from '#expression/explain.ts'
import { recordOf } from '#expression/record.ts'
import { showValue, valueFromJson, valueToJson } from '#expression/show.ts'
import { anyType, arrayOf, measureOf, numberType } from '#expression/type.ts'
import { quantity } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import { fixtureOf, numberOf } from './fixture.ts'
import { hintsOf, inUnit, problemsOf, read, scopeOf } from './reading.ts'

interface Rows {
  readonly values: { readonly [name: string]: readonly [value: number, error: number] }
  readonly rows: readonly (readonly [source: string, value: number, error: number])[]
}

test('[EXPR-49] errors follow through expressions as the package "uncertainties" says', () => {
  const { values, rows } = fixtureOf<Rows>('uncertain')
  const names = Object.fromEntries(
    Object.entries(values).map(([name, [value, uncertainty]]): [string, Value] => [name, valueFromJson({ value, uncertainty })]),
  )
  for (const [source, value, error] of rows) {
    expect(Math.abs(numberOf(`value_of(${source})`, names) - value), source).toBeLessThan(1e-13 * Math.max(1, Math.abs(value)))
    expect(Math.abs(numberOf(`error_of(${source})`, names) - error), source).toBeLessThan(1e-13 * Math.max(1, error))
  }
})

test('[EXPR-49] what values have in common stays known', () => {
  const x = valueFromJson({ value: 2, uncertainty: 0.1 })
  expect(read('x - x', { x })).toEqual({ value: 0, unit: '', uncertainty: 0 })
  expect(read('x / x', { x })).toEqual({ value: 1, unit: '', uncertainty: 0 })
  expect(read('error_of(3 * x - x - x)', { x })).toBeCloseTo(0.1, 15)
  expect(read('error_of((2 +- 0.1) - (2 +- 0.1))')).toBeCloseTo(0.1 * Math.SQRT2, 15)
  expect(read('error_of([x, x][0] - [x, x][1])', { x })).toBe(0)
  // An error in an array of many: every element's own.
  const many = Array.from({ length: 400 }, (_, index): Value => valueFromJson({ value: index, uncertainty: 2 }))
  expect(read('error_of(mean(many))', { many })).toBeCloseTo(0.1, 14)
  expect(read('error_of(sum(many) - sum(many))', { many })).toBe(0)
})

test('[EXPR-50] an error is written behind its value', () => {
  expect(read('2.27 +- 0.01')).toEqual({ value: 2.27, unit: '', uncertainty: 0.01 })
  expect(read('2.27 ± 0.01')).toEqual({ value: 2.27, unit: '', uncertainty: 0.01 })
  expect(read('2 eV +- 10 meV')).toEqual({ value: 2, unit: 'eV', uncertainty: 0.01 })
  expect(read('error_of(5 +- 0.3 +- 0.4)')).toBe(0.5)
  expect(read('3 * 2 +- 0.5')).toEqual({ value: 6, unit: '', uncertainty: 1.5 })
  expect(read('-2 +- 0.5')).toEqual({ value: -2, unit: '', uncertainty: 0.5 })
  expect(read('2 ^ 2 +- 0.5')).toEqual({ value: 4, unit: '', uncertainty: 0.5 })
  expect(read('[1, 2] +- 0.5')).toEqual([
    { value: 1, unit: '', uncertainty: 0.5 },
    { value: 2, unit: '', uncertainty: 0.5 },
  ])
  // Without a space behind it stays a sum with a negative number.
  expect([read('2 +-1'), read('2+-1'), read('2 + -1')]).toEqual([1, 1, 1])
  expect(read('2 +- ')).toMatch(/^expression_syntax/)
})

test('[EXPR-50] an error has the unit of its value', () => {
  expect(read('2 m +- 1 s')).toMatch(/^wrong_unit/)
  expect(read('(2 m +- 1 cm) + (1 s +- 1 s)')).toMatch(/^wrong_unit/)
  expect(read('error_of((2 m +- 10 cm) / (4 s +- 0.2 s))')).toMatchObject({
    value: expect.closeTo(0.5 * Math.hypot(0.05, 0.05), 15),
    unit: 'm/s',
  })
  expect(read("to(2 m +- 1 cm, 'cm')")).toEqual({ value: 200, unit: 'cm', uncertainty: 1 })
  expect(read("value_in(2 m +- 1 cm, 'cm')")).toEqual({ value: 200, unit: '', uncertainty: 1 })
  expect(read('sqrt(4 m^2 +- 0.4 m^2)')).toEqual({ value: 2, unit: 'm', uncertainty: 0.1 })
  expect(read('20 degC +- 0.5 K')).toEqual({ value: 20, unit: 'degC', uncertainty: 0.5 })
  expect(read('error_of(20 degC +- 0.5 K)')).toEqual(inUnit(0.5, 'K'))
  expect(read('20 degC +- 0.5 degC')).toMatch(/^wrong_unit/)
  expect(read('2 * (20 degC +- 0.5 K)')).toMatch(/^wrong_unit/)
  expect(read('sin(30 deg +- 1 deg)')).toMatchObject({ uncertainty: expect.closeTo((Math.cos(Math.PI / 6) * Math.PI) / 180, 15) })
})

const metrics = { tc: 2.27, tc_error: 0.01, gap: quantity(1.1, 'eV'), gap_error: quantity(20, 'meV') }
const stages = recordOf({
  fit: recordOf({ metrics: recordOf({ tc: 2.3, tc_error: 0.02 }) }),
  many: recordOf({ u4: [1, 2], u4_error: [0.1, 0.2] }),
})

test('[EXPR-51] a metric comes with its own error, and is one variable', () => {
  expect(read('with_error(tc)', metrics)).toEqual({ value: 2.27, unit: '', uncertainty: 0.01 })
  expect(read('with_error(gap)', metrics)).toEqual({ value: 1.1, unit: 'eV', uncertainty: 0.02 })
  expect(read('error_of(with_error(tc) - with_error(tc))', metrics)).toBe(0)
  expect(read('error_of(with_error(tc) - with_error(stages.fit.metrics.tc))', { ...metrics, stages })).toBeCloseTo(
    Math.hypot(0.01, 0.02),
    15,
  )
  expect(read("error_of(with_error(stages.fit.metrics['tc']))", { stages })).toBe(0.02)
  expect(read('error_of(sum(with_error(stages.many.u4)))', { stages })).toBeCloseTo(Math.hypot(0.1, 0.2), 15)
  expect(read('error_of(with_error(stages.many.u4[1]) - with_error(stages.many.u4)[-1])', { stages })).toBe(0)
  expect(read('error_of(with_error(const.G))')).toEqual(inUnit(1.5e-15, 'm^3/(kg*s^2)'))
})

test('[EXPR-51] a name without an error is told before a run', () => {
  const types = { tc: numberType, u: arrayOf(numberType), u_error: arrayOf(numberType), length: measureOf([0, 1, 0, 0, 0, 0, 0, 0]) }
  expect(problemsOf('with_error(tc)', types).map(({ code }) => code)).toEqual(['unknown_name'])
  expect(hintsOf('with_error(tc)', types)).toEqual(['Declare the metric with `uncertainty: true`.'])
  expect(hintsOf('with_error(2 * tc)', types)).toEqual(['For any other value write `uncertain(value, error)`.'])
  expect(problemsOf('all(with_error(u) > 2)', types)).toEqual([])
  expect(read('with_error(u)', { u: [1, 2], u_error: [1] })).toBe('! range 0-13')
  expect(read('with_error(u)', { u: 1, u_error: -1 })).toBe('! domain 0-13')
  expect(read('with_error(u)', { u: 1, u_error: Number.NaN })).toBe('! domain 0-13')
  expect(read('with_error(u)', { u: 'a', u_error: 1 })).toBe('! type 0-13')
  expect(read('with_error()')).toMatch(/^wrong_arguments/)
})

test('[EXPR-49] only what can carry an error takes one', () => {
  const refused = [
    'round(2 +- 1)',
    'max(2 +- 1, 3)',
    '(5 +- 1) % 3',
    "format(2 +- 1, '.2f')",
    'floor([2 +- 1])',
    'range(3 +- 1)',
    'std([1 +- 1, 2])',
  ]
  for (const source of refused) expect(read(source), source).toMatch(/^wrong_type/)
  expect(hintsOf('round(2 +- 1)')).toEqual(['Take its value, `value_of(x)`.'])
  const x = valueFromJson({ value: 2, uncertainty: 0.1 })
  for (const source of ['round(x)', 'max(x, 3)', 'x % 3', 'std([x, x])', 'x == 2', '[1, 2][x]', 'not x'])
    expect(read(source, { x }), source).toMatch(/^! type/)
  expect(read('uncertain(2, -1)')).toMatch(/^wrong_value/)
  expect(read('uncertain(2, 0/0)')).toMatch(/^wrong_value/)
  expect(read('(2 +- 1) + true')).toMatch(/^wrong_type/)
  expect(read("'a' + (2 +- 1)")).toMatch(/^wrong_type/)
  expect(read('tension(2, 2)')).toMatch(/^wrong_value/)
})

test('[EXPR-52] uncertain values are compared by their values, and how clearly is told', () => {
  const pull = (source: string) => {
    const { expression } = compileExpression(source, scopeOf({ x: anyType, y: anyType }))
    if (expression === undefined) throw new Error(source)
    const x = valueFromJson({ value: 2, uncertainty: 0.1 })
    return measuredOf(expression, recordOf({ x, y: 3 })).leastPull
  }
  expect(read('2 +- 0.1 < 2.05')).toBe(true)
  expect(read('2 m +- 0.1 m > 0')).toBe(true)
  expect(read('0 < -(2 m +- 0.1 m)')).toBe(false)
  expect(read('2 m +- 0.1 m < 3 s')).toMatch(/^wrong_unit/)
  expect(read('2 +- 0.1 == 2')).toMatch(/^wrong_type/)
  expect(read('2 in [2 +- 0.1]')).toMatch(/^wrong_type/)
  expect(hintsOf('2 +- 0.1 != 2')).toEqual(['Write `abs(tension(a, b)) < 2`.'])
  expect(pull('x < 2.05')).toBeCloseTo(0.5, 12)
  expect(pull('x < 2.05 and x > 1')).toBeCloseTo(0.5, 12)
  expect(pull('x < y')).toBeCloseTo(10, 12)
  expect(pull('x - x <= 0')).toBe(Number.POSITIVE_INFINITY)
  expect(pull('x > 0')).toBeCloseTo(20, 12)
  expect(pull('y < 4')).toBe(Number.POSITIVE_INFINITY)
  expect(pull('is_nan(y)')).toBe(Number.POSITIVE_INFINITY)
})

test('[EXPR-53] an uncertain value as text and JSON, and back', () => {
  const value = valueFromJson({ value: 1.1, unit: 'eV', uncertainty: 0.02 })
  expect(showValue(value)).toBe('1.1 eV +- 0.02 eV')
  expect(valueToJson(value)).toEqual({ value: 1.1, unit: 'eV', uncertainty: 0.02 })
  expect(valueToJson(valueFromJson({ value: 20, unit: 'degC', uncertainty: 2 }))).toEqual({ value: 20, unit: 'degC', uncertainty: 2 })
  expect(read("string(20 degC +- 0.5 K) + ''")).toBe('20 degC +- 0.5 K')
  expect(read(showValue(value))).toEqual(valueToJson(value))
  // Where a number is declared it comes without the error; what is no error leaves a record.
  expect(valueFromJson({ value: 2, uncertainty: 0.1 }, numberType)).toBe(2)
  for (const odd of [
    { value: 2, uncertainty: -1 },
    { value: 2, uncertainty: [1] },
    { value: 'a', uncertainty: 1 },
    { value: 2, uncertainty: 1, more: 1 },
  ])
    expect(valueToJson(valueFromJson(odd))).toEqual(odd)
})

test('[EXPR-49] types know of errors', () => {
  const typeOf = (source: string) => compileExpression(source, scopeOf({ n: numberType })).expression?.type
  expect(typeOf('2 m +- 1 m')).toEqual({ kind: 'uncertain', dimension: [0, 1, 0, 0, 0, 0, 0, 0] })
  expect(typeOf('value_of(2 m +- 1 m)')).toEqual(measureOf([0, 1, 0, 0, 0, 0, 0, 0]))
  expect(typeOf('[2, 3 +- 1]')).toEqual(arrayOf({ kind: 'uncertain', dimension: dimensionless }))
  expect(typeOf('true ? 2 : 3 +- 1')).toEqual({ kind: 'uncertain', dimension: dimensionless })
  expect(typeOf('sqrt(n +- 1)')).toEqual({ kind: 'uncertain', dimension: dimensionless })
  expect(typeOf('sum([n, n +- 1])')).toEqual({ kind: 'uncertain', dimension: dimensionless })
  expect(problemsOf('2 +- 1', {}, numberType).map(({ message }) => message.en)).toEqual([
    'This is a number with error, where a number is needed.',
  ])
  expect(problemsOf('2', {}, { kind: 'uncertain', dimension: undefined })).toEqual([])
  expect(problemsOf('(2 +- 1)[0]').length + problemsOf('(2 +- 1).a').length).toBe(2)
  expect(problemsOf('[1 m, 2 s +- 1 s]').map(({ code }) => code)).toEqual(['wrong_unit'])
})

test('[METRIC-3] a metric with both kinds of error: its own statistical one, and a systematic one that all share', () => {
  const metrics = { m: [1, 2, 3, 4], m_statistical: [0.1, 0.1, 0.1, 0.1], m_systematic: [0.3, 0.3, 0.3, 0.3] }
  const stages = recordOf({ many: recordOf(metrics) })
  expect(read('error_of(mean(with_error(stages.many.m)))', { stages })).toBeCloseTo(Math.hypot(0.05, 0.3), 14)
  // The systematic error falls out of a difference, the statistical one does not.
  expect(read('error_of(with_error(stages.many.m)[0] - with_error(stages.many.m)[1])', { stages })).toBeCloseTo(0.1 * Math.SQRT2, 14)
  expect(read('error_of(with_error(stages.many.m[2]) - with_error(stages.many.m)[2])', { stages })).toBe(0)
  expect(read('with_error(a)', { a: 2, a_error: 0.5, a_statistical: 0.3, a_systematic: 0.4 })).toEqual({
    value: 2,
    unit: '',
    uncertainty: 0.5,
  })
})
