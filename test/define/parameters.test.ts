import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveParameters } from '#define/parameters.ts'
import { resolvePools } from '#define/pools.ts'
import type { Json } from '#model/json.ts'
import { loadedIn, problemsIn, short } from './loading.ts'

const stage = '\nstages: { a: { run: x } }\n'

function resolved(parameters: string, given: { readonly [name: string]: string | Json } = {}) {
  const { values, problems } = resolveParameters(loadedIn(`parameters: ${parameters}${stage}`), given)
  return problems.length === 0 ? values : problems.map(({ code, message }) => `${code}: ${message.en}`)
}

const typesOf = (parameters: string) =>
  loadedIn(`parameters: ${parameters}${stage}`).parameters.map(
    ({ type, array, unit }) => `${type}${array ? '[]' : ''}${unit ? ` ${unit}` : ''}`,
  )

test('[LANG-15] the short form has the type of its default', () => {
  expect(typesOf('{ a: 3, b: 2.0, c: 1e5, d: hello, e: true, f: [1, 2], g: [1, 2.5], h: [x, y], i: 300 K, j: [1 eV, 2 eV] }')).toEqual([
    ...['integer', 'number', 'number', 'string', 'boolean', 'integer[]', 'number[]', 'string[]', 'number K', 'number[] eV'],
  ])
  expect(typesOf('{ a: "${{ linspace(0, 1, 3) }}", b: "${{ 2 * 3 }}", c: "v${{ 1 }}", d: { default: 4 } }')).toEqual([
    'number[]',
    expect.stringMatching(/integer|number/),
    'string',
    'integer',
  ])
  expect(typesOf('{ orbital: 3d, date: 2026-12-01, half: 1/2, far: 5 nonsense, near: 5 m, kelvin: { unit: K, default: [3] } }')).toEqual([
    ...['string', 'string', 'string', 'string', 'number m', 'number[] K'],
  ])
  expect(problemsIn(`parameters: { a: {} }${stage}`)).toContain('1:15 missing_key')
})

test('[LANG-16] a default that does not fit is told in the file', () => {
  const told = (parameter: string) => problemsIn(`parameters: { p: ${parameter} }${stage}`).filter((line) => !line.includes('unused'))
  expect(told('{ type: integer, default: 2.5 }')).toEqual(['1:44 bad_type'])
  expect(told('{ type: integer, default: many }')).toEqual(['1:44 bad_type'])
  expect(told('{ type: "integer[]", default: [1, x] }')).toEqual(['1:52 bad_type'])
  expect(told('{ type: integer, default: 5, min: 10 }')).toEqual(['1:44 out_of_bounds'])
  expect(told('{ type: number, unit: K, default: 5, max: 1 mK }')).toEqual(['1:52 out_of_bounds'])
  expect(told('{ type: string, default: c, choices: [a, b] }')).toEqual(['1:43 not_a_choice'])
  expect(told('{ type: integer, default: 1, choices: [1, two, 2.5] }')).toEqual(['1:60 bad_type', '1:65 bad_type'])
  expect(told('{ type: string, default: a, choices: [a, 4] }')).toEqual(['1:59 bad_type'])
  expect(told('{ default: 300 K, choices: [300, 400], min: 350 K }')).toEqual(['1:29 out_of_bounds', '1:46 out_of_bounds'])
  expect(told('{ type: "integer[]", default: [1, 1], choices: [1, 2] }')).toEqual([])
  expect(told('{ type: number, unit: furlongs, default: 5 }')).toEqual(['1:40 unknown_unit'.replace('unknown_unit', 'bad_unit')])
  expect(told('{ type: number, unit: K, default: 5 eV }')).toEqual(['1:52 bad_type'])
  expect(told('{ type: string, unit: K }')).toEqual(['1:40 bad_unit'])
  expect(told('{ type: number, default: .nan }')).toEqual(['1:43 bad_value'])
  expect(told('{ type: string, default: 300 K }')).toEqual([])
  expect(told('{ default: 5, min: 1 K }')).toEqual(['1:37 bad_type'])
  expect(told('{ unit: K, default: 5 eV }')).toEqual(['1:38 bad_type'])
})

test('[LANG-17] defaults refer to each other in any order', () => {
  expect(resolved('{ b: { type: integer, default: "${{ a * 2 }}" }, a: 3, c: { type: integer, default: 1, max: "${{ b }}" } }')).toEqual({
    a: 3,
    b: 6,
    c: 1,
  })
  expect(resolved('{ b: { type: integer, default: "${{ a * 2 }}" }, a: 3 }', { a: '10' })).toEqual({ a: 10, b: 20 })
  expect(
    problemsIn(
      `parameters:\n  a: { type: integer, default: "\${{ b }}" }\n  b: { type: integer, default: "\${{ c + 1 }}" }\n  c: { type: integer, default: "\${{ a }}" }${stage}`,
    ),
  ).toContain('2:3 parameter_cycle')
})

