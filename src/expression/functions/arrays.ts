import { arrayAt, booleansAt, domainError, integerAt, isGiven, numbersAt, textAt, valueAt } from '../call-values.ts'
import { compare, isIn } from '../comparison.ts'
import { describeValue } from '../describe.ts'
import { spend, spendElements, wrongType } from '../frame.ts'
import type { Call, FunctionEntry } from '../function-entry.ts'
import { isMeasure, measure, siOf } from '../measure.ts'
import { elementOf, gives } from '../result-types.ts'
import { isArray } from '../show.ts'
import { sorted } from '../statistics.ts'
import { anyType, arrayOf } from '../type.ts'
import type { Value } from '../value.ts'

const array = { name: 'array', kind: 'array' } as const

function nonEmpty(call: Call): readonly Value[] {
  const values = arrayAt(call, 0)
  if (values.length === 0) throw domainError(call, 'the array is empty.', '배열이 비어 있습니다.')
  return values
}

function lastOf(call: Call): readonly Value[] {
  const count = integerAt(call, 1)
  if (count < 1) throw domainError(call, 'the number of values is at least 1.', '개수는 1 이상이어야 합니다.')
  const values = arrayAt(call, 0)
  spendElements(call.frame, Math.min(count, values.length), call.span)
  return values.slice(-count)
}

const looking: readonly FunctionEntry[] = [
  {
    name: 'len',
    parameters: [{ name: 'x', kind: 'any' }],
    result: gives.integer,
    apply: (call) => {
      const value = valueAt(call, 0)
      if (isArray(value)) return value.length
      if (typeof value === 'object' && value !== null && 'names' in value && value.text === undefined) return value.names().length
      return [...textAt(call, 0)].length
    },
    description: {
      en: 'Number of elements, of characters of a text, or of fields of a record.',
      ko: '원소의 수, 글자 수, 또는 레코드의 필드 수.',
    },
    examples: [
      ['len([4, 5])', '2'],
      ["len('자성')", '2'],
    ],
  },
  {
    name: 'first',
    parameters: [array],
    result: gives.element(0),
    apply: (call) => nonEmpty(call)[0] ?? null,
    description: { en: 'First element.', ko: '첫 원소.' },
    examples: [['first([4, 5])', '4']],
  },
  {
    name: 'last',
    parameters: [array, { name: 'count', kind: 'integer', optional: true }],
    result: (call) => (call.types.length > 1 ? gives.same(0)(call) : gives.element(0)(call)),
    apply: (call) => (isGiven(call, 1) ? lastOf(call) : (nonEmpty(call).at(-1) ?? null)),
    description: {
      en: 'Last element; with a count an array of so many of the last, or of all where there are fewer.',
      ko: '마지막 원소. 개수를 주면 마지막 그만큼의 배열이며, 모자라면 전부이다.',
    },
    examples: [
      ['last([4, 5])', '5'],
      ['last([4, 5, 6], 2)', '[5, 6]'],
    ],
  },
  {
    name: 'contains',
    parameters: [
      { name: 'whole', kind: 'any' },
      { name: 'part', kind: 'any' },
    ],
    result: gives.boolean,
    apply: (call) => isIn(valueAt(call, 1), valueAt(call, 0), call.frame, call.span),
    description: {
      en: 'Whether an array has a value, a text a part, a record a name: `part in whole`.',
      ko: '배열에 값이, 글에 부분이, 레코드에 이름이 있는지. `part in whole`과 같다.',
    },
    examples: [
      ['contains([1, 2], 2)', 'true'],
      ["contains('converged', 'verge')", 'true'],
    ],
  },
]

const logic: readonly FunctionEntry[] = [
  {
    name: 'all',
    parameters: [{ name: 'values', kind: 'booleans' }],
    result: gives.boolean,
    apply: (call) => booleansAt(call, 0).every((value) => value),
    description: { en: 'Whether every one is true; of none, true.', ko: '모두 참인지. 하나도 없으면 참.' },
    examples: [['all([1, 2, 3] > 0)', 'true']],
  },
  {
    name: 'any',
    parameters: [{ name: 'values', kind: 'booleans' }],
    result: gives.boolean,
    apply: (call) => booleansAt(call, 0).some((value) => value),
    description: { en: 'Whether at least one is true; of none, false.', ko: '하나라도 참인지. 하나도 없으면 거짓.' },
    examples: [['any([1, 2, 3] > 5)', 'false']],
  },
  {
    name: 'count',
    parameters: [{ name: 'values', kind: 'booleans' }],
    result: gives.integer,
    apply: (call) => booleansAt(call, 0).reduce((total, value) => total + (value ? 1 : 0), 0),
    description: { en: 'How many are true.', ko: '참인 것의 수.' },
    examples: [['count([1, 2, 3] >= 2)', '2']],
  },
]

