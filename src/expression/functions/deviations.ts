import { domainError, integerAt, isGiven, measureAt } from '../call-values.ts'
import type { Call, FunctionEntry, Parameter } from '../function-entry.ts'
import { type Measure, requireSameDimension, siOf } from '../measure.ts'
import { gives } from '../result-types.ts'
import { besideAt, errorsAt, sampleAt, spendTimes } from '../sample.ts'
import { sum } from '../statistics.ts'

const compared: readonly Parameter[] = [
  { name: 'observed', kind: 'numbers' },
  { name: 'expected', kind: 'pool', like: 0 },
  { name: 'errors', kind: 'pool', like: 0 },
]

function chiSquare(call: Call): { readonly chi2: number; readonly count: number } {
  const observed = sampleAt(call, 0, 1)
  const expected = besideAt(call, 1, observed, true).values
  const errors = errorsAt(call, 2, observed)
  spendTimes(call, observed, 2)
  const squares = observed.values.map((value, index) => ((value - (expected[index] ?? Number.NaN)) / (errors[index] ?? Number.NaN)) ** 2)
  return { chi2: sum(squares), count: squares.length }
}

function reduced(call: Call): number {
  const { chi2, count } = chiSquare(call)
  const fitted = isGiven(call, 3) ? integerAt(call, 3) : 0
  if (fitted < 0 || fitted >= count) {
    throw domainError(
      call,
      `${count} values and ${fitted} fitted parameters leave no degree of freedom.`,
      `값 ${count}개에 맞춘 매개변수가 ${fitted}개라 자유도가 남지 않습니다.`,
    )
  }
  return chi2 / (count - fitted)
}

/** Of one dimension with the first argument, and finite or not; an error is not negative. */
function errorAt(call: Call, index: number, like: Measure, least: 'zero' | 'above zero'): number {
  const error = measureAt(call, index)
  requireSameDimension(like, error, call.span)
  const si = siOf(error)
  if (si < 0 || (least === 'above zero' && si === 0)) {
    if (least === 'zero') throw domainError(call, 'an error is not negative.', '오차는 음수일 수 없습니다.')
    throw domainError(call, 'the standard deviation is above zero.', '표준 편차는 0보다 커야 합니다.')
  }
  return si
}

function pull(call: Call): number {
  const [value, reference] = [measureAt(call, 0), measureAt(call, 2)]
  requireSameDimension(value, reference, call.span)
  const own = errorAt(call, 1, value, 'zero')
  const width = Math.hypot(own, isGiven(call, 3) ? errorAt(call, 3, value, 'zero') : 0)
  if (width === 0) throw domainError(call, 'at least one error is above zero.', '오차 가운데 하나는 0보다 커야 합니다.')
  return (siOf(value) - siOf(reference)) / width
}

export const deviationFunctions: readonly FunctionEntry[] = [
  {
    name: 'chi2',
    parameters: compared,
    result: gives.number,
    apply: (call) => chiSquare(call).chi2,
    description: {
      en: 'Chi-square of observed values against expected ones, with standard errors; expected and errors may be one number for all.',
      ko: '관측값과 기댓값의 카이제곱. 표준 오차로 나눈다. 기댓값과 오차는 하나로 모두에 써도 된다.',
    },
    formula: 'Σ ((oᵢ − eᵢ)/σᵢ)² (Pearson 1900)',
    examples: [
      ['chi2([11, 9, 13], 10, [1, 1, 3])', '3'],
      ['chi2([1 eV, 2 eV], [1 eV, 1 eV], 500 meV)', '4'],
    ],
  },
  {
    name: 'chi2_reduced',
    parameters: [...compared, { name: 'fitted', kind: 'integer', optional: true }],
    result: gives.number,
    apply: reduced,
    description: {
      en: 'Chi-square over the degrees of freedom: the number of values less that of fitted parameters (none if left out).',
      ko: '카이제곱을 자유도로 나눈 값. 자유도는 값의 개수에서 맞춘 매개변수의 개수(생략하면 0)를 뺀 것.',
    },
    formula: 'χ² / (n − fitted)',
    examples: [['chi2_reduced([11, 9, 13], 10, [1, 1, 3], 1)', '1.5']],
  },
  {
    name: 'pull',
    parameters: [
      { name: 'value', kind: 'measure' },
      { name: 'error', kind: 'measure', like: 0 },
      { name: 'reference', kind: 'measure', like: 0 },
      { name: 'reference_error', kind: 'measure', optional: true, like: 0 },
    ],
    each: true,
    result: gives.number,
    apply: pull,
    description: {
      en: 'How many standard errors a value lies above a reference that is independent of it.',
      ko: '값이 그와 독립인 기준값보다 표준 오차의 몇 배만큼 위에 있는지.',
    },
    formula: '(x − r) / √(σₓ² + σᵣ²)',
    examples: [
      ['pull(2.3, 0.1, 2)', '(2.3 - 2) / 0.1'],
      ['pull(11 eV, 3 eV, 1 eV, 4 eV)', '2'],
    ],
  },
  {
    name: 'z_score',
    parameters: [
      { name: 'x', kind: 'measure' },
      { name: 'mean', kind: 'measure', like: 0 },
      { name: 'std', kind: 'measure', like: 0 },
    ],
    each: true,
    result: gives.number,
    apply: (call) => {
      const [x, mean] = [measureAt(call, 0), measureAt(call, 1)]
      requireSameDimension(x, mean, call.span)
      return (siOf(x) - siOf(mean)) / errorAt(call, 2, x, 'above zero')
    },
    description: {
      en: 'How many standard deviations a value lies above the mean.',
      ko: '값이 평균보다 표준 편차의 몇 배만큼 위에 있는지.',
    },
    formula: '(x − mean) / std',
    examples: [['z_score([1, 5], 3, 2)', '[-1, 1]']],
  },
]
