import { domainError, integerAt, isGiven, measureAt, numberAt } from '../call-values.ts'
import { spendElements } from '../frame.ts'
import type { Call, FunctionEntry } from '../function-entry.ts'
import { limits } from '../limits.ts'
import { type Measure, requireSameDimension, siOf, unitTextOf } from '../measure.ts'
import { gives } from '../result-types.ts'
import { anyType, arrayOf, integerType, numberType, type Type } from '../type.ts'
import { quantity, valueIn } from '../units.ts'

/** 2.3000000000000003 is 2.3 to fifteen digits: what is made by counting up should be what was meant. */
function tidy(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : value
}

/** Makes a sequence in the unit of its first value, so that tidy decimals stay tidy there. */
function sequence(call: Call, like: Measure, length: number, element: (index: number) => number): readonly Measure[] {
  spendElements(call.frame, length, call.span)
  const unit = unitTextOf(like)
  // A loop: these arrays are the longest there are, and callbacks would take several times as long.
  const values = new Array<Measure>(length)
  for (let index = 0; index < length; index++) values[index] = unit === '' ? element(index) : quantity(element(index), unit)
  return values
}

/** The arguments as numbers of the first one's unit. */
function numbersInUnit(call: Call, measures: readonly Measure[]): readonly number[] {
  const [first = 0] = measures
  const unit = unitTextOf(first)
  return measures.map((each) => {
    requireSameDimension(first, each, call.span)
    const number = unit === '' ? siOf(each) : valueIn(each, unit)
    if (!Number.isFinite(number)) throw domainError(call, 'the ends are finite numbers.', '양 끝은 유한한 수여야 합니다.')
    return number
  })
}

function lengthAt(call: Call, index: number): number {
  const length = integerAt(call, index)
  if (length < 0) throw domainError(call, 'the number of values is not negative.', '개수는 음수일 수 없습니다.')
  return length
}

function range(call: Call): readonly Measure[] {
  const only = !isGiven(call, 1)
  const start = only ? 0 : measureAt(call, 0)
  const end = measureAt(call, only ? 0 : 1)
  const stepGiven = isGiven(call, 2) ? measureAt(call, 2) : 1
  const [from = 0, to = 0, step = 1] = numbersInUnit(call, [start, end, stepGiven])
  if (step === 0) throw domainError(call, 'the step is not zero.', '간격은 0일 수 없습니다.')
  // An end that is hit but for rounding still counts as hit, and so is left out.
  const length = Math.max(0, Math.ceil((to - from) / step - 1e-9))
  const whole = Number.isInteger(from) && Number.isInteger(step)
  return sequence(call, start, Math.min(length, limits.elements + 1), (index) => (whole ? from + index * step : tidy(from + index * step)))
}

function evenly(call: Call): readonly Measure[] {
  const [start, end] = [measureAt(call, 0), measureAt(call, 1)]
  const [from = 0, to = 0] = numbersInUnit(call, [start, end])
  const length = lengthAt(call, 2)
  return sequence(call, start, length, (index) => {
    if (index === length - 1 && length > 1) return to
    const share = index / Math.max(1, length - 1)
    return index === 0 ? from : tidy(from * (1 - share) + to * share)
  })
}

function byFactor(call: Call): readonly Measure[] {
  const [start, end] = [measureAt(call, 0), measureAt(call, 1)]
  const [from = 0, to = 0] = numbersInUnit(call, [start, end])
  if (!(from * to > 0))
    throw domainError(call, 'both ends have the same sign and are not zero.', '양 끝은 부호가 같고 0이 아니어야 합니다.')
  const length = lengthAt(call, 2)
  return sequence(call, start, length, (index) => {
    if (index === length - 1 && length > 1) return to
    return index === 0 ? from : tidy(from * (to / from) ** (index / (length - 1)))
  })
}

