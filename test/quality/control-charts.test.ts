import { expect, test } from 'vitest'
import { normalQuantile } from '#expression/statistics/normal.ts'
import { baselineOf } from '#quality/baseline.ts'
import { cusumChart, ewmaChart, shewhartChart, usualCusum, usualEwma } from '#quality/control-chart.ts'
import { type ControlRule, nelsonRules, westernElectricRules } from '#quality/out-of-control.ts'
import { cusumRunLength, ewmaRunLength, shewhartRunLength } from '#quality/run-length.ts'
import { randomStream } from '#worlds/simulated/random.ts'

const standard = { centre: 0, sigma: 1, count: 0 }

function normal(seed: number, mean = 0): () => number {
  const chance = randomStream(seed, 'values')
  return () => mean + normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, chance.next())))
}

test("[METRIC-20] run lengths of Shewhart's limits are 1/p", () => {
  for (const [shift, length] of [
    [0, 370.4],
    [1, 43.89],
    [2, 6.3],
    [3, 2.0],
  ] as const)
    expect(shewhartRunLength(shift) / length).toBeCloseTo(1, 2)
})

/** D. C. Montgomery, "Introduction to Statistical Quality Control", Table 9.3: two-sided CUSUM with k = 1/2. */
const cusumTable: readonly (readonly [shift: number, h4: number, h5: number])[] = [
  ...([
    [0, 168, 465],
    [0.25, 74.2, 139],
    [0.5, 26.6, 38.0],
    [0.75, 13.3, 17.0],
    [1, 8.38, 10.4],
  ] as const),
  ...([
    [1.5, 4.75, 5.75],
    [2, 3.34, 4.01],
    [2.5, 2.62, 3.11],
    [3, 2.19, 2.57],
    [4, 1.71, 2.01],
  ] as const),
]

test.each(cusumTable)('[METRIC-20] run lengths of CUSUM are those of the published table (shift %s)', (shift, h4, h5) => {
  expect(cusumRunLength(shift, { slack: 0.5, limit: 4 }) / h4).toBeCloseTo(1, 1.8)
  expect(cusumRunLength(shift, { slack: 0.5, limit: 5 }) / h5).toBeCloseTo(1, 1.8)
})

/** J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990) 1, as in Montgomery, Table 9.11. */
const ewmaTable: readonly (readonly [shift: number, ...lengths: readonly number[]])[] = [
  [0, 500, 500, 500, 500, 500],
  [0.25, 224, 170, 150, 106, 84.1],
  [0.5, 71.2, 48.2, 41.8, 31.3, 28.8],
  [0.75, 28.4, 20.1, 18.2, 15.9, 16.4],
  [1, 14.3, 11.1, 10.5, 10.3, 11.4],
  [1.5, 5.9, 5.5, 5.5, 6.1, 7.1],
  [2, 3.5, 3.6, 3.7, 4.4, 5.2],
  [3, 2.0, 2.3, 2.4, 2.9, 3.5],
]
const ewmaChoices = [
  { lambda: 0.4, width: 3.054 },
  { lambda: 0.25, width: 2.998 },
  { lambda: 0.2, width: 2.962 },
  { lambda: 0.1, width: 2.814 },
  { lambda: 0.05, width: 2.615 },
]

test.each(ewmaTable)('[METRIC-20] run lengths of EWMA are those of the published table (shift %s)', (shift, ...lengths) => {
  for (const [index, length] of lengths.entries()) {
    const options = ewmaChoices[index] ?? usualEwma
    expect(Math.abs(ewmaRunLength(shift, options) - length), JSON.stringify(options)).toBeLessThan(Math.max(0.06, 0.012 * length))
  }
})

/** C. W. Champ and W. H. Woodall, Technometrics 29 (1987) 393, Table 1, without a shift: by the rules used. */
const ruleTable: readonly (readonly [rules: readonly number[], length: number])[] = [
  [[0], 370.4],
  [[0, 1], 225.44],
  [[0, 2], 166.05],
  [[0, 3], 152.73],
  [[0, 1, 2], 132.89],
  [[0, 1, 2, 3], 91.75],
]
/** Run lengths are spread like a geometric distribution: the mean of this many is right to 1.6 %. */
const series = 4000

test.each(ruleTable)('[METRIC-20] with rules %j a false alarm comes as often as published', (which, length) => {
  const rules = which.map((index) => westernElectricRules[index]).filter((rule): rule is ControlRule => rule !== undefined)
  const next = normal(20261123)
  let total = 0
  for (let one = 0; one < series; one++) {
    const z: number[] = []
    do {
      z.push(next())
      if (z.length > 40) z.splice(0, 20)
      total++
    } while (!rules.some(({ holds }) => holds(z)))
  }
  expect(Math.abs(total / series / length - 1)).toBeLessThan(0.06)
})

