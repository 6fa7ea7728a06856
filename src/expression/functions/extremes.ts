import { domainError, numbersAtLeast, pooledNumbers } from '../call-values.ts'
import type { FunctionEntry } from '../function-entry.ts'
import { measure } from '../measure.ts'
import { gives } from '../result-types.ts'
import { extreme } from '../statistics.ts'
import type { Type } from '../type.ts'

/** Smallest or largest of all values given, single or in arrays. */
function extremes(name: string, sign: 1 | -1, en: string, ko: string, example: readonly [string, string]): FunctionEntry {
  return {
    name,
    parameters: [
      { name: 'a', kind: 'pool' },
      { name: 'b', kind: 'pool', optional: true, like: 0 },
    ],
    rest: true,
    result: (call) => {
      const dimension = gives.measure(0)(call)
      const integers = call.types.every(isWhole)
      return integers && dimension.kind === 'number' ? { ...dimension, integer: true } : dimension
    },
    apply: (call) => {
      const numbers = pooledNumbers(call)
      if (numbers.values.length === 0) throw domainError(call, 'there are no values.', '값이 없습니다.')
      return measure(extreme(numbers.values, sign).value, numbers.dimension, numbers.unit)
    },
    description: { en, ko },
    examples: [example, [`${name}(1, 0/0) == 0`, 'false']],
  }
}

function isWhole(type: Type): boolean {
  const inner = type.kind === 'array' ? type.element : type
  return inner.kind === 'number' && inner.integer === true
}

function place(name: string, sign: 1 | -1, en: string, ko: string, example: readonly [string, string]): FunctionEntry {
  return {
    name,
    parameters: [{ name: 'values', kind: 'numbers' }],
    result: gives.integer,
    apply: (call) => extreme(numbersAtLeast(call, 0, 1).values, sign).index,
    description: { en, ko },
    examples: [example],
  }
}

export const extremeFunctions: readonly FunctionEntry[] = [
  extremes('min', -1, 'Smallest of the values, single or in an array; NaN if any is.', '가장 작은 값. 하나라도 NaN이면 NaN.', [
    'min(3, 1, 2)',
    '1',
  ]),
  extremes('max', 1, 'Largest of the values, single or in an array; NaN if any is.', '가장 큰 값. 하나라도 NaN이면 NaN.', [
    'max([3 s, 1 min])',
    '60 s',
  ]),
  place('argmin', -1, 'Index of the first smallest value.', '가장 작은 값이 처음 나오는 번호.', ['argmin([3, 1, 2])', '1']),
  place('argmax', 1, 'Index of the first largest value.', '가장 큰 값이 처음 나오는 번호.', ['argmax([3, 1, 2])', '0']),
]
