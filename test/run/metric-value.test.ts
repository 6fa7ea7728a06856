import { expect, test } from 'vitest'
import { valueToJson } from '#expression/show.ts'
import { arrayOf, measureType, numberType, type Type } from '#expression/type.ts'
import type { Json } from '#model/json.ts'
import { metricValue } from '#run/metric-value.ts'

function reported(metrics: { readonly [name: string]: Json }, name: string, valueType: Type = measureType, unit?: string) {
  const at = { file: 'workflow.yaml', line: 1, column: 1 }
  const value = metricValue({ definition: { metrics: [{ name, unit, valueType, at }] } }, metrics, name)
  return value === undefined ? undefined : valueToJson(value)
}

test('a metric with its uncertainty in one piece is its value, and its error under the name of the error', () => {
  const metrics = { tc: { value: 2.27, uncertainty: 0.01 }, gap: { value: 1.1, unit: 'eV', uncertainty: 0.02 }, plain: 3 }
  expect(reported(metrics, 'tc')).toBe(2.27)
  expect(reported(metrics, 'tc_error')).toBe(0.01)
  expect(reported(metrics, 'tc', numberType, 'K')).toEqual({ value: 2.27, unit: 'K' })
  expect(reported(metrics, 'tc_error', numberType, 'K')).toEqual({ value: 0.01, unit: 'K' })
  expect(reported(metrics, 'gap')).toEqual({ value: 1.1, unit: 'eV' })
  expect(reported(metrics, 'gap_error')).toEqual({ value: 0.02, unit: 'eV' })
  expect([reported(metrics, 'plain'), reported(metrics, 'plain_error'), reported(metrics, 'none'), reported(metrics, '_error')]).toEqual([
    3,
    undefined,
    undefined,
    undefined,
  ])
})

test('an error that is reported itself counts before the one in the metric', () => {
  expect(reported({ tc: { value: 2.27, uncertainty: 0.01 }, tc_error: 0.02 }, 'tc_error')).toBe(0.02)
  expect(reported({ tc: { value: 2.27, uncertainty: null } }, 'tc_error')).toBeUndefined()
  expect(reported({ t: { value: 20, unit: 'degF', uncertainty: 1.8 } }, 't_error')).toEqual({ value: 1, unit: 'K' })
})

test('arrays of values with a unit and their errors', () => {
  const metrics = { u: { value: [1, 2], unit: 'eV', uncertainty: [0.1, 0.2] }, v: { value: [1, 2] } }
  const quantities = (...values: number[]) => values.map((value) => ({ value, unit: 'eV' }))
  expect(reported(metrics, 'u', arrayOf(measureType))).toEqual(quantities(1, 2))
  expect(reported(metrics, 'u_error', arrayOf(measureType))).toEqual(quantities(0.1, 0.2))
  expect(reported(metrics, 'v', arrayOf(numberType))).toEqual([1, 2])
})

test('[METRIC-2] an uncertainty in two kinds is both kinds, and both together added in squares', () => {
  const metrics = { m: { value: 1.5, unit: 'eV', uncertainty: { statistical: 0.03, systematic: 0.04 } } }
  expect(reported(metrics, 'm')).toEqual({ value: 1.5, unit: 'eV' })
  expect(reported(metrics, 'm_statistical')).toEqual({ value: 0.03, unit: 'eV' })
  expect(reported(metrics, 'm_systematic')).toEqual({ value: 0.04, unit: 'eV' })
  expect(reported(metrics, 'm_error')).toEqual({ value: 0.05, unit: 'eV' })
  expect(reported({ a: 1, a_statistical: 3, a_systematic: 4 }, 'a_error')).toBe(5)
  const arrays = { b: { value: [1, 2], uncertainty: { statistical: [3, 6], systematic: [4, 8] } } }
  expect(reported(arrays, 'b_error', arrayOf(numberType))).toEqual([5, 10])
  expect(reported({ c: { value: 1, uncertainty: 0.1 } }, 'c_systematic')).toBeUndefined()
})

test('[METRIC-1] a histogram is a record with edges in its unit', () => {
  const metrics = { h: { edges: [0, 1, 2], counts: [3, 4] } }
  expect(reported(metrics, 'h', numberType, 'keV')).toEqual({ edges: [0, 1, 2].map((value) => ({ value, unit: 'keV' })), counts: [3, 4] })
  expect(reported(metrics, 'h')).toEqual({ edges: [0, 1, 2], counts: [3, 4] })
})