test('[METRIC-21] each rule fires where it should and not one value sooner', () => {
  const firing: { readonly [name: string]: readonly number[] } = {
    'beyond-3': [0, 3.1],
    '2-of-3-beyond-2': [2.1, 0, 2.2],
    '4-of-5-beyond-1': [1.1, 1.2, -0.5, 1.3, 1.4],
    '8-on-one-side': Array.from({ length: 8 }, () => 0.5),
    '9-on-one-side': Array.from({ length: 9 }, () => -0.5),
    '6-steadily': [-1, -0.5, 0, 0.3, 0.4, 0.9],
    '14-alternating': Array.from({ length: 14 }, (_, at) => (at % 2 === 0 ? 0.1 : -0.1)),
    '15-within-1': Array.from({ length: 15 }, (_, at) => (at % 3) * 0.3),
    '8-beyond-1': Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? 1.5 : -1.5)),
  }
  for (const rule of [...westernElectricRules, ...nelsonRules]) {
    const values = firing[rule.name] ?? []
    expect(rule.holds(values), rule.name).toBe(true)
    expect(rule.holds(values.slice(0, -1)), rule.name).toBe(false)
    const { alarms } = shewhartChart(values, standard, [rule])
    expect(alarms.map(({ at }) => at)).toEqual([values.length - 1])
    expect(rule.source).not.toBe('')
  }
})

/** NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4: EWMA with λ = 0.3 of 20 values with centre 50 and σ 2.0539. */
const nistValues = [52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
const nistAverages = [
  50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
]

test('[METRIC-20] EWMA of the example of the NIST handbook', () => {
  const { points, alarms } = ewmaChart(nistValues, { centre: 50, sigma: 2.0539, count: 0 }, { lambda: 0.3, width: 3 })
  for (const [index, average] of nistAverages.entries()) expect(Math.abs((points[index]?.value ?? 0) - average)).toBeLessThan(0.0101)
  expect(points.at(-1)?.upper).toBeCloseTo(52.5884, 2)
  expect(points.at(-1)?.lower).toBeCloseTo(47.4115, 2)
  expect(alarms).toEqual([])
})

/** NIST/SEMATECH e-Handbook, 6.3.2.3: CUSUM of 20 means with centre 325, σ 0.6349 (their k 0.3175 and h 4.1959 are 0.5 and 6.6087 σ). */
const cusumValues = [
  324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15, 328.325, 327.25, 327.825, 328.5,
  326.675, 327.775, 326.875, 328.35,
]
const cusumHigh = [0, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.0, 19.04]

test('[METRIC-20] CUSUM of the example of the NIST handbook', () => {
  const { high, alarms } = cusumChart(cusumValues, { centre: 325, sigma: 0.635, count: 0 }, { slack: 0.5, limit: 4.1959 / 0.635 })
  for (const [index, sum] of cusumHigh.entries()) expect(Math.abs((high[index] ?? 0) - sum)).toBeLessThan(0.05)
  expect(alarms[0]?.at).toBe(13)
})

test('[METRIC-22] a baseline is the mean and the moving range of the first values', () => {
  expect(baselineOf([1, 2, 3, 2, 1, 100], 5)).toEqual({ centre: 1.8, sigma: expect.closeTo(1 / 1.128379, 6), count: 5 })
  expect(baselineOf([1, 2, 3, 4], 20)).toBeUndefined()
  const next = normal(7)
  const many = baselineOf(Array.from({ length: 20_000 }, next), 20_000)
  expect(many?.sigma).toBeCloseTo(1, 1)
})

test('[METRIC-21] a slow drift is seen by EWMA and CUSUM before a value leaves three σ', () => {
  const next = normal(3)
  const values = Array.from({ length: 80 }, (_, at) => 0.6 * next() + (at < 30 ? 0 : 0.05 * (at - 30)))
  const baseline = { centre: 0, sigma: 0.6, count: 30 }
  const first = (alarms: readonly { readonly at: number }[]) => alarms[0]?.at ?? Number.POSITIVE_INFINITY
  const alone = first(shewhartChart(values, baseline, westernElectricRules.slice(0, 1)).alarms)
  expect(first(ewmaChart(values, baseline).alarms)).toBeLessThan(alone)
  expect(first(cusumChart(values, baseline, usualCusum).alarms)).toBeLessThan(alone)
})