const ordering: readonly FunctionEntry[] = [
  {
    name: 'sort',
    parameters: [array],
    result: gives.same(0),
    apply: (call) => {
      const values = arrayAt(call, 0)
      spend(call.frame, values.length * 4, call.span)
      if (values.every((value) => typeof value === 'string')) return [...values].sort(byCodePoint)
      const numbers = numbersAt(call, 0)
      if (numbers.unit === '') return [...sorted(numbers.values)]
      return [...sorted(numbers.values)].map((value) => measure(value, numbers.dimension, numbers.unit))
    },
    description: {
      en: 'Numbers from small to large, NaN last; texts by their characters’ codes.',
      ko: '숫자는 작은 것부터(NaN은 맨 뒤), 글은 문자 코드 순서로.',
    },
    examples: [
      ['sort([3, 1, 2])', '[1, 2, 3]'],
      ["sort(['b', 'a'])", "['a', 'b']"],
    ],
  },
  {
    name: 'reverse',
    parameters: [array],
    result: gives.same(0),
    apply: (call) => [...arrayAt(call, 0)].reverse(),
    description: { en: 'From last to first.', ko: '거꾸로.' },
    examples: [['reverse([1, 2])', '[2, 1]']],
  },
  {
    name: 'unique',
    parameters: [array],
    result: gives.same(0),
    apply: (call) => {
      const seen = new Set<string>()
      return arrayAt(call, 0).filter((value) => {
        const key = identity(call, value)
        if (seen.has(key)) return false
        seen.add(key)
        return true
      })
    },
    description: { en: 'Each value once, where it first stood.', ko: '같은 값은 처음 나온 것만 남긴다.' },
    examples: [['unique([2, 1, 2])', '[2, 1]']],
  },
  {
    name: 'concat',
    parameters: [array, { name: 'more', kind: 'array', optional: true }],
    rest: true,
    result: (call) => {
      const elements = call.types.map(elementOf)
      const [first = anyType] = elements
      const same = elements.every((type) => type.kind === first.kind && type.kind !== 'number') || elements.length === 1
      return arrayOf(same ? first : anyType)
    },
    apply: (call) => {
      const parts = call.values.map((_, index) => arrayAt(call, index))
      spendElements(
        call.frame,
        parts.reduce((total, part) => total + part.length, 0),
        call.span,
      )
      return parts.flat()
    },
    description: { en: 'Arrays one after another.', ko: '배열을 이어 붙인다.' },
    examples: [['concat([1], [2, 3])', '[1, 2, 3]']],
  },
]

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function identity(call: Call, value: Value): string {
  if (isMeasure(value)) return `n${siOf(value)} ${typeof value === 'number' ? '' : value.dimension}`
  if (value === null || typeof value !== 'object') return `${typeof value}${value}`
  const what = describeValue(value)
  throw wrongType(`${call.name} cannot compare ${what.en}.`, `${call.name}에서 ${what.ko}은(는) 비교할 수 없습니다.`, call.span)
}

const picking: readonly FunctionEntry[] = [
  {
    name: 'where',
    parameters: [array, { name: 'keep', kind: 'booleans' }],
    result: gives.same(0),
    apply: (call) => {
      const [values, keep] = [arrayAt(call, 0), booleansAt(call, 1)]
      if (values.length !== keep.length) throw domainError(call, 'both arrays have the same length.', '두 배열의 길이가 같아야 합니다.')
      return values.filter((_, index) => keep[index])
    },
    description: { en: 'The elements for which the second array is true.', ko: '둘째 배열이 참인 자리의 원소들.' },
    examples: [['where([5, 6, 7], [5, 6, 7] > 5)', '[6, 7]']],
  },
  {
    name: 'index_of',
    parameters: [array, { name: 'value', kind: 'any' }],
    result: gives.integer,
    apply: (call) => arrayAt(call, 0).findIndex((each) => compare('==', each, valueAt(call, 1), call.frame, call.span) === true),
    description: { en: 'Index of the first element equal to the value; −1 if there is none.', ko: '값과 같은 첫 원소의 번호. 없으면 −1.' },
    examples: [['index_of([5, 6], 6)', '1']],
  },
]

export const arrayFunctions: readonly FunctionEntry[] = [...looking, ...logic, ...ordering, ...picking]
