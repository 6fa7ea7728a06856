import { expect, test } from 'vitest'
import { cellsOf, separatorOf } from '#quality/csv-row.ts'
import { type Extraction, extract } from '#quality/extraction.ts'
import { parseJsonPath, placesAt } from '#quality/json-path.ts'
import { metricTrouble } from '#quality/metric-form.ts'
import { printedValue } from '#quality/written-number.ts'

function found(text: string, find: Extraction['find'], more: Partial<Extraction> = {}) {
  return extract(text, { find, which: 'last', type: 'number', array: false, ...more })
}

const regex = (pattern: string) => ({ kind: 'regex', pattern }) as const
const json = (path: string, error?: string) => ({ kind: 'json', path, ...(error === undefined ? {} : { error }) }) as const
const csv = (column: string, error?: string) => ({ kind: 'csv', column, ...(error === undefined ? {} : { error }) }) as const

const scf = '  iteration 1\n!    total energy  =  -15.80 Ry\n  iteration 2\n!    total energy  =  -15.85 Ry\n'
const energy = '^!\\s+total energy\\s+=\\s+(\\S+) Ry'

test('[METRIC-5, METRIC-6] a pattern gives its first group, of the last match unless another is meant', () => {
  expect(found(scf, regex(energy))).toEqual({ value: -15.85 })
  expect(found(scf, regex(energy), { which: 'first' })).toEqual({ value: -15.8 })
  expect(found(scf, regex(energy), { which: 'all', array: true })).toEqual({ value: [-15.8, -15.85] })
  expect(found('converged: T', regex('converged: (.)'), { type: 'boolean' })).toEqual({ value: true })
  expect(found('n = 12\n', regex('n = (?P<value>\\d+)'), { type: 'integer' })).toEqual({ value: 12 })
  expect(found('42', regex('\\d+'))).toEqual({ value: 42 })
})

test('[METRIC-5] named groups give error and unit', () => {
  const pattern = 'T_c = (?P<value>\\S+) \\+- (?P<error>\\S+) (?P<unit>\\S+)'
  expect(found('T_c = 2.27 +- 0.01 K', regex(pattern))).toEqual({ value: { value: 2.27, unit: 'K', uncertainty: 0.01 } })
  const all = found('T_c = 2.27 +- 0.01 K\nT_c = 2.3 +- 0.02 K', regex(pattern), { which: 'all', array: true })
  expect(all).toEqual({ value: { value: [2.27, 2.3], unit: 'K', uncertainty: [0.01, 0.02] } })
})

test('[METRIC-6] what is not found, or no number, is said', () => {
  expect(found(scf, regex('Fermi (\\S+)'))).toEqual({ trouble: 'nothing matches "Fermi (\\\\S+)"' })
  expect(found('E = 1.2.3', regex('E = (\\S+)'))).toEqual({ trouble: '"1.2.3" is no number' })
  expect(found('n = 1.5', regex('n = (\\S+)'), { type: 'integer' })).toEqual({ trouble: '"1.5" is no integer' })
  expect(found('not json', json('a'))).toEqual({ trouble: 'there is no JSON' })
  expect(found('{"energi": 1}', json('energy'))).toEqual({ trouble: 'there is no energy; did you mean energi?' })
  expect(found('{"e": [1]}', json('e'))).toEqual({ trouble: 'e: this is an array; the metric is one number' })
  expect(found('step,temp\n1,2', csv('tmp'))).toEqual({ trouble: 'there is no column tmp; did you mean temp?' })
  expect(found('step,temp\n', csv('temp'))).toEqual({ trouble: 'there is a heading and no line below it' })
  expect(found('', csv('temp'))).toEqual({ trouble: 'it is empty' })
  expect(found('step,temp\n1,2\n3', csv('temp'))).toEqual({ trouble: 'line 3 has no column temp' })
})