export const sequenceFunctions: readonly FunctionEntry[] = [
  {
    name: 'range',
    parameters: [
      { name: 'from', kind: 'measure' },
      { name: 'to', kind: 'measure', optional: true, like: 0 },
      { name: 'step', kind: 'measure', optional: true, like: 0 },
    ],
    result: (call): Type => {
      const whole = call.types.every((type) => type.kind === 'number' && type.integer === true)
      return whole ? arrayOf(integerType) : gives.measures(0)(call)
    },
    apply: range,
    description: {
      en: 'From a value up to but not including another, in steps (1 if left out); `range(n)` counts from 0.',
      ko: '한 값에서 다른 값 앞까지(끝은 빼고) 일정한 간격(생략하면 1)으로. `range(n)`은 0부터 센다.',
    },
    examples: [
      ['range(3)', '[0, 1, 2]'],
      ['range(2, 8, 2)', '[2, 4, 6]'],
      ['range(0, 0.3, 0.1)', '[0, 0.1, 0.2]'],
    ],
  },
  {
    name: 'linspace',
    parameters: [
      { name: 'first', kind: 'measure' },
      { name: 'last', kind: 'measure', like: 0 },
      { name: 'count', kind: 'integer' },
    ],
    result: gives.measures(0),
    apply: evenly,
    description: {
      en: 'So many evenly spaced values, both ends included; to 15 digits, so that 2.3 is 2.3.',
      ko: '양 끝을 포함해 고르게 놓인 값들. 15자리까지 맞추므로 2.3은 2.3이다.',
    },
    formula: 'xₖ = first + k·(last − first)/(count − 1)',
    examples: [
      ['linspace(2, 2.6, 4)', '[2, 2.2, 2.4, 2.6]'],
      ['linspace(0 eV, 1 eV, 3)', '[0 eV, 0.5 eV, 1 eV]'],
    ],
  },
  {
    name: 'logspace',
    parameters: [
      { name: 'first', kind: 'number' },
      { name: 'last', kind: 'number' },
      { name: 'count', kind: 'integer' },
    ],
    result: () => arrayOf(numberType),
    apply: (call) => {
      const [from, to] = [numberAt(call, 0), numberAt(call, 1)]
      const length = lengthAt(call, 2)
      return sequence(call, 0, length, (index) => tidy(10 ** (index === 0 ? from : from + ((to - from) * index) / (length - 1))))
    },
    description: {
      en: 'Powers of ten at evenly spaced exponents, both ends included (as numpy).',
      ko: '고르게 놓인 지수에 대한 10의 거듭제곱. 양 끝을 포함한다(numpy와 같다).',
    },
    formula: 'xₖ = 10^(first + k·(last − first)/(count − 1))',
    examples: [['logspace(-2, 1, 4)', '[0.01, 0.1, 1, 10]']],
  },
  {
    name: 'geomspace',
    parameters: [
      { name: 'first', kind: 'measure' },
      { name: 'last', kind: 'measure', like: 0 },
      { name: 'count', kind: 'integer' },
    ],
    result: gives.measures(0),
    apply: byFactor,
    description: {
      en: 'So many values, each the same factor from the last, both ends included.',
      ko: '앞 값에 일정한 수를 곱해 가는 값들. 양 끝을 포함한다.',
    },
    formula: 'xₖ = first·(last/first)^(k/(count − 1))',
    examples: [['geomspace(1 nm, 100 nm, 3)', '[1 nm, 10 nm, 100 nm]']],
  },
  {
    name: 'repeat',
    parameters: [
      { name: 'value', kind: 'any' },
      { name: 'count', kind: 'integer' },
    ],
    result: (call) => arrayOf(call.types[0] ?? anyType),
    apply: (call) => {
      const length = lengthAt(call, 1)
      spendElements(call.frame, length, call.span)
      return new Array(length).fill(call.values[0] ?? null)
    },
    description: { en: 'The same value so many times.', ko: '같은 값을 여러 번.' },
    examples: [['repeat(0, 3)', '[0, 0, 0]']],
  },
]
