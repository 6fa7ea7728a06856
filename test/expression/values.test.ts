import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileExpression } from '#expression/compile.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { measuredOf } from '#expression/explain.ts'
import { layered, lazyRecord, recordOf } from '#expression/record.ts'
import { type PlainJson, valueFromJson, valueToJson } from '#expression/show.ts'
import { anyType, numberType, stringType } from '#expression/type.ts'
import { quantity } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import { scopeOf } from './reading.ts'

test('[EXPR-33] values as JSON and back', () => {
  const cases: readonly (readonly [Value, PlainJson])[] = [
    [quantity(2, 'GB'), { value: 2, unit: 'GB' }],
    [quantity(0.1, 'eV/angstrom'), { value: 0.1, unit: 'eV/angstrom' }],
    [quantity(Number.NaN, 'eV'), { value: 'NaN', unit: 'eV' }],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [
      [1, 'a', null, true, [quantity(1, 's')]],
      [1, 'a', null, true, [{ value: 1, unit: 's' }]],
    ],
  ]
  for (const [value, json] of cases) {
    expect(valueToJson(value)).toEqual(json)
    expect(valueFromJson(json)).toEqual(value)
  }
  expect(valueFromJson('NaN', stringType)).toBe('NaN')
  expect(valueFromJson('NaN', numberType)).toBeNaN()
  expect(valueToJson(recordOf({ a: 1 }))).toEqual({ a: 1 })
  expect(valueToJson(recordOf({ a: 1 }, 'path'))).toBe('path')
  const record = valueFromJson({ value: 1, unit: 's', more: 2 })
  expect(valueToJson(record)).toEqual({ value: 1, unit: 's', more: 2 })
  expect(() => valueFromJson({ value: 1, unit: 'nonsense' })).toThrow(EvaluationError)
})

test('[EXPR-33] any JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const text = JSON.stringify(json)
      fc.pre(!text.includes('"unit"'))
      expect(JSON.stringify(valueToJson(valueFromJson(JSON.parse(text))))).toBe(text)
    }),
  )
  expect(JSON.stringify(valueToJson(valueFromJson(JSON.parse('{"__proto__": {"a": 1}}'))))).toBe('{"__proto__":{"a":1}}')
})

test('records answer for their own names only', () => {
  let asked = 0
  const lazy = lazyRecord(['a'], (name) => {
    asked++
    return `${name}!`
  })
  expect([lazy.get('a'), lazy.get('a'), lazy.get('b'), asked]).toEqual(['a!', 'a!', undefined, 1])
  const both = layered(recordOf({ a: 1 }), lazy, recordOf(new Map([['b', 2]]), 'text'))
  expect([both.get('a'), both.get('b'), both.get('c'), both.text]).toEqual([1, 2, undefined, 'text'])
  expect(both.names()).toEqual(['a', 'b'])
  for (const record of [recordOf({ a: 1 }), lazy, both]) expect(record.get('toString')).toBeUndefined()
})

const scope = scopeOf({ tau: anyType, sweeps: anyType, run: anyType, xs: anyType, missing: anyType })

function measured(source: string, values: { readonly [name: string]: Value }) {
  const { expression } = compileExpression(source, scope)
  if (expression === undefined) throw new Error(source)
  const { values: names, comparisons, comparedNaN } = measuredOf(expression, recordOf(values))
  return {
    values: Object.fromEntries([...names].map(([name, value]) => [name, valueToJson(value)])),
    comparisons: comparisons.map(({ left, operator, right }) => `${JSON.stringify(valueToJson(left))} ${operator} ${valueToJson(right)}`),
    comparedNaN,
  }
}

test('[EXPR-39] what an expression saw', () => {
  expect(measured('tau < sweeps / 50', { tau: 3, sweeps: 1000 })).toEqual({
    values: { tau: 3, sweeps: 1000 },
    comparisons: ['3 < 20'],
    comparedNaN: false,
  })
  expect(measured('run.energy < -1 and (max(xs) > 5 and missing == 1)', { run: recordOf({ energy: -2 }), xs: [1, 7] })).toEqual({
    values: { 'run.energy': -2, xs: [1, 7] },
    comparisons: ['-2 < -1', '7 > 5'],
    comparedNaN: false,
  })
  // No single one of these decides, so none says how near the whole was.
  for (const other of ['tau > 1 or tau < 0', 'not (tau > 1)', 'tau > 1 ? true : false', 'tau > 1 and tau in [1, 2]'])
    expect(measured(other, { tau: 2 })).toEqual({ values: { tau: 2 }, comparisons: [], comparedNaN: false })
  expect(measured('mean(xs) < 1000', { xs: Array.from({ length: 100 }, () => 1) }).values).toEqual({})
  expect(measured('tau == 1', { tau: quantity(2, 'eV') }).comparisons).toEqual(['{"value":2,"unit":"eV"} == 1'])
  expect(measured('tau > 1 and missing > 2', { tau: 0 }).comparisons).toEqual(['0 > 1'])
  expect(measured('run.energy > 1', { run: [recordOf({ energy: 1 }), recordOf({ energy: 2 })] }).values).toEqual({ 'run.energy': [1, 2] })
})

test('[EXPR-17] that NaN was compared is told', () => {
  expect(measured('tau != 3', { tau: Number.NaN }).comparedNaN).toBe(true)
  expect(measured('not (tau > 3)', { tau: Number.NaN }).comparedNaN).toBe(true)
  expect(measured('all(xs < 3)', { xs: [1, Number.NaN] }).comparedNaN).toBe(true)
  expect(measured('tau > 3 ? true : false', { tau: quantity(Number.NaN, 's') }).comparedNaN).toBe(false)
  expect(measured('tau > 3 s', { tau: quantity(Number.NaN, 's') }).comparedNaN).toBe(true)
  expect(measured('is_nan(tau)', { tau: Number.NaN }).comparedNaN).toBe(false)
  expect(measured('tau > 0', { tau: Number.NaN }).comparedNaN).toBe(true)
})
