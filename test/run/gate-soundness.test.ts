import { expect, test } from 'vitest'
import type { Json } from '#model/json.ts'
import type { AttemptEnded } from '#run/events.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

type Metrics = { readonly [name: string]: Json }

const declared =
  '{ m: number, n: number, e: { type: number, unit: eV }, xs: "number[]", es: { type: "number[]", unit: eV }, ok: boolean, s: string, u: { type: number, uncertainty: true } }'

async function said(check: string, metrics: Metrics): Promise<string> {
  const text = `
  a:
    run: measure
    metrics: ${declared}
    gates: [{ name: g, check: ${JSON.stringify(check)}, level: expected }]
`
  const events = await simulate({ behaviour: acts({ a: { metrics } }) }).send(startOf(text))
  const verdict = events.find((event): event is AttemptEnded => event.type === 'AttemptEnded')?.verdicts[0]
  return [verdict?.verdict, ...(verdict?.detail === undefined ? [] : [verdict.detail])].join(': ')
}

const inMetres = [
  { value: 1, unit: 'm' },
  { value: 2, unit: 'm' },
]

test.each<[check: string, metrics: Metrics, detail: string]>([
  ['min(xs) > 0', { xs: [1, 'NaN'] }, 'a comparison met NaN'],
  ['len(xs) > 1', { xs: ['NaN', 'NaN'] }, '`xs` holds what is NaN'],
  ['sort(xs)[0] < 5', { xs: [1, 'NaN', 2] }, '`xs` holds what is NaN'],
  ['xs[0] < 5', { xs: [1, 'NaN'] }, '`xs` holds what is NaN'],
  ['len(xs) > 0', { xs: [null] }, '`xs` holds what is missing'],
  ['n < 5 or m < 5', { m: 'NaN', n: 1 }, '`m` is NaN'],
  ['isNaN(m) or m < 5', { m: 'NaN' }, '`m` is NaN'],
  ['n < 5 or m < 5', { n: 1 }, '`m` is missing'],
  ['m < 5', { m: '-Infinity' }, '`m` is infinite'],
  ['m > 5', { m: 'Infinity' }, '`m` is infinite'],
  ['1 / m < 5', { m: 'Infinity' }, '`m` is infinite'],
  ['e < 5 eV', { e: { value: '-Infinity', unit: 'eV' } }, '`e` is infinite'],
])('[GATE-16] what is not finite, or not there, does not pass %s', async (check, metrics, detail) => {
  expect(await said(check, metrics)).toBe(`inconclusive: ${detail}`)
})

test.each<[check: string, metrics: Metrics, detail: string]>([
  ['m != 5', { m: 'abc' }, '`m` is a text, and no number'],
  ['s != "bad"', { s: 5 }, '`s` is a number, and no text'],
  ['len(xs) == 2', { xs: 'ab' }, '`xs` is a text, and no array'],
  ['u_error < 5', { u: 1, u_error: -3 }, '`u_error` is negative'],
  ['u_error < 5', { u: { value: 1, uncertainty: -3 } }, '`u_error` is negative'],
])('[GATE-16] what is of another kind than declared does not pass %s', async (check, metrics, detail) => {
  expect(await said(check, metrics)).toBe(`inconclusive: ${detail}`)
})

test('[GATE-3] an array is in the declared unit, or no value', async () => {
  expect(await said('std(es) / mean(es) < 10', { es: inMetres })).toBe('inconclusive: `es` was reported in m, and is declared in J.')
  expect(await said('std(es) / mean(es) < 10', { es: { value: [1, 2], unit: 'm' } })).toMatch(/^inconclusive: `es` was reported in m/)
  expect(await said('mean(es) < 10 eV', { es: [1, 2] })).toBe('passed')
  expect(await said('mean(es) < 10 eV', { es: { value: [1000, 2000], unit: 'meV' } })).toBe('passed')
})

test('[GATE-16] what is as declared passes', async () => {
  expect(await said('ok and s != "bad" and m < 5 and max(xs) < 9', { ok: true, s: 'NaN', m: 1, xs: [1, 2] })).toBe('passed')
  expect(await said('m < 5', { m: 1, n: 'NaN' })).toBe('passed')
  expect(await said('m > 5', { m: 'NaN' })).toBe('inconclusive: a comparison met NaN')
  expect(await said('m < 5', { m: 'Infinity' })).toBe('failed')
})
