import { domainError, integerAt, type Numbers } from '../call-values.ts'
import type { Call, FunctionEntry, Parameter } from '../function-entry.ts'
import { measure, unitOfDifference } from '../measure.ts'
import { recordOf } from '../record.ts'
import { gives } from '../result-types.ts'
import { requireSpread, sampleAt, spendTimes } from '../sample.ts'
import { laggedProducts } from '../statistics/autocovariance.ts'
import { blocking } from '../statistics/blocking.ts'
import { type GammaResult, gammaMethod } from '../statistics/gamma-method.ts'
import { mean } from '../statistics.ts'
import { arrayOf, numberType } from '../type.ts'
import type { Value } from '../value.ts'

const series: readonly Parameter[] = [{ name: 'values', kind: 'numbers' }]

function seriesAt(call: Call, least: number): Numbers {
  const sample = sampleAt(call, 0, least)
  requireSpread(call, sample)
  // Transforms touch each value a few times for every doubling of the window.
  spendTimes(call, sample, 4)
  return sample
}

function tooShort(call: Call): Error {
  return domainError(
    call,
    'the series is too short for its correlation: no window or block length is long enough for it.',
    '상관 시간에 비해 계열이 너무 짧아 알맞은 창이나 블록 길이를 정할 수 없습니다.',
  )
}

function gammaOf(call: Call, values: readonly number[]): GammaResult {
  const result = gammaMethod(values)
  if (result === undefined) throw tooShort(call)
  return result
}

function gammaAt(call: Call): { readonly sample: Numbers; readonly result: GammaResult } {
  const sample = seriesAt(call, 10)
  return { sample, result: gammaOf(call, sample.values) }
}

function gammaRecord(call: Call): Value {
  const { sample, result } = gammaAt(call)
  const spread = (si: number) => measure(si, sample.dimension, unitOfDifference(sample.unit))
  return recordOf({
    mean: measure(result.mean, sample.dimension, sample.unit),
    error: spread(result.error),
    error_error: spread(result.errorError),
    tau_int: result.tau,
    tau_int_error: result.tauError,
    window: result.window,
    effective: sample.values.length / (2 * result.tau),
  })
}

function blockingRecord(call: Call): Value {
  const sample = seriesAt(call, 4)
  const found = blocking(sample.values)
  if (found === undefined) throw tooShort(call)
  const spread = (si: number) => measure(si, sample.dimension, unitOfDifference(sample.unit))
  return recordOf({ error: spread(found.error), error_error: spread(found.errorError), block: found.block, blocks: found.blocks })
}

function autocorrelation(call: Call): Value {
  const sample = seriesAt(call, 2)
  const lags = integerAt(call, 1)
  const most = sample.values.length - 1
  if (lags < 0 || lags > most) {
    throw domainError(call, `the lags go from 0 to ${most}, not to ${lags}.`, `지연은 0에서 ${most}까지인데 ${lags}입니다.`)
  }
  const centre = mean(sample.values)
  const n = sample.values.length
  const products = laggedProducts(
    Float64Array.from(sample.values, (value) => value - centre),
    lags,
  )
  const variance = (products[0] ?? Number.NaN) / n
  return Array.from(products, (product, t) => product / (n - t) / variance)
}

/** The first tenth against the last half, whose errors know of the correlation. */
function geweke(call: Call): number {
  const sample = sampleAt(call, 0, 100)
  requireSpread(call, sample)
  spendTimes(call, sample, 4)
  const { values } = sample
  const parts = [values.slice(0, Math.floor(values.length / 10)), values.slice(values.length - Math.floor(values.length / 2))]
  const [first, last] = parts.map((part) => {
    requireSpread(call, { ...sample, values: part })
    return gammaOf(call, part)
  })
  if (first === undefined || last === undefined) return Number.NaN
  return (first.mean - last.mean) / Math.hypot(first.error, last.error)
}

const wolff = 'Γ-method with automatic window, S = 1.5 (Wolff 2004)'
const example = '[1, 3, 2, 4, 6, 5, 7, 4, 3, 5, 2, 1]'

