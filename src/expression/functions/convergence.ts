import { domainError, isGiven, measureAt, type Numbers, numberAt } from '../call-values.ts'
import { divideDimensions, isDimensionless } from '../dimension.ts'
import type { Call, FunctionEntry, Parameter, StaticCall } from '../function-entry.ts'
import { dimensionOf, inSi, measure, requireSameDimension, siOf, unitOfDifference, unitTextOf } from '../measure.ts'
import { recordOf } from '../record.ts'
import { gives } from '../result-types.ts'
import { besideAt, requireSpread, sampleAt, spendTimes } from '../sample.ts'
import { leastSquares } from '../statistics/fit.ts'
import { powersOf } from '../statistics/fit-basis.ts'
import { gammaMethod } from '../statistics/gamma-method.ts'
import { gridConvergence } from '../statistics/grid-convergence.ts'
import type { Value } from '../value.ts'

type Three = readonly [number, number, number]

function threeOf(call: Call, { values }: Numbers): Three {
  const [a, b, c] = values
  if (values.length === 3 && a !== undefined && b !== undefined && c !== undefined) return [a, b, c]
  throw domainError(call, `three grids are needed, not ${values.length}.`, `격자가 ${values.length}개가 아니라 3개 필요합니다.`)
}

function grids(call: Call): Value {
  const values = sampleAt(call, 0, 1)
  const given = threeOf(call, values)
  const spacings = threeOf(call, besideAt(call, 1, values, false))
  const safety = isGiven(call, 2) ? numberAt(call, 2) : 1.25
  // From fine to coarse, in whatever order they are given.
  const [i = 0, j = 1, k = 2] = [0, 1, 2].sort((a, b) => (spacings[a] ?? 0) - (spacings[b] ?? 0))
  const inOrder = (of: Three): Three => [of[i] ?? 0, of[j] ?? 0, of[k] ?? 0]
  const h = inOrder(spacings)
  if (!(h[0] > 0 && h[0] < h[1] && h[1] < h[2])) {
    throw domainError(call, 'the spacings are three different numbers above zero.', '격자 간격은 0보다 크고 서로 다른 수 셋이어야 합니다.')
  }
  if (!(safety >= 1)) throw domainError(call, 'the safety factor is at least 1.', '안전 계수는 1 이상이어야 합니다.')
  const found = gridConvergence(inOrder(given), h, safety)
  if (found === undefined) {
    throw domainError(
      call,
      'the values do not converge: two of them are equal, or they come no closer on finer grids.',
      '값이 수렴하지 않습니다. 두 값이 같거나, 격자를 줄여도 가까워지지 않습니다.',
    )
  }
  return recordOf({
    order: found.order,
    extrapolated: measure(found.extrapolated, values.dimension, values.unit),
    error: measure(found.error, values.dimension, unitOfDifference(values.unit)),
    gci: found.gci,
    gci_coarse: found.gciCoarse,
    ratio: found.ratio,
    oscillating: found.oscillating,
  })
}

function richardson(call: Call): Value {
  const [fine, coarse] = [measureAt(call, 0), measureAt(call, 1)]
  requireSameDimension(fine, coarse, call.span)
  const [ratio, order] = [numberAt(call, 2), numberAt(call, 3)]
  if (!(ratio > 1 && order > 0))
    throw domainError(call, 'the ratio is above 1, the order above 0.', '비는 1보다, 차수는 0보다 커야 합니다.')
  return measure(siOf(fine) + (siOf(fine) - siOf(coarse)) / (ratio ** order - 1), dimensionOf(fine), unitTextOf(fine))
}

/** The slope of a series and its error, made larger by what the residuals' correlation takes away. */
function drift(call: Call): Value {
  const y = sampleAt(call, 1, 10)
  sampleAt(call, 0, 10)
  const x = besideAt(call, 0, y, false)
  requireSpread(call, x)
  requireSpread(call, y)
  spendTimes(call, y, 8)
  const found = leastSquares(powersOf(x.values, 1), y.values, undefined)
  const scatter = found?.residuals ?? []
  const independent = found === undefined || found.chi2 === 0 ? 0.5 : gammaMethod(scatter)?.tau
  if (found === undefined || independent === undefined) {
    throw domainError(
      call,
      'the series is too short for its correlation to tell the error of its drift.',
      '상관 시간에 비해 계열이 너무 짧아 드리프트의 오차를 알 수 없습니다.',
    )
  }
  const slope = found.coefficients[1] ?? Number.NaN
  const error = Math.sqrt((found.covariance[1]?.[1] ?? Number.NaN) * Math.max(1, 2 * independent))
  const dimension = divideDimensions(y.dimension, x.dimension)
  const plain = isDimensionless(x.dimension) && x.unit === ''
  const rate = (si: number) => (plain ? measure(si, dimension, unitOfDifference(y.unit)) : inSi(si, dimension))
  const span = x.values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - x.values.reduce((a, b) => Math.min(a, b))
  return recordOf({
    slope: rate(slope),
    error: rate(error),
    z: error === 0 ? Math.sign(slope) * Number.POSITIVE_INFINITY : slope / error,
    total: measure(slope * span, y.dimension, unitOfDifference(y.unit)),
    tau_int: independent,
  })
}

