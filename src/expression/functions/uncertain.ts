import { domainError, measureAt, unsuitable, valueAt } from '../call-values.ts'
import { sameDimension } from '../dimension.ts'
import type { Call, FunctionEntry, Parameter, StaticCall } from '../function-entry.ts'
import { measure, siOf, unitMismatch, unitOfDifference } from '../measure.ts'
import { gives } from '../result-types.ts'
import { type Type, withErrors } from '../type.ts'
import { central, errorSi, isMaybeUncertain, type MaybeUncertain, pullBetween, withError } from '../uncertain.ts'

function uncertainAt(call: Call, index: number): MaybeUncertain {
  const value = valueAt(call, index)
  if (isMaybeUncertain(value)) return value
  throw unsuitable(call, value, { en: 'a number', ko: '숫자' })
}

function errorAt(call: Call) {
  const value = uncertainAt(call, 0)
  return typeof value === 'number' ? 0 : measure(errorSi(value), value.dimension, unitOfDifference(value.unit))
}

function tension(call: Call): number {
  const [a, b] = [uncertainAt(call, 0), uncertainAt(call, 1)]
  if (typeof a !== 'number' && typeof b !== 'number' && !sameDimension(a.dimension, b.dimension))
    throw unitMismatch(central(a), central(b), call.span)
  const pull = pullBetween(a, b, call.frame, call.span)
  if (Number.isFinite(pull)) return pull
  throw domainError(call, 'the difference has no error.', '차이에 오차가 없습니다.')
}

const x: Parameter = { name: 'x', kind: 'uncertain' }
const uncertainType = (call: StaticCall): Type => withErrors(gives.measure(0)(call))
const example = '(3 +- 0.5)'

export const uncertainFunctions: readonly FunctionEntry[] = [
  {
    name: 'uncertain',
    parameters: [x, { name: 'error', kind: 'measure', like: 0 }],
    each: true,
    result: uncertainType,
    apply: (call) => withError(uncertainAt(call, 0), measureAt(call, 1), { cause: 'uncertain' }, call.frame, call.span),
    description: {
      en: 'A value with one more standard error, independent of all others: also written `2.27 +- 0.01`, and `2.27 +- 0.01 +- 0.02` for two. Errors follow through `+ - * / ^`, sums, means and smooth functions to first order; what values have in common is kept in mind, so x − x is exactly 0.',
      ko: '다른 모든 오차와 독립인 표준 오차를 더한 값. `2.27 +- 0.01`로도 쓰고, 오차가 둘이면 `2.27 +- 0.01 +- 0.02`로 쓴다. 오차는 `+ - * / ^`, 합, 평균, 매끄러운 함수를 따라 1차까지 전파된다. 값들이 공유하는 오차를 기억하므로 x − x는 정확히 0이다.',
    },
    formula: 'σ² = Σₛ (∂f/∂s · σₛ)² (JCGM 100:2008, 5.1, 5.2)',
    examples: [
      ['error_of(uncertain(3, 0.4) + uncertain(4, 0.3))', '0.5'],
      ['error_of(2 eV +- 100 meV)', '0.1 eV'],
    ],
  },
  {
    name: 'with_error',
    parameters: [{ name: 'metric', kind: 'any' }],
    result: uncertainType,
    // Taken by its name, at check time (check-with-error.ts): never a function of the value.
    apply: (call) => valueAt(call, 0),
    description: {
      en: 'A metric with its own error, `NAME_error`, which `uncertainty: true` declares; or a constant of nature with that of CODATA. The same name is the same variable.',
      ko: '`uncertainty: true`로 선언한 메트릭에 그 오차 `NAME_error`를 붙인 값. 자연 상수에는 CODATA의 오차를 붙인다. 같은 이름은 같은 변수로 본다.',
    },
    examples: [
      ['error_of(with_error(const.alpha) - with_error(const.alpha))', '0'],
      ['error_of(with_error(const.R_inf))', '0.000012 m^-1'],
    ],
  },
  {
    name: 'value_of',
    parameters: [x],
    each: true,
    result: gives.measure(0),
    apply: (call) => central(uncertainAt(call, 0)),
    description: { en: 'The value without its error.', ko: '오차를 뺀 값.' },
    examples: [[`value_of(2 * ${example})`, '6']],
  },
  {
    name: 'error_of',
    parameters: [x],
    each: true,
    result: gives.measure(0),
    apply: errorAt,
    description: { en: 'The standard error of a value; 0 of one without.', ko: '값의 표준 오차. 오차가 없으면 0.' },
    examples: [
      [`error_of(2 * ${example})`, '1'],
      ['error_of(3)', '0'],
    ],
  },
  {
    name: 'relative_error',
    parameters: [x],
    each: true,
    result: gives.number,
    apply: (call) => {
      const value = uncertainAt(call, 0)
      return errorSi(value) / Math.abs(siOf(central(value)))
    },
    description: { en: 'The standard error over the value.', ko: '표준 오차를 값으로 나눈 것.' },
    formula: 'σ/|x|',
    examples: [['relative_error(200 eV +- 1 eV)', '0.005']],
  },
  {
    name: 'tension',
    parameters: [x, { name: 'y', kind: 'uncertain', like: 0 }],
    each: true,
    result: gives.number,
    apply: tension,
    description: {
      en: 'How many standard errors of their difference x lies above y, correlations included.',
      ko: 'x가 y보다 차이의 표준 오차의 몇 배만큼 큰지. 상관까지 고려한다.',
    },
    formula: '(x − y)/σ(x − y)',
    examples: [
      ['tension(6 +- 0.3, 5 +- 0.4)', '2'],
      ['tension(2.5 +- 0.25, 2)', '2'],
    ],
  },
]
