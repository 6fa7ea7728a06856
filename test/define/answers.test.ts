import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnswers } from '#define/answers.ts'
import { recordOf } from '#expression/record.ts'
import type { Json } from '#model/json.ts'
import { loadedIn, stageOf } from './loading.ts'

const { human } = stageOf(
  loadedIn(`parameters: { most: 1 g }
resources: { people: [{ name: kim }] }
stages:
  a:
    task:
      by: kim
      form:
        mass: { unit: mg, min: 0, max: "\${{ most }}", label: Mass }
        warmth: { unit: degC, optional: true }
        passes: integer
        state: { type: string, choices: [dry, wet] }
        widths: { type: "number[]", unit: mm, optional: true }
        fine: { type: boolean, optional: true }
        remarks: { type: string, optional: true }
`),
  'a',
)
const form = human?.kind === 'task' ? human.form : []
const environment = recordOf({ most: { kind: 'quantity', si: 1e-3, dimension: [1, 0, 0, 0, 0, 0, 0, 0], unit: 'g' } })
const read = (given: { readonly [name: string]: string | Json }) => readAnswers(form, given, environment)
const needed = { mass: 5, passes: 2, state: 'dry' }

test('[LANG-47] answers are read like values of parameters, and kept in the unit of their field', () => {
  expect(read({ mass: '0.25 g', passes: '3', state: 'wet', widths: '1 mm, 2 cm', fine: 'true', remarks: 'x', warmth: '300 K' })).toEqual({
    values: { mass: 250, passes: 3, state: 'wet', widths: [1, 20], fine: true, remarks: 'x', warmth: 26.85 },
    problems: [],
  })
  expect(read({ ...needed, remarks: '', warmth: '', fine: null })).toEqual({ values: needed, problems: [] })
})

test('[LANG-47] what is wrong with answers is told, all at once', () => {
  const problems = (given: { readonly [name: string]: string | Json }) =>
    read(given).problems.map(({ code, message, hint }) => `${code}: ${message.en}${hint ? ` ${hint.en}` : ''}`)
  expect(problems({ mass: '2 g', passes: 1.5, state: 'moist', mas: 3 })).toEqual([
    'unknown_answer: `mas` is not asked for. Did you mean `mass`?',
    'out_of_bounds: `mass` must be at most 1 g, but is 2000 mg.',
    'bad_type: `passes` takes integer, but is 1.5.',
    'not_a_choice: `state` must be one of dry, wet, but is moist.',
  ])
  expect(problems({ mass: '', state: '', passes: '3 mm' })).toEqual([
    'missing_answer: `mass` (Mass) [mg] must be answered.',
    'bad_unit: `passes` has no unit.',
    'not_a_choice: `state` must be one of dry, wet, but is .',
  ])
})

test('[LANG-47] no answer makes it throw', () => {
  const name = fc.constantFrom('mass', 'warmth', 'passes', 'state', 'widths', 'fine', 'remarks', 'constructor')
  fc.assert(
    fc.property(fc.dictionary(name, fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue() as fc.Arbitrary<Json>)), (given) => {
      const { values, problems } = read(given)
      expect(JSON.parse(JSON.stringify(values))).toEqual(values)
      if (problems.length === 0) expect(Object.keys(values)).toEqual(expect.arrayContaining(['mass', 'passes', 'state']))
    }),
    { numRuns: 500 },
  )
})
