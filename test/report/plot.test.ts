import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceScale } from '#report/plot-scale.ts'
import { textPlot } from '#report/plot-text.ts'
import { columnsOf } from '#report/text-width.ts'

test('[METRIC-9] a scale has round ticks and holds all values', () => {
  expect(niceScale([0.3, 9.2], 5).ticks).toEqual([0, 2, 4, 6, 8, 10])
  expect(niceScale([-15.853, -15.82], 4)).toEqual({ from: -15.86, to: -15.82, ticks: [-15.86, -15.85, -15.84, -15.83, -15.82] })
  expect(niceScale([5, 5], 4).ticks).toContain(5)
  expect(niceScale([Number.NaN], 4)).toEqual({ from: 0, to: 1, ticks: [0, 1] })
})

test('[METRIC-9] points between axes', () => {
  const points = [0, 1, 2, 3, 4].map((x) => ({ x, y: x * x }))
  expect(textPlot({ points, xName: 't', levels: [{ at: 8, name: 'limit' }] }, 40, 5)).toMatchInlineSnapshot(`
    [
      "20 ┤",
      "   │                            •",
      "10 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌•╌╌╌╌╌╌╌ limit",
      "   │              •",
      " 0 ┤•      •",
      "   └┴─────────────┴─────────────┴",
      "    0             2             4  t",
    ]
  `)
})

test('[METRIC-9] a scale has a width and holds its values, however near or far these are', () => {
  for (const values of [
    [1_763_900_000_000, 1_763_900_000_003],
    [1e17, 1e17 + 16],
    [5e-324, 0],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
  ]) {
    const { from, to } = niceScale(values, 4)
    expect(from).toBeLessThan(to)
    expect(from).toBeLessThanOrEqual(Math.min(...values))
    expect(to).toBeGreaterThanOrEqual(Math.max(...values))
    for (const bars of [false, true]) {
      const points = values.flatMap((x) => values.map((y) => ({ x, y, error: Number.MAX_VALUE })))
      expect(textPlot({ points, bars }, 40, 5).length).toBe(7)
    }
  }
})

test('[METRIC-9] any numbers fit the width, and nothing finite is no plot', () => {
  const point = fc.record({ x: fc.double(), y: fc.double(), error: fc.double({ min: 0, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 30 }), fc.integer({ min: 40, max: 120 }), fc.boolean(), (points, width, bars) => {
      for (const line of textPlot({ points, bars }, width, 8)) expect(columnsOf(line)).toBeLessThanOrEqual(width + 24)
    }),
  )
  expect(textPlot({ points: [{ x: 1, y: Number.NaN }] }, 40, 5)).toEqual([])
})
