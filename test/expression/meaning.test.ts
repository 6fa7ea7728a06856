import { expect, test } from 'vitest'
import { compileExpression } from '#expression/compile.ts'
import { recordOf } from '#expression/record.ts'
import { valueFromJson } from '#expression/show.ts'
import { anyType, arrayOf, booleanType, integerType, measureOf, measureType, numberType, stringType, type Type } from '#expression/type.ts'
import { parseUnit, quantity } from '#expression/units.ts'
import { hintsOf, inUnit, problemsOf, read, scopeOf } from './reading.ts'

const metre = measureOf(parseUnit('m').unit?.dimension)

test('[EXPR-9] fields of records, and of arrays of records', () => {
  const run = recordOf({ energy: -1.5, 'two words': 2 })
  expect(read('run.energy', { run })).toBe(-1.5)
  expect(read("run['two words']", { run })).toBe(2)
  expect(read('runs.energy', { runs: [run, run] })).toEqual([-1.5, -1.5])
  expect(read('run.missing', { run })).toBe('! missing 4-11')
  expect(read('content.rows[1].T', { content: valueFromJson({ rows: [{ T: 1 }, { T: 2 }] }) })).toBe(2)
  expect(read('content[name]', { content: valueFromJson({ a: 1 }), name: 'a' })).toBe(1)
  const known: Type = { kind: 'record', fields: new Map([['sign-off', numberType]]) }
  expect(problemsOf('stages[name]', { stages: known, name: stringType })[0]?.code).toBe('wrong_type')
  expect(hintsOf('stages.sign', { stages: known })).toEqual(["Did you mean `…['sign-off']`?"])
  expect(hintsOf("stages['sign-of']", { stages: known })).toEqual(["Did you mean `…['sign-off']`?"])
})

