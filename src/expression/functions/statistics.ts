import { domainError, type Numbers, numberAt, numbersAt, numbersAtLeast } from '../call-values.ts'
import { raiseDimension, sameDimension } from '../dimension.ts'
import { spend } from '../frame.ts'
import type { Call, FunctionEntry } from '../function-entry.ts'
import { inSi, measure, ownZeroError, unitOfDifference } from '../measure.ts'
import { gives } from '../result-types.ts'
import { mean, quantile, sorted, sum, variance } from '../statistics.ts'
import { hasOwnZero } from '../units.ts'
import type { Value } from '../value.ts'

const values = { name: 'values', kind: 'numbers' } as const

function like(numbers: Numbers, si: number): Value {
  return measure(si, numbers.dimension, numbers.unit)
}

/** A spread has no zero of its own: of temperatures in °C it is in K. */
function spread(numbers: Numbers, si: number): Value {
  return measure(si, numbers.dimension, unitOfDifference(numbers.unit))
}

function quantileOf(call: Call, p: number): Value {
  const numbers = numbersAtLeast(call, 0, 1)
  if (!(p >= 0 && p <= 1)) throw domainError(call, 'p lies between 0 and 1.', 'p는 0과 1 사이여야 합니다.')
  // Sorting touches each element some times more than once.
  spend(call.frame, numbers.values.length * 4, call.span)
  return like(numbers, quantile(sorted(numbers.values), p))
}

const sums: readonly FunctionEntry[] = [
  {
    name: 'sum',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => {
      const numbers = numbersAt(call, 0)
      if (hasOwnZero(numbers.unit)) throw ownZeroError(numbers.unit, call.span)
      return like(numbers, sum(numbers.values))
    },
    description: {
      en: 'Sum, with rounding errors carried along; 0 of no values.',
      ko: '합. 반올림 오차를 따로 모아 더한다. 값이 없으면 0.',
    },
    formula: 'Σ xᵢ (Neumaier 1974)',
    examples: [
      ['sum([1, 2, 3])', '6'],
      ['sum([0.1, 0.2, 0.3])', '0.6'],
      ['sum([1e16, 1, -1e16])', '1'],
    ],
  },
  {
    name: 'cumsum',
    parameters: [values],
    result: gives.measures(0),
    apply: (call) => {
      const numbers = numbersAt(call, 0)
      if (hasOwnZero(numbers.unit)) throw ownZeroError(numbers.unit, call.span)
      let total = 0
      return numbers.values.map((value) => {
        total += value
        return like(numbers, total)
      })
    },
    description: { en: 'Running sum.', ko: '누적 합.' },
    formula: 'sₙ = x₁ + … + xₙ',
    examples: [['cumsum([1, 2, 3])', '[1, 3, 6]']],
  },
  {
    name: 'diff',
    parameters: [values],
    result: gives.measures(0),
    apply: (call) => {
      const numbers = numbersAt(call, 0)
      return numbers.values.slice(1).map((value, index) => spread(numbers, value - (numbers.values[index] ?? Number.NaN)))
    },
    description: { en: 'Differences of neighbours.', ko: '이웃한 값의 차이.' },
    formula: 'dₙ = xₙ₊₁ − xₙ',
    examples: [['diff([1, 4, 9])', '[3, 5]']],
  },
]

