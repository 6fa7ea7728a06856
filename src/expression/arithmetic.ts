import { describeValue } from './describe.ts'
import { divideDimensions, isDimensionless, multiplyDimensions, raiseDimension } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, spendElements, spendText, within, wrongType } from './frame.ts'
import {
  dimensionOf,
  inSi,
  isMeasure,
  type Measure,
  measure,
  ownZeroError,
  requireSameDimension,
  siOf,
  unitOfDifference,
  unitTextOf,
} from './measure.ts'
import { isArray } from './show.ts'
import type { ArithmeticOperator } from './syntax.ts'
import { central, isMaybeUncertain, type MaybeUncertain, noErrorOfRemainder, operatorSlopes, propagated } from './uncertain.ts'
import { isUncertain } from './uncertain-value.ts'
import { hasOwnZero } from './units.ts'
import type { Value } from './value.ts'

type Operation = (a: Measure, b: Measure, span: Span) => Measure

/** The remainder has the sign of the divisor, as in mathematics and Python: (−1) % 3 is 2. */
export function remainder(a: number, b: number): number {
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

const operations: { readonly [operator in ArithmeticOperator]: Operation } = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': (a, b, span) => {
    requireSameDimension(a, b, span)
    refuseOwnZero(a, span)
    refuseOwnZero(b, span)
    return measure(remainder(siOf(a), siOf(b)), dimensionOf(a), unitTextOf(a))
  },
  '^': raise,
}

/** An operator on any two values: numbers and quantities, arrays element by element, `+` also on texts. */
export function arithmetic(operator: ArithmeticOperator, a: Value, b: Value, frame: Frame, span: Span): Value {
  if (isMeasure(a) && isMeasure(b)) return operations[operator](a, b, span)
  if (isMaybeUncertain(a) && isMaybeUncertain(b)) return uncertainArithmetic(operator, a, b, frame, span)
  if (operator === '+') {
    const [left, right] = [textOf(a), textOf(b)]
    if (left !== undefined && right !== undefined) {
      spendText(frame, left.length + right.length, span)
      return left + right
    }
  }
  if (isArray(a) || isArray(b)) return elementwise((x, y) => arithmetic(operator, x, y, frame, span), a, b, frame, span)
  const wrong = isMeasure(a) ? b : a
  const what = describeValue(wrong)
  throw wrongType(`\`${operator}\` needs numbers, not ${what.en}.`, `\`${operator}\`에는 ${what.ko}이(가) 아니라 숫자가 필요합니다.`, span)
}

function uncertainArithmetic(operator: ArithmeticOperator, a: MaybeUncertain, b: MaybeUncertain, frame: Frame, span: Span): Value {
  const [left, right] = [central(a), central(b)]
  const result = operations[operator](left, right, span)
  const slopes = operatorSlopes(operator, siOf(left), siOf(right), siOf(result))
  if (slopes === undefined) throw noErrorOfRemainder(operator, span)
  return propagated(
    result,
    [
      [a, slopes[0]],
      [b, slopes[1]],
    ],
    frame,
    span,
  )
}

export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'record' ? value.text : undefined
}

/** Applies something to two arrays of one length, or to each element of one array and a single value. */
export function elementwise(apply: (a: Value, b: Value) => Value, a: Value, b: Value, frame: Frame, span: Span): Value {
  if (isArray(a) && isArray(b) && a.length !== b.length) {
    const text = {
      en: `Arrays of ${a.length} and ${b.length} elements cannot be paired.`,
      ko: `원소가 ${a.length}개인 배열과 ${b.length}개인 배열은 짝지을 수 없습니다.`,
    }
    throw new EvaluationError('range', text, span)
  }
  const length = isArray(a) ? a.length : isArray(b) ? b.length : 0
  spendElements(frame, length, span)
  return within(frame, span, () => {
    const result = new Array<Value>(length)
    for (let index = 0; index < length; index++) {
      result[index] = apply(isArray(a) ? (a[index] ?? null) : a, isArray(b) ? (b[index] ?? null) : b)
    }
    return result
  })
}

export function negate(value: Value, frame: Frame, span: Span): Value {
  if (typeof value === 'number') return -value
  if (isMeasure(value)) return negateMeasure(value, span)
  if (isUncertain(value)) return propagated(negateMeasure(central(value), span), [[value, -1]], frame, span)
  if (isArray(value)) {
    spendElements(frame, value.length, span)
    return within(frame, span, () => value.map((element) => negate(element, frame, span)))
  }
  const what = describeValue(value)
  throw wrongType(`\`-\` needs a number, not ${what.en}.`, `\`-\`에는 ${what.ko}이(가) 아니라 숫자가 필요합니다.`, span)
}

function negateMeasure(value: Measure, span: Span): Measure {
  refuseOwnZero(value, span)
  return typeof value === 'number' ? -value : { ...value, si: -value.si }
}

function refuseOwnZero(value: Measure, span: Span): void {
  if (hasOwnZero(unitTextOf(value))) throw ownZeroError(unitTextOf(value), span)
}

/** In the unit of the left side. Two temperatures on a scale with its own zero have a difference, but no sum. */
function add(a: Measure, b: Measure, span: Span): Measure {
  requireSameDimension(a, b, span)
  const [left, right] = [unitTextOf(a), unitTextOf(b)]
  if (hasOwnZero(left) && hasOwnZero(right)) throw ownZeroError(right, span)
  return measure(siOf(a) + siOf(b), dimensionOf(a), hasOwnZero(right) ? right : left)
}

function subtract(a: Measure, b: Measure, span: Span): Measure {
  requireSameDimension(a, b, span)
  const unit = hasOwnZero(unitTextOf(b)) ? unitOfDifference(unitTextOf(a)) : unitTextOf(a)
  return measure(siOf(a) - siOf(b), dimensionOf(a), unit)
}

function multiply(a: Measure, b: Measure, span: Span): Measure {
  refuseOwnZero(a, span)
  refuseOwnZero(b, span)
  const si = siOf(a) * siOf(b)
  if (typeof a === 'number') return measure(si, dimensionOf(b), isDimensionless(dimensionOf(b)) ? '' : unitTextOf(b))
  if (typeof b === 'number') return measure(si, a.dimension, isDimensionless(a.dimension) ? '' : a.unit)
  return inSi(si, multiplyDimensions(a.dimension, b.dimension))
}

function divide(a: Measure, b: Measure, span: Span): Measure {
  refuseOwnZero(a, span)
  refuseOwnZero(b, span)
  const si = siOf(a) / siOf(b)
  if (typeof b === 'number' && typeof a !== 'number') return measure(si, a.dimension, isDimensionless(a.dimension) ? '' : a.unit)
  return inSi(si, divideDimensions(dimensionOf(a), dimensionOf(b)))
}

function raise(a: Measure, b: Measure, span: Span): Measure {
  refuseOwnZero(a, span)
  if (!isDimensionless(dimensionOf(b))) {
    throw new EvaluationError('unit', { en: 'An exponent has no unit.', ko: '지수에는 단위가 없어야 합니다.' }, span)
  }
  const exponent = siOf(b)
  return inSi(siOf(a) ** exponent, raiseDimension(dimensionOf(a), exponent))
}