test('[METRIC-5] paths into a document, or into each line that is one', () => {
  const text = JSON.stringify({ fit: { tc: 2.27, err: 0.01 }, runs: [{ e: 1 }, { e: '2.5D0' }] })
  expect(found(text, json('fit.tc'))).toEqual({ value: 2.27 })
  expect(found(text, json('$.fit.tc', 'fit.err'))).toEqual({ value: { value: 2.27, uncertainty: 0.01 } })
  expect(found(text, json('runs[-1].e'))).toEqual({ value: 2.5 })
  expect(found(text, json('runs[*].e'), { which: 'all', array: true })).toEqual({ value: [1, 2.5] })
  expect(found('step 1\n{"e": 3}\nnoise {\n{"e": 4}\n', json('e'))).toEqual({ value: 4 })
  expect(found('{"h": {"edges": [0, 1, 2], "counts": [3, 4]}}', json('h'))).toEqual({ value: { edges: [0, 1, 2], counts: [3, 4] } })
  for (const path of ['a..b', '', '.a', 'a[', 'a[x]', 'a b']) expect(parseJsonPath(path), path).toBeUndefined()
  expect(placesAt({ 'a b': [1, 2] }, parseJsonPath("['a b'][0]") ?? [])).toEqual([1])
  expect(placesAt({}, parseJsonPath('constructor') ?? [])).toEqual([])
})

test('[METRIC-5] columns of tables with any usual separator', () => {
  for (const text of ['t,e\n1,10\n2,20\n', 't\te\n1\t10\n2\t20', 't;e\r\n1;10\r\n2;20\r\n', '# t e\n 1  10\n 2  20\n']) {
    expect(found(text, csv('e')), text).toEqual({ value: 20 })
    expect(found(text, csv('e'), { which: 'first' })).toEqual({ value: 10 })
    expect(found(text, csv('e', 't'), { which: 'all', array: true })).toEqual({ value: { value: [10, 20], uncertainty: [1, 2] } })
  }
  expect(cellsOf('"a, ""b""",c', separatorOf('x,y'))).toEqual(['a, "b"', 'c'])
})

test('[METRIC-5] numbers as Fortran, C and Python print them', () => {
  const printed = ['1.5', '+.5', '-2e3', '1.0D-03', '1.0d+03', '1.234-103', 'NaN', '-Infinity', 'inf'].map((text) =>
    printedValue(text, 'number'),
  )
  expect(printed).toEqual([1.5, 0.5, -2000, 0.001, 1000, 1.234e-103, 'NaN', '-Infinity', 'Infinity'])
  expect(['******', '1,5', '', '0x10', '1.2.3'].map((text) => printedValue(text, 'number'))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(['.TRUE.', 'no', 'maybe'].map((text) => printedValue(text, 'boolean'))).toEqual([true, false, undefined])
})

test('[METRIC-1] what is a metric, and what is none', () => {
  const good = [1, 'a', null, [1, [2]], { value: 1 }, { value: 1, unit: 'eV', uncertainty: { statistical: 0.1, systematic: null } }]
  for (const metric of [...good, { edges: [0, 1, 2], counts: [1, 2], errors: [1, 1], unit: 'keV' }])
    expect(metricTrouble(metric)).toBeUndefined()
  const bad: readonly (readonly [unknown, RegExp])[] = [
    [{ val: 1 }, /must be/],
    [{ value: 1, uncertainty: { stat: 1 } }, /must be/],
    [{ value: 1, uncertainty: 'small' }, /must be/],
    [{ edges: [0, 1], counts: [1, 2] }, /2 counts and 2 edges; 3 edges/],
    [{ edges: [0, 2, 1], counts: [1, 2] }, /do not increase: 2, 1/],
    [{ edges: [0, 1, 2], counts: [1, 2], errors: [1] }, /"errors"/],
    [{ edges: [0, 1], counts: [1], bins: 1 }, /has no "bins"/],
    [{ edges: 'all', counts: [1] }, /arrays of numbers/],
  ]
  for (const [metric, says] of bad) expect(metricTrouble(metric)).toMatch(says)
})