test('[EXPR-10] nothing of the host can be reached', () => {
  const content = valueFromJson(JSON.parse('{"a": 1, "__proto__": {"polluted": true}}'))
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype']) {
    expect(read(name)).toMatch(/^unknown_name/)
    expect(read(`values.${name}`, { values: recordOf({ a: 1 }) })).toMatch(/^! missing/)
    if (name !== '__proto__') expect(read(`content['${name}']`, { content })).toMatch(/^! missing/)
    expect(read(`'text'.${name}`)).toMatch(/^wrong_type/)
    expect(read(`xs.${name}`, { xs: [1] })).toMatch(/^! type/)
    expect(read(`const.${name}`)).toMatch(/^unknown_name/)
    expect(read(`${name}(1)`)).toMatch(/^unknown_function/)
  }
  expect(read('content.__proto__.polluted', { content })).toBe(true)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('[EXPR-11] arithmetic follows dimensions', () => {
  expect(read('1 km + 500 m')).toEqual(inUnit(1.5, 'km'))
  expect(read('2 * 4 GB')).toEqual(inUnit(8, 'GB'))
  expect(read('4 GB / 2')).toEqual(inUnit(2, 'GB'))
  expect(read('6 m / 2 s')).toEqual(inUnit(3, 'm/s'))
  expect(read('1 km / 1 m')).toBe(1000)
  expect(read('2 N * 3 m')).toEqual(inUnit(6, 'J'))
  expect(read('1 / 4 s')).toEqual(inUnit(0.25, 's^-1'))
  expect(read('(3 m)^2')).toEqual(inUnit(9, 'm^2'))
  expect(read('sqrt(2 eV * 2 eV) / 1 eV')).toBe(2)
  expect(read('-(2 s)')).toEqual(inUnit(-2, 's'))
  expect(read('7 s % 2 s')).toEqual(inUnit(1, 's'))
  expect(read('90 deg + 0')).toEqual(inUnit(90, 'deg'))
  expect(read('const.h * const.c / 500 nm < 2.5 eV')).toBe(true)
  expect(read('[1, 2] * 1 s')).toEqual([inUnit(1, 's'), inUnit(2, 's')])
})

test('[EXPR-12] what measures different things does not mix', () => {
  expect(read('1 m + 1 s')).toBe('wrong_unit 4-5')
  expect(read('1 eV < 300 K')).toBe('wrong_unit 5-6')
  expect(read('1 GB + 1')).toBe('wrong_unit 5-6')
  expect(read('a + b', { a: quantity(1, 'm'), b: quantity(1, 's') })).toBe('! unit 0-5')
  expect(read('a < b', { a: quantity(1, 'm'), b: 1 })).toBe('! unit 0-5')
  expect(problemsOf('x + 1 s', { x: metre })[0]?.code).toBe('wrong_unit')
  expect(problemsOf('x + 1 s', { x: measureType })).toEqual([])
  expect(read('[1 m, 2 s]')).toBe('wrong_unit 6-9')
  expect(read('max(1 m, 2 s)')).toBe('wrong_unit 9-12')
  expect(read("to(1 m, 's')")).toBe('wrong_unit 8-11')
  expect(read('2 ^ (1 s)')).toBe('wrong_unit 4-9')
  expect(read('sin(1 m)')).toBe('wrong_unit 4-7')
  expect(read('exp(x)', { x: quantity(1, 'm') })).toBe('! unit 0-6')
  expect(read('-2 eV < 0')).toBe(true)
  expect(read('0 <= x', { x: quantity(1, 'm') })).toBe(true)
  expect(read('all([1 m, 2 m] > 0)')).toBe(true)
  expect(read('x > zero', { x: quantity(1, 'm'), zero: 0 })).toBe('! unit 0-8')
})

test('[EXPR-13] temperatures with a zero of their own', () => {
  expect(read("to(25 degC, 'K')")).toEqual(inUnit(298.15, 'K'))
  expect(read("to(300 K, 'degC')")).toEqual(inUnit(26.85, 'degC'))
  expect(read("to(212 degF, 'degC')")).toEqual(inUnit(100, 'degC'))
  expect(read('-5 degC == 268.15 K')).toBe(true)
  expect(read('20 degC - 5 degC')).toEqual(inUnit(15, 'K'))
  expect(read('20 degC + 5 K')).toEqual(inUnit(25, 'degC'))
  expect(read('5 K + 20 degC')).toEqual(inUnit(25, 'degC'))
  expect(read('20 degC - 5 K')).toEqual(inUnit(15, 'degC'))
  expect(read('mean([20 degC, 30 degC])')).toEqual(inUnit(25, 'degC'))
  expect(read('std([20 degC, 22 degC, 24 degC])')).toEqual(inUnit(2, 'K'))
  for (const wrong of [
    '20 degC + 5 degC',
    '2 * 20 degC',
    '20 degC / 2',
    '-(5 degC)',
    'sum([1 degC, 2 degC])',
    '(20 degC)^2',
    '5 degC % 2 K',
    'abs(-300 degC)',
  ]) {
    expect(read(wrong)).toMatch(/^wrong_unit/)
  }
  expect(read('2 degC/m')).toMatch(/^unknown_unit|^wrong_unit/)
})

test('[EXPR-14] division and remainder', () => {
  expect(read('7 / 2')).toBe(3.5)
  expect(read('1 / 0')).toBe('Infinity')
  expect(read('-1 / 0')).toBe('-Infinity')
  expect(read('0 / 0')).toBe('NaN')
  expect(read('-1 % 3')).toBe(2)
  expect(read('1 % -3')).toBe(-2)
  expect(read('5.5 % 2')).toBe(1.5)
})

test('[EXPR-15] arrays are element by element', () => {
  expect(read('[1, 2] + 1')).toEqual([2, 3])
  expect(read('10 - [1, 2]')).toEqual([9, 8])
  expect(read('[1, 2] * [3, 4]')).toEqual([3, 8])
  expect(read('[1, 2] + [1, 2, 3]')).toBe('wrong_value 0-18')
  expect(read('[1, 2, 3] > 2')).toEqual([false, false, true])
  expect(read('[1, 2] == [1, 3]')).toEqual([true, false])
  expect(read('-[1, 2]')).toEqual([-1, -2])
  expect(read('sqrt([4, 9])')).toEqual([2, 3])
  expect(read('atan2([0, 0], [1, 2])')).toEqual([0, 0])
  expect(read('[[1, 2], [3]] * 2')).toEqual([[2, 4], [6]])
  expect(problemsOf('xs > 2', { xs: arrayOf(numberType) }, booleanType)[0]?.hint?.en).toBe('Write `all(…)` or `any(…)`.')
  expect(problemsOf('xs > 2 and true', { xs: arrayOf(numberType) })[0]?.hint?.en).toBe('Write `all(…)` or `any(…)`.')
})

test('[EXPR-16] conditions are true or false, and the right side waits', () => {
  expect(read('x != 0 and 1 / x > 0', { x: 2 })).toBe(true)
  expect(read('false and missing', {}, { missing: anyType })).toBe(false)
  expect(read('true or missing', {}, { missing: anyType })).toBe(true)
  expect(read('true ? 1 : missing', {}, { missing: anyType })).toBe(1)
  expect(read('1 and true')).toBe('wrong_type 0-1')
  expect(read('not 1')).toBe('wrong_type 4-5')
  expect(read('x ? 1 : 2', { x: 1 })).toBe('! type 0-1')
  expect(read("'a' or true")).toBe('wrong_type 0-3')
})

test('[EXPR-17] NaN compares as nothing but unequal', () => {
  const values = { x: Number.NaN }
  for (const [operator, result] of [
    ['<', false],
    ['<=', false],
    ['>', false],
    ['>=', false],
    ['==', false],
    ['!=', true],
  ] as const) {
    expect(read(`x ${operator} 1`, values)).toBe(result)
    expect(read(`1 ${operator} x`, values)).toBe(result)
    expect(read(`x ${operator} x`, values)).toBe(result)
    expect(read(`x ${operator} 0`, values)).toBe(result)
  }
  expect(read('x in [x]', values)).toBe(false)
  expect(read('max(1, x) < 2', values)).toBe(false)
  expect(read('is_nan(x)', values)).toBe(true)
})

test('[EXPR-18] kinds do not mix in comparisons', () => {
  expect(read("x == 'a'", { x: 1 })).toBe(false)
  expect(read("x != 'a'", { x: 1 })).toBe(true)
  expect(read("1 == 'a'")).toBe('wrong_type 2-4')
  expect(read("x < 'a'", { x: 1 })).toBe('! type 0-7')
  expect(read('x == null', { x: null })).toBe(true)
  expect(read('x == null', { x: 1 })).toBe(false)
  expect(read("'a' < 'b'")).toBe(true)
  expect(read("'Z' < 'a'")).toBe(true)
  expect(read('true == false')).toBe(false)
  expect(read('true < false')).toBe('wrong_type 5-6')
})

test('[EXPR-19] joining texts, and outputs as their path', () => {
  const series = recordOf({ json: 1 }, 'objects/ab/series.json')
  expect(read("'a' + 'b'")).toBe('ab')
  expect(read("'file: ' + series", { series })).toBe('file: objects/ab/series.json')
  expect(read('basename(series)', { series })).toBe('series.json')
  expect(read("series == 'objects/ab/series.json'", { series })).toBe(true)
  expect(read("'a' + 1")).toBe('wrong_type 4-5')
  expect(hintsOf("'a' + 1")).toEqual(['Turn the number into a text: `string(x)`.'])
  const file: Type = { kind: 'record', fields: new Map(), text: true }
  const { expression } = compileExpression('series', scopeOf({ series: file }), stringType)
  expect(expression?.evaluate(recordOf({ series }))).toBe('objects/ab/series.json')
})

test('integers stay integers as far as can be told', () => {
  const typeOf = (source: string) => compileExpression(source, scopeOf({ n: integerType })).expression?.type
  expect(typeOf('n * 2 + 1')).toEqual(integerType)
  expect(typeOf('n ^ 2')).toEqual(integerType)
  expect(typeOf('n / 2')).toEqual(numberType)
  expect(typeOf('range(n)')).toEqual(arrayOf(integerType))
  expect(typeOf('true ? n : 2.5')).toEqual(numberType)
})
