import { expect, test } from 'vitest'
import { isAssignable } from '#expression/assignable.ts'
import { compileExpression } from '#expression/compile.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import { showType } from '#expression/show.ts'
import { anyType, arrayOf, booleanType, integerType, measureOf, numberType, stringType, type Type } from '#expression/type.ts'
import { parseUnit, quantity } from '#expression/units.ts'
import { hintsOf, problemsOf, read, scopeOf } from './reading.ts'

const bytes = measureOf(parseUnit('B').unit?.dimension)
const seconds = measureOf(parseUnit('s').unit?.dimension)

test('[EXPR-20] unknown names, fields, functions and constants say the nearest', () => {
  const stage: Type = { kind: 'record', fields: new Map([['outputs', anyType]]) }
  expect(hintsOf('sweps * 2', { sweeps: numberType })).toEqual(['Did you mean `sweeps`?'])
  expect(hintsOf('sample.output', { sample: stage })).toEqual(['Did you mean `outputs`?'])
  expect(hintsOf('quantle([1], 0.5)')).toEqual(['Did you mean `quantile`?'])
  expect(hintsOf('const.kB')).toEqual(['Did you mean `const.k_B`?'])
  expect(hintsOf('zzz', { a: numberType, b: numberType })).toEqual(['There are: a, b.'])
  expect(hintsOf('mean')).toEqual(['It is a function: `mean(…)`.'])
  const stages: Type = { kind: 'record', fields: new Map([['sample', stage]]) }
  expect(hintsOf('sample.outputs.file', { stages })).toEqual(['It is a stage: `stages.sample`.'])
  expect(problemsOf('anything.at.all', {}).length).toBe(1)
  const open = compileExpression('anything.at.all', scopeOf({}, true))
  expect(open.expression?.references).toEqual([{ parts: ['anything', 'at', 'all'], start: 0, end: 15 }])
})

test('[EXPR-21] calls are checked for number, kinds and dimensions of their arguments', () => {
  expect(read('sqrt()')).toBe('wrong_arguments 0-6')
  expect(read('sqrt(1, 2)')).toBe('wrong_arguments 0-10')
  expect(hintsOf('log()')).toEqual(['Write `log(x[, base])`.'])
  expect(read("sqrt('a')")).toBe('wrong_type 5-8')
  expect(read('mean(1)')).toBe('wrong_type 5-6')
  expect(read('linspace(0, 1, 2.5)')).toBe('wrong_type 15-18')
  expect(read('linspace(0 s, 1 m, 3)')).toBe('wrong_unit 14-17')
  expect(read("to(1 m, 'metr')")).toBe('unknown_unit 8-14')
  expect(read("matches('a', '(')")).toBe('wrong_value 13-16')
  expect(read("matches('a', r'(?=a)')")).toBe('wrong_value 13-21')
  expect(read('all([1, 2])')).toBe('wrong_type 4-10')
  expect(read('mean(x)', { x: 1 })).toBe('! type 0-7')
  expect(read("mean(['a'])")).toBe('wrong_type 5-10')
  expect(read('mean(x)', { x: ['a'] })).toBe('! type 0-7')
})

test('[EXPR-22] an expression must be of the type that its place needs', () => {
  expect(problemsOf('2 GB', {}, bytes)).toEqual([])
  expect(problemsOf('2', {}, bytes)[0]).toMatchObject({ code: 'wrong_unit', hint: { en: 'Give it a unit, as in `2 GB` or `30 min`.' } })
  expect(problemsOf('2 GB', {}, seconds)[0]?.code).toBe('wrong_unit')
  expect(problemsOf("'a'", {}, numberType)[0]?.code).toBe('wrong_type')
  expect(problemsOf('1.5', {}, integerType)[0]).toMatchObject({ code: 'wrong_type', hint: { en: 'Round it: `round(x)`.' } })
  expect(problemsOf('x', { x: numberType }, booleanType)[0]?.hint?.en).toBe('Say what it is compared with: `x > 0`.')
  const evaluate = (source: string, expected: Type, x: number | string) =>
    compileExpression(source, scopeOf({ x: anyType }), expected).expression?.evaluate(recordOf({ x }))
  expect(evaluate('x', integerType, 3)).toBe(3)
  expect(() => evaluate('x', integerType, 2.5)).toThrow(EvaluationError)
  expect(() => evaluate('x > 1', booleanType, 'a')).toThrow(EvaluationError)
  expect(() => evaluate('x', bytes, 2)).toThrow(EvaluationError)
  expect(() => evaluate('[x]', arrayOf(numberType), 'a')).toThrow(EvaluationError)
})

test('[EXPR-23] an expression without names is evaluated at the check', () => {
  expect(read('[1, 2][5]')).toBe('wrong_value 0-9')
  expect(read("number('abc')")).toBe('wrong_value 0-13')
  expect(read('mean([])')).toBe('wrong_value 0-8')
  expect(read('range(1e9)')).toBe('expression_too_large 0-10')
  expect(problemsOf('[1, 2.5]', {}, arrayOf(integerType))[0]?.code).toBe('wrong_type')
})

test('[EXPR-24] all problems at once, in the text', () => {
  expect(read('foo + 1 m * bar + sqrt()')).toBe('unknown_name 0-3, unknown_name 12-15, wrong_arguments 18-24')
  const many = compileExpression(Array.from({ length: 150 }, (_, index) => `name${index}`).join('+'), scopeOf({}))
  expect(many.problems.length).toBe(50)
})

test('references are whole paths, in the order of the text', () => {
  const types = { a: anyType, b: anyType, xs: arrayOf(anyType) }
  const parts = (source: string) =>
    compileExpression(source, scopeOf(types)).expression?.references.map((reference) => reference.parts.join('/'))
  expect(parts('a.b.c + b["d e"].f')).toEqual(['a/b/c', 'b/d e/f'])
  expect(parts('xs[0].energy > a')).toEqual(['xs', 'a'])
  expect(parts('b.c[a.i]')).toEqual(['b/c', 'a/i'])
  expect(parts('pi * const.c')).toEqual([])
})

test('what may stand where', () => {
  const file: Type = { kind: 'record', fields: new Map([['json', anyType]]), text: true }
  expect(isAssignable(integerType, numberType)).toBe(true)
  expect(isAssignable(numberType, integerType)).toBe(true)
  expect(
    isAssignable(
      { kind: 'number', dimension: numberType.kind === 'number' ? numberType.dimension : undefined, integer: false },
      integerType,
    ),
  ).toBe(false)
  expect(isAssignable(file, stringType)).toBe(true)
  expect(isAssignable(stringType, file)).toBe(false)
  expect(isAssignable(arrayOf(anyType), arrayOf(numberType))).toBe(true)
  expect(isAssignable(arrayOf(stringType), arrayOf(numberType))).toBe(false)
  expect(isAssignable(file, { kind: 'record', fields: new Map([['json', numberType]]) })).toBe(true)
  expect(isAssignable({ kind: 'null' }, numberType)).toBe(false)
})

test('types are shown in the notation of a workflow file', () => {
  expect(showType(integerType)).toBe('integer')
  expect(showType(arrayOf(arrayOf(numberType)))).toBe('number[][]')
  expect(showType(bytes)).toBe('number in B')
  expect(showType(arrayOf(bytes))).toBe('(number in B)[]')
  expect(showType(measureOf(quantity(1, 'm/s^2').dimension))).toBe('number in m/s^2')
  expect(showType(measureOf(quantity(1, 'V/Hz^(1/2)').dimension))).toBe('number in kg*m^2/s^(5/2)/A')
})