const averages: readonly FunctionEntry[] = [
  {
    name: 'mean',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => {
      const numbers = numbersAtLeast(call, 0, 1)
      return like(numbers, mean(numbers.values))
    },
    description: { en: 'Arithmetic mean.', ko: '산술 평균.' },
    formula: 'Σ xᵢ / n',
    examples: [
      ['mean([1, 2, 6])', '3'],
      ['mean([1 eV, 3 eV])', '2 eV'],
    ],
  },
  {
    name: 'median',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => quantileOf(call, 0.5),
    description: {
      en: 'Middle value; of an even number, the mean of the two in the middle.',
      ko: '중앙값. 짝수 개이면 가운데 두 값의 평균.',
    },
    examples: [['median([5, 1, 2, 10])', '3.5']],
  },
  {
    name: 'quantile',
    parameters: [values, { name: 'p', kind: 'number' }],
    result: gives.measure(0),
    apply: (call) => quantileOf(call, numberAt(call, 1)),
    description: {
      en: 'The value below which a share p of the sample lies, from 0 to 1.',
      ko: '표본 가운데 p(0~1)만큼이 그 아래에 놓이는 값.',
    },
    formula: 'linear between the values around (n − 1)·p (Hyndman & Fan 1996, type 7; as numpy and R)',
    examples: [
      ['quantile([1, 2, 3, 4], 0.25)', '1.75'],
      ['quantile([1, 2, 3, 4], 1)', '4'],
    ],
  },
  {
    name: 'weighted_mean',
    parameters: [values, { name: 'errors', kind: 'numbers', like: 0 }],
    result: gives.measure(0),
    apply: (call) => {
      const [numbers, weights] = weighted(call)
      return like(numbers, sum(numbers.values.map((value, index) => value * (weights[index] ?? 0))) / sum(weights))
    },
    description: { en: 'Mean of values with standard errors.', ko: '표준 오차가 있는 값들의 가중 평균.' },
    formula: 'Σ wᵢxᵢ / Σ wᵢ, wᵢ = 1/σᵢ²',
    examples: [['weighted_mean([1, 2], [1, 1])', '1.5']],
  },
  {
    name: 'weighted_error',
    parameters: [{ name: 'errors', kind: 'numbers' }],
    result: gives.measure(0),
    apply: (call) => {
      const errors = numbersAtLeast(call, 0, 1)
      const [scale = 1] = errors.values
      return spread(errors, scale / Math.sqrt(sum(errors.values.map((error) => (scale / error) ** 2))))
    },
    description: { en: 'Standard error of the weighted mean.', ko: '가중 평균의 표준 오차.' },
    formula: '1 / √(Σ 1/σᵢ²)',
    examples: [['weighted_error([2, 2, 2, 2])', '1']],
  },
]

function weighted(call: Call): [Numbers, readonly number[]] {
  const [numbers, errors] = [numbersAtLeast(call, 0, 1), numbersAt(call, 1)]
  if (errors.values.length !== numbers.values.length || !sameDimension(errors.dimension, numbers.dimension)) {
    throw domainError(call, 'every value needs an error in its own unit.', '값마다 같은 단위의 오차가 있어야 합니다.')
  }
  if (!errors.values.every((error) => error > 0)) throw domainError(call, 'errors are above zero.', '오차는 0보다 커야 합니다.')
  // Relative to the first error, so that the squares neither overflow nor vanish.
  const [scale = 1] = errors.values
  return [numbers, errors.values.map((error) => (scale / error) ** 2)]
}

const spreads: readonly FunctionEntry[] = [
  {
    name: 'var',
    parameters: [values],
    result: gives.power(0, 2),
    apply: (call) => {
      const numbers = numbersAtLeast(call, 0, 2)
      return inSi(variance(numbers.values), raiseDimension(numbers.dimension, 2))
    },
    description: { en: 'Variance of a sample.', ko: '표본 분산.' },
    formula: 'Σ (xᵢ − x̄)² / (n − 1) (two passes, corrected; Chan, Golub & LeVeque 1983)',
    examples: [['var([2, 4, 4, 4, 5, 5, 7, 9])', '32 / 7']],
  },
  {
    name: 'std',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => {
      const numbers = numbersAtLeast(call, 0, 2)
      return spread(numbers, Math.sqrt(variance(numbers.values)))
    },
    description: { en: 'Standard deviation of a sample.', ko: '표본 표준 편차.' },
    formula: '√var',
    examples: [['std([1, 2, 3])', '1']],
  },
  {
    name: 'sem',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => {
      const numbers = numbersAtLeast(call, 0, 2)
      return spread(numbers, Math.sqrt(variance(numbers.values) / numbers.values.length))
    },
    description: {
      en: 'Standard error of the mean of independent values. Correlated ones, as of a Markov chain, need their autocorrelation time besides.',
      ko: '서로 독립인 값들의 평균의 표준 오차. 마르코프 연쇄처럼 상관이 있으면 자기상관 시간도 고려해야 한다.',
    },
    formula: 'std / √n',
    examples: [['sem([1, 2, 3, 4, 5, 6, 7, 8, 9])', 'std([1, 2, 3, 4, 5, 6, 7, 8, 9]) / 3']],
  },
  {
    name: 'rms',
    parameters: [values],
    result: gives.measure(0),
    apply: (call) => {
      const numbers = numbersAtLeast(call, 0, 1)
      return spread(numbers, Math.sqrt(mean(numbers.values.map((value) => value * value))))
    },
    description: { en: 'Root of the mean square.', ko: '제곱 평균 제곱근.' },
    formula: '√(Σ xᵢ² / n)',
    examples: [['rms([1, 7])', '5']],
  },
]

export const statisticsFunctions: readonly FunctionEntry[] = [...sums, ...averages, ...spreads]