test('[LANG-18] text is read by the type of its parameter', () => {
  const types = '{ i: 1, n: 1.5, s: x, b: true, is: [1], ns: [1.5], ss: [x], bs: { type: "boolean[]", default: [] } }'
  const given = {
    i: '20',
    n: '1e-3',
    s: ' a, b $(c) ',
    b: 'false',
    is: '8,16, 32',
    ns: 'linspace(0, 1, 3)',
    ss: 'one, two',
    bs: 'true,false',
  }
  expect(resolved(types, given)).toEqual({
    i: 20,
    n: 0.001,
    s: ' a, b $(c) ',
    b: false,
    is: [8, 16, 32],
    ns: [0, 0.5, 1],
    ss: ['one', 'two'],
    bs: [true, false],
  })
  expect(resolved('{ is: [1], ns: [1.5], ss: [x] }', { is: '[4]', ns: '2', ss: '["a, b"]' })).toEqual({ is: [4], ns: [2], ss: ['a, b'] })
  expect(resolved('{ is: [1], s: x, b: true }', { is: [3, 4], s: 'y', b: false })).toEqual({ is: [3, 4], s: 'y', b: false })
  for (const [name, value] of [
    ['i', '2.5'],
    ['i', 'many'],
    ['i', ''],
    ['n', 'true'],
    ['b', 'yes'],
    ['is', '1,x'],
    ['i', null],
    ['i', {}],
    ['is', 3],
    ['s', 4],
    ['i', '1e400'],
  ] as const) {
    expect([name, value, resolved(types, { [name]: value })]).toEqual([name, value, [expect.stringMatching(/^bad_type|^evaluation/)]])
  }
})

test('[LANG-19] quantities are converted to the declared unit', () => {
  const temperature = '{ T: { type: number, unit: K, default: 300, min: 1 mK } }'
  const plain = resolved(temperature)
  expect(resolved(temperature, { T: '300000 mK' })).toEqual(plain)
  expect(resolved(temperature, { T: '0.3 kK' })).toEqual(plain)
  expect(resolved(temperature, { T: 300 })).toEqual(plain)
  expect(resolved(temperature, { T: '300 K' })).toEqual(plain)
  expect(resolved(temperature, { T: '3 eV' })).toEqual([expect.stringMatching(/^bad_unit/)])
  expect(resolved(temperature, { T: '0' })).toEqual([expect.stringMatching(/^out_of_bounds/)])
  expect(resolved('{ n: 3 }', { n: '3 K' })).toEqual([expect.stringMatching(/^bad_unit/)])
})

test('[LANG-20] unknown and missing parameters are told', () => {
  expect(resolved('{ sweeps: 3, needed: { type: string } }', { sweps: '4' })).toEqual([
    'unknown_parameter: There is no parameter `sweps`.',
    'missing_parameter: `needed` has no default, and no value was given.',
  ])
  const { problems } = resolveParameters(loadedIn(`parameters: { sweeps: 3 }${stage}`), { sweps: '4', __proto__: '1', toString: '2' })
  expect(problems[0]?.hint?.en).toBe('Did you mean `sweeps`?')
})

test('[LANG-18] no text and no JSON makes it throw', () => {
  const workflow = loadedIn(
    `parameters: { i: 1, s: x, b: true, ns: [1.5], ss: [x], T: { unit: K, default: 3, min: 1 K }, c: { type: string, default: a, choices: [a] } }${stage}`,
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('[', '1,', 'x', '1 K', 'linspace(0', '{}', '"', '1e999', 'null', '[[1]]', 'T'),
  )
  fc.assert(
    fc.property(
      fc.constantFrom('i', 's', 'b', 'ns', 'ss', 'T', 'c'),
      fc.oneof(text, fc.jsonValue() as fc.Arbitrary<Json>),
      (name, value) => {
        const { values, problems } = resolveParameters(workflow, { [name]: value })
        expect(Object.hasOwn(values, name)).toBe(problems.length === 0)
      },
    ),
    { numRuns: 500 },
  )
})

test('[LANG-29] pools are what the file says, else what the machine has', () => {
  const machine = { cpu: 8, memory: 16e9 }
  const workflow = loadedIn(
    'parameters: { n: 3 }\nresources: { memory: 4 GB, licence: "${{ n * 2 }}" }\nstages: { a: { run: x, needs: { cpu: "${{ n }}", licence: 7 } } }',
  )
  const { pools, problems } = resolvePools(workflow, { n: 3 }, machine)
  expect(pools).toEqual({ cpu: 8, memory: 4e9, licence: 6 })
  expect(problems.map(short)).toEqual(['5:50 need_too_large'])
  expect(resolvePools(workflow, { n: 4 }, machine).problems).toEqual([])
  expect(resolvePools(workflow, { n: 9 }, machine).problems.map(({ message }) => message.en)).toEqual([
    'A task of `a` needs 9 of cpu, but there is only 8: it could never start.',
  ])
})

test('[LANG-29] people and instruments are capacity too, and roles are not', () => {
  const workflow = loadedIn(
    'resources: { people: [{ name: a, roles: [r, s] }, { name: b, roles: r }], instruments: [{ name: i, capacity: 3 }] }\nstages: { a: { run: x } }',
  )
  expect(resolvePools(workflow, {}, { cpu: 8, memory: 16e9 }).pools).toEqual({ cpu: 8, memory: 16e9, i: 3, a: 1, b: 1 })
})
