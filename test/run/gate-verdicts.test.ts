import { expect, test } from 'vitest'
import type { AttemptEnded } from '#run/events.ts'
import type { Verdict } from '#run/outcome.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

type Metrics = { readonly [name: string]: number | string }

async function verdictOf(check: string, metrics: Metrics, more = ''): Promise<Verdict | undefined> {
  const text = `
  a:
    run: measure
    metrics: { tc: { type: number, uncertainty: true }, gap: { type: number, unit: eV, uncertainty: true } }
    gates: [{ name: g, check: "${check}", level: expected${more} }]
`
  const events = await simulate({ behaviour: acts({ a: { metrics } }) }).send(startOf(text))
  return events.find((event): event is AttemptEnded => event.type === 'AttemptEnded')?.verdicts[0]
}

const said = async (check: string, metrics: Metrics, more?: string) => (await verdictOf(check, metrics, more))?.verdict

test('[GATE-1] a gate passes or fails only where the errors allow it, at its confidence', async () => {
  const near = { tc: 2.27, tc_error: 0.01 }
  expect(await said('with_error(tc) < 2.29', near)).toBe('passed')
  expect(await said('with_error(tc) < 2.285', near)).toBe('inconclusive')
  expect(await said('with_error(tc) < 2.285', near, ', confidence: 90 %')).toBe('passed')
  expect(await said('with_error(tc) < 2.29', near, ', confidence: 0.99')).toBe('inconclusive')
  expect(await said('with_error(tc) < 2.26', near)).toBe('inconclusive')
  expect(await said('with_error(tc) < 2.25', near)).toBe('failed')
  expect(await said('abs(tension(with_error(tc), 2.269185)) < 2', near)).toBe('passed')
  expect(await said('tc < 2.2700001', near)).toBe('passed')
})

test('[GATE-1] it has failed when one of several comparisons has failed for sure, and passed when all hold for sure', async () => {
  const metrics = { tc: 2.27, tc_error: 0.01, gap: 1, gap_error: 0.1 }
  expect(await said('with_error(tc) < 2.275 and with_error(gap) > 2 eV', metrics)).toBe('failed')
  expect(await said('with_error(tc) < 2.275 and with_error(gap) > 0.5 eV', metrics)).toBe('inconclusive')
  expect(await said('with_error(tc) < 2.3 and with_error(gap) > 0.5 eV', metrics)).toBe('passed')
})

test('[GATE-1] the doubt says how many standard errors there are and how many are needed', async () => {
  const verdict = await verdictOf('with_error(tc) < 2.28', { tc: 2.27, tc_error: 0.01 })
  expect(verdict?.detail).toBe('1.0 standard errors from the threshold, 1.64 are needed for 95 %')
})

test('[GATE-2] the margin is there with its unit and in standard errors, positive on the passing side', async () => {
  const margins = async (check: string, metrics: Metrics) =>
    (await verdictOf(check, metrics))?.comparisons?.map(({ margin, sigmas }) => ({ margin, sigmas }))
  expect(await margins('gap > 900 meV', { gap: 1 })).toEqual([
    { margin: { value: expect.closeTo(0.1, 12), unit: 'eV' }, sigmas: undefined },
  ])
  expect(await margins('with_error(tc) < 2.25', { tc: 2.27, tc_error: 0.01 })).toEqual([
    { margin: expect.closeTo(-0.02, 12), sigmas: expect.closeTo(-2, 9) },
  ])
  expect(await margins('with_error(gap) > 0', { gap: 0.3, gap_error: 0.1 })).toEqual([
    { margin: { value: expect.closeTo(0.3, 12), unit: 'eV' }, sigmas: expect.closeTo(3, 9) },
  ])
  expect(await margins('tc == 2', { tc: 2 })).toEqual([{ margin: undefined, sigmas: undefined }])
})

test('[GATE-3] no gate passes on data in a unit of another kind, or on none', async () => {
  const kelvin = { gap: { value: -300, unit: 'K' } } as unknown as Metrics
  expect(await said('gap < 0', { gap: -1 })).toBe('passed')
  expect(await said('gap < 0', kelvin)).toBe('inconclusive')
  expect(await said('gap < 5 eV', kelvin)).toBe('inconclusive')
  expect(await said('tc < 0', { tc: { value: -1, unit: 'K' } } as unknown as Metrics)).toBe('inconclusive')
  expect(await said('with_error(tc) < 3', { tc: 2 })).toBe('inconclusive')
  expect(await said('with_error(tc) < 3', { tc: 'NaN', tc_error: 0.1 })).toBe('inconclusive')
  expect(await said('with_error(tc) < 3', { tc: 2, tc_error: 'NaN' })).toBe('inconclusive')
})