const rateType = (call: StaticCall) => gives.ratio(1, 0)(call)

const grid: readonly Parameter[] = [
  { name: 'values', kind: 'numbers' },
  { name: 'spacings', kind: 'numbers' },
  { name: 'safety', kind: 'number', optional: true },
]

export const convergenceFunctions: readonly FunctionEntry[] = [
  {
    name: 'drift',
    parameters: [
      { name: 'x', kind: 'numbers' },
      { name: 'y', kind: 'numbers' },
    ],
    result: gives.record({ slope: rateType, error: rateType, z: gives.number, total: gives.measure(1), tau_int: gives.number }),
    apply: drift,
    description: {
      en: 'Drift of an evenly spaced series, with an error that knows of the correlation of what is left: `.slope`, `.error`, `.z` (slope over error), `.total` (over the whole range of x), `.tau_int` (of the residuals).',
      ko: '간격이 고른 계열의 드리프트. 오차는 나머지의 상관까지 고려한다: `.slope`, `.error`, `.z`(기울기 ÷ 오차), `.total`(x의 전체 범위에 걸친 변화), `.tau_int`(나머지의 적분 자기상관 시간).',
    },
    formula: 'least-squares slope, σ² = σ²(scatter) · max(1, 2 τ_int) (Wolff 2004)',
    examples: [
      ['drift(range(12), 2 * range(12)).slope', '2'],
      ['drift(range(12) * 1 s, range(12) * 2 eV).total', '22 eV'],
    ],
  },
  {
    name: 'grid_convergence',
    parameters: grid,
    result: gives.record({
      order: gives.number,
      extrapolated: gives.measure(0),
      error: gives.measure(0),
      gci: gives.number,
      gci_coarse: gives.number,
      ratio: gives.number,
      oscillating: gives.boolean,
    }),
    apply: grids,
    description: {
      en: 'Grid convergence from values at three spacings: observed `.order`, `.extrapolated` value, `.error` of the finest grid, `.gci` and `.gci_coarse` (relative), `.ratio` (near 1 in the asymptotic range), `.oscillating`. The safety factor is 1.25 where left out.',
      ko: '격자 간격 세 가지에서 구한 값의 수렴: 관측된 차수 `.order`, 외삽값 `.extrapolated`, 가장 고운 격자의 오차 `.error`, 상대 지수 `.gci`와 `.gci_coarse`, 점근 영역이면 1에 가까운 `.ratio`, 진동하는지 `.oscillating`. 안전 계수를 생략하면 1.25.',
    },
    formula: 'GCI = F·|ε₂₁/f₁|/(r₂₁ᵖ − 1) (Roache 1994; unequal ratios: Celik et al. 2008)',
    examples: [
      ['round(grid_convergence([1.01, 1.04, 1.16], [1, 2, 4]).order, 9)', '2'],
      ['round(grid_convergence([1.01, 1.04, 1.16], [1, 2, 4]).extrapolated, 9)', '1'],
    ],
  },
  {
    name: 'richardson',
    parameters: [
      { name: 'fine', kind: 'measure' },
      { name: 'coarse', kind: 'measure', like: 0 },
      { name: 'ratio', kind: 'number' },
      { name: 'order', kind: 'number' },
    ],
    each: true,
    result: gives.measure(0),
    apply: richardson,
    description: {
      en: 'Value for vanishing spacing from two spacings in that ratio, of a method of known order.',
      ko: '차수를 아는 방법으로 두 간격에서 구한 값을 간격 0으로 외삽한 값.',
    },
    formula: 'f₁ + (f₁ − f₂)/(rᵖ − 1) (Richardson 1911)',
    examples: [['round(richardson(1.01, 1.04, 2, 2), 12)', '1']],
  },
]
