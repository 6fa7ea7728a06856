import { textOf } from './arithmetic.ts'
import { describeValue } from './describe.ts'
import { type Dimension, dimensionless, isDimensionless } from './dimension.ts'
import { EvaluationError } from './evaluation-error.ts'
import { spend, wrongType } from './frame.ts'
import type { Call } from './function-entry.ts'
import { dimensionOf, isMeasure, type Measure, requireSameDimension, siOf, unitTextOf } from './measure.ts'
import { isArray } from './show.ts'
import type { Text } from './text.ts'
import { isUncertain } from './uncertain-value.ts'
import type { Value } from './value.ts'

/** The numbers of an array, with what they measure; `unit` is the first one's. */
export interface Numbers {
  readonly values: readonly number[]
  readonly dimension: Dimension
  readonly unit: string
}

/** The error for a value that is of another kind than the function needs. */
export function unsuitable(call: Call, value: Value, wanted: Text): EvaluationError {
  const what = describeValue(value)
  return wrongType(
    `${call.name} needs ${wanted.en}, not ${what.en}.`,
    `${call.name}에는 ${what.ko}이(가) 아니라 ${wanted.ko}이(가) 필요합니다.`,
    call.span,
    isUncertain(value) ? { en: 'Take its value, `value_of(x)`.', ko: '값만 쓰려면 `value_of(x)`를 쓰세요.' } : undefined,
  )
}

export function domainError(call: Call, en: string, ko: string): EvaluationError {
  return new EvaluationError('domain', { en: `${call.name}: ${en}`, ko: `${call.name}: ${ko}` }, call.span)
}

export function valueAt(call: Call, index: number): Value {
  return call.values[index] ?? null
}

export function isGiven(call: Call, index: number): boolean {
  return index < call.values.length
}

export function measureAt(call: Call, index: number): Measure {
  const value = valueAt(call, index)
  if (isMeasure(value)) return value
  throw unsuitable(call, value, { en: 'a number', ko: '숫자' })
}

/** A number without dimension; an angle in degrees comes in radians. */
export function numberAt(call: Call, index: number): number {
  const value = valueAt(call, index)
  if (typeof value === 'number') return value
  const of = measureAt(call, index)
  if (isDimensionless(dimensionOf(of))) return siOf(of)
  const text = {
    en: `${call.name} needs a number without unit, not ${describeValue(value).en}.`,
    ko: `${call.name}에는 ${describeValue(value).ko}이(가) 아니라 단위 없는 숫자가 필요합니다.`,
  }
  throw new EvaluationError('unit', text, call.span, {
    en: "Divide by a unit, or use `value_in(x, 'unit')`.",
    ko: "단위로 나누거나 `value_in(x, '단위')`를 쓰세요.",
  })
}

export function integerAt(call: Call, index: number): number {
  const value = numberAt(call, index)
  if (Number.isSafeInteger(value)) return value
  throw unsuitable(call, value, { en: 'a whole number', ko: '정수' })
}

export function textAt(call: Call, index: number): string {
  const value = valueAt(call, index)
  const text = textOf(value)
  if (text === undefined) throw unsuitable(call, value, { en: 'a text', ko: '글' })
  spend(call.frame, text.length, call.span)
  return text
}

export function arrayAt(call: Call, index: number): readonly Value[] {
  const value = valueAt(call, index)
  if (!isArray(value)) throw unsuitable(call, value, { en: 'an array', ko: '배열' })
  spend(call.frame, value.length, call.span)
  return value
}

export function numbersAt(call: Call, index: number): Numbers {
  return numbersOf(call, arrayAt(call, index))
}

/** Like `numbersAt`, for what there must be at least so many of. */
export function numbersAtLeast(call: Call, index: number, least: number): Numbers {
  const numbers = numbersAt(call, index)
  if (numbers.values.length >= least) return numbers
  throw domainError(
    call,
    `needs at least ${least} values, got ${numbers.values.length}.`,
    `값이 ${least}개 이상 필요한데 ${numbers.values.length}개입니다.`,
  )
}

/** All arguments together, single ones and arrays. */
export function pooledNumbers(call: Call): Numbers {
  const [first] = call.values
  if (call.values.length === 1 && first !== undefined && isArray(first)) return numbersAt(call, 0)
  const all: Value[] = []
  call.values.forEach((value, index) => {
    if (!isArray(value)) all.push(value)
    else for (const element of arrayAt(call, index)) all.push(element)
  })
  return numbersOf(call, all)
}

export function numbersOf(call: Call, array: readonly Value[]): Numbers {
  const [first] = array
  if (first === undefined) return { values: [], dimension: dimensionless, unit: '' }
  if (!isMeasure(first)) throw unsuitable(call, first, { en: 'numbers', ko: '숫자' })
  const values = array.map((element) => {
    if (typeof element === 'number' && typeof first === 'number') return element
    if (!isMeasure(element)) throw unsuitable(call, element, { en: 'numbers', ko: '숫자' })
    requireSameDimension(first, element, call.span)
    return siOf(element)
  })
  return { values, dimension: dimensionOf(first), unit: unitTextOf(first) }
}

export function booleansAt(call: Call, index: number): readonly boolean[] {
  return arrayAt(call, index).map((element) => {
    if (typeof element === 'boolean') return element
    throw unsuitable(call, element, { en: 'true or false', ko: '참이나 거짓' })
  })
}