export const seriesFunctions: readonly FunctionEntry[] = [
  {
    name: 'tau_int',
    parameters: series,
    result: gives.number,
    apply: (call) => gammaAt(call).result.tau,
    description: {
      en: 'Integrated autocorrelation time of a series in its steps: ½ for independent values (some write 1). A series too short for its correlation is an error.',
      ko: '계열의 적분 자기상관 시간(단계 단위). 서로 독립인 값이면 ½(1로 쓰는 곳도 있다). 상관 시간에 비해 너무 짧은 계열은 오류.',
    },
    formula: `½ + Σ ρ(t), ${wolff}`,
    examples: [[`tau_int(${example})`, `gamma_method(${example}).tau_int`]],
  },
  {
    name: 'tau_int_error',
    parameters: series,
    result: gives.number,
    apply: (call) => gammaAt(call).result.tauError,
    description: { en: 'Standard error of tau_int.', ko: 'tau_int의 표준 오차.' },
    formula: '2τ √((W + ½ − τ)/n) (Wolff 2004, eq. 42)',
    examples: [[`tau_int_error(${example})`, `gamma_method(${example}).tau_int_error`]],
  },
  {
    name: 'effective_samples',
    parameters: series,
    result: gives.number,
    apply: (call) => {
      const { sample, result } = gammaAt(call)
      return sample.values.length / (2 * result.tau)
    },
    description: {
      en: 'How many independent values a correlated series is worth for its mean.',
      ko: '상관이 있는 계열이 평균을 구하는 데 독립인 값 몇 개와 같은지.',
    },
    formula: 'n / (2 τ_int)',
    examples: [[`effective_samples(${example})`, `12 / (2 * tau_int(${example}))`]],
  },
  {
    name: 'gamma_method',
    parameters: series,
    result: gives.record({
      mean: gives.measure(0),
      error: gives.measure(0),
      error_error: gives.measure(0),
      tau_int: gives.number,
      tau_int_error: gives.number,
      window: gives.integer,
      effective: gives.number,
    }),
    apply: gammaRecord,
    description: {
      en: 'Mean of a correlated series with the right error: `.mean`, `.error`, `.error_error`, `.tau_int`, `.tau_int_error`, `.window`, `.effective`.',
      ko: '상관이 있는 계열의 평균과 올바른 오차: `.mean`, `.error`, `.error_error`, `.tau_int`, `.tau_int_error`, `.window`, `.effective`.',
    },
    formula: `σ² = 2 τ_int Γ(0)/n, ${wolff}`,
    examples: [[`gamma_method(${example}).mean`, `mean(${example})`]],
  },
  {
    name: 'blocking',
    parameters: series,
    result: gives.record({ error: gives.measure(0), error_error: gives.measure(0), block: gives.integer, blocks: gives.integer }),
    apply: blockingRecord,
    description: {
      en: 'Error of a correlated series’ mean from means of blocks: `.error`, `.error_error`, `.block` (values in each), `.blocks`.',
      ko: '블록 평균으로 구한, 상관이 있는 계열의 평균의 오차: `.error`, `.error_error`, `.block`(블록 길이), `.blocks`.',
    },
    formula: 'σ_B/√k (Flyvbjerg & Petersen 1989) at the first level with B³ > 2n(σ_B/σ₁)⁴ (Lee et al. 2011)',
    examples: [['blocking([1, 2, 1, 2, 1, 2, 1, 2]).block', '2']],
  },
  {
    name: 'autocorrelation',
    parameters: [...series, { name: 'lags', kind: 'integer' }],
    result: () => arrayOf(numberType),
    apply: autocorrelation,
    description: { en: 'Autocorrelation of a series at lags 0 to `lags`.', ko: '지연 0에서 `lags`까지 계열의 자기상관.' },
    formula: 'ρ(t) = Γ(t)/Γ(0), Γ(t) = Σ (xᵢ − x̄)(xᵢ₊ₜ − x̄)/(n − t)',
    examples: [['autocorrelation([1, -1, 1, -1], 2)', '[1, -1, 1]']],
  },
  {
    name: 'geweke',
    parameters: series,
    result: gives.number,
    apply: geweke,
    description: {
      en: 'Geweke’s z: how many standard errors the mean of the first tenth lies above that of the last half. Beyond ±2 the start was not yet in equilibrium. At least 100 values.',
      ko: '게베케 z: 앞 10분의 1의 평균이 뒤 절반의 평균보다 표준 오차의 몇 배만큼 큰지. ±2를 넘으면 시작 부분이 아직 평형이 아니다. 값이 100개 이상 필요하다.',
    },
    formula: '(x̄ₐ − x̄ᵦ)/√(σₐ² + σᵦ²) (Geweke 1992), errors by the Γ-method (Wolff 2004)',
    examples: [['abs(geweke(range(200) % 7)) < 2', 'true']],
  },
]
