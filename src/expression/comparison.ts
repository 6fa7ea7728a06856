import { elementwise, textOf } from './arithmetic.ts'
import { describeValue } from './describe.ts'
import type { Span } from './evaluation-error.ts'
import { type Frame, spend, within, wrongType } from './frame.ts'
import { isMeasure, type Measure, requireSameDimension, siOf } from './measure.ts'
import { isArray } from './show.ts'
import type { ComparisonOperator } from './syntax.ts'
import { bareUncertain, central, isMaybeUncertain, type MaybeUncertain, pullBetween } from './uncertain.ts'
import { isUncertain } from './uncertain-value.ts'
import type { Value } from './value.ts'

const ordered: { readonly [operator in ComparisonOperator]: (a: number | string, b: number | string) => boolean } = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/**
 * A comparison of any two values; of arrays element by element. NaN is neither below, equal nor above anything
 * (IEEE 754): only `!=` is true with it. That it was met is noted in the frame, so that a gate can say so.
 */
export function compare(operator: ComparisonOperator, a: Value, b: Value, frame: Frame, span: Span): Value {
  if (isMeasure(a) && isMeasure(b)) return compareMeasures(operator, a, b, frame, span)
  if (isMaybeUncertain(a) && isMaybeUncertain(b)) return compareUncertain(operator, a, b, frame, span)
  const [left, right] = [textOf(a), textOf(b)]
  if (left !== undefined && right !== undefined) {
    spend(frame, Math.min(left.length, right.length), span)
    return ordered[operator](left, right)
  }
  if (isArray(a) || isArray(b)) return elementwise((x, y) => compare(operator, x, y, frame, span), a, b, frame, span)
  // Only here are kinds mixed: they are never equal, and have no order.
  if (operator === '==') return a === b
  if (operator === '!=') return a !== b
  const [first, second] = [describeValue(a), describeValue(b)]
  throw wrongType(`${first.en} and ${second.en} have no order.`, `${first.ko}와(과) ${second.ko}은(는) 크기를 비교할 수 없습니다.`, span)
}

function compareMeasures(operator: ComparisonOperator, a: Measure, b: Measure, frame: Frame, span: Span): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') requireSameDimension(a, b, span)
  const [left, right] = [siOf(a), siOf(b)]
  if (Number.isNaN(left) || Number.isNaN(right)) frame.comparedNaN = true
  return ordered[operator](left, right)
}

/** By their values; that they were closer than their errors is for whoever judges (`Measured.leastPull`). */
function compareUncertain(operator: ComparisonOperator, a: MaybeUncertain, b: MaybeUncertain, frame: Frame, span: Span): boolean {
  if (operator === '==' || operator === '!=') {
    throw wrongType('Uncertain values are never exactly equal.', '오차가 있는 값은 정확히 같을 수 없습니다.', span, uncertainEqualityHint)
  }
  const pull = Math.abs(pullBetween(a, b, frame, span))
  if (pull < frame.leastPull) frame.leastPull = pull
  return compareMeasures(operator, central(a), central(b), frame, span)
}

export const uncertainEqualityHint = { en: 'Write `abs(tension(a, b)) < 2`.', ko: '`abs(tension(a, b)) < 2`처럼 쓰세요.' }

/** A literal 0 is nothing of any dimension: `energy < 0` needs no unit. */
export function compareWithZero(operator: ComparisonOperator, value: Value, zeroLeft: boolean, frame: Frame, span: Span): Value {
  const bare = (each: Value): Value => {
    if (isMeasure(each)) return siOf(each)
    if (isUncertain(each)) return bareUncertain(each)
    if (!isArray(each)) return each
    spend(frame, each.length, span)
    return within(frame, span, () => each.map(bare))
  }
  return zeroLeft ? compare(operator, 0, bare(value), frame, span) : compare(operator, bare(value), 0, frame, span)
}

/** `x in array`, `'part' in 'text'`, `'name' in record`. */
export function isIn(needle: Value, hay: Value, frame: Frame, span: Span): boolean {
  if (isArray(hay)) {
    spend(frame, hay.length, span)
    return hay.some((each) => compare('==', needle, each, frame, span) === true)
  }
  const sought = textOf(needle)
  const text = textOf(hay)
  if (sought !== undefined && text !== undefined) {
    spend(frame, text.length, span)
    return text.includes(sought)
  }
  if (sought !== undefined && typeof hay === 'object' && hay !== null && 'kind' in hay && hay.kind === 'record') {
    return hay.get(sought) !== undefined
  }
  const what = describeValue(hay)
  throw wrongType(
    `\`in\` looks in an array, a text or a record, not in ${what.en}.`,
    `\`in\`은 배열, 글, 레코드에서 찾습니다. ${what.ko}에서는 찾을 수 없습니다.`,
    span,
  )
}
