import { textOf } from './arithmetic.ts'
import { describeValue } from './describe.ts'
import { isDimensionless, sameDimension, unitOfDimension } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, spend, wrongType } from './frame.ts'
import { dimensionOf, isMeasure, siOf } from './measure.ts'
import { isArray, showType } from './show.ts'
import type { Type } from './type.ts'
import type { Value } from './value.ts'

/** The value as the expected type, or an `EvaluationError`: what only the run can tell is checked here. */
export function conform(value: Value, expected: Type, frame: Frame, span: Span): Value {
  switch (expected.kind) {
    case 'number':
      return conformNumber(value, expected, span)
    case 'string': {
      const text = textOf(value)
      if (text === undefined) throw unexpected(value, expected, span)
      return text
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw unexpected(value, expected, span)
      return value
    case 'null':
      if (value !== null) throw unexpected(value, expected, span)
      return value
    case 'array':
      if (!isArray(value)) throw unexpected(value, expected, span)
      if (expected.element.kind === 'any') return value
      spend(frame, value.length, span)
      return value.map((element) => conform(element, expected.element, frame, span))
    default:
      return value
  }
}

function conformNumber(value: Value, expected: Extract<Type, { kind: 'number' }>, span: Span): Value {
  if (!isMeasure(value)) throw unexpected(value, expected, span)
  if (expected.integer === true && !Number.isInteger(siOf(value))) throw unexpected(value, expected, span)
  if (expected.dimension === undefined || sameDimension(dimensionOf(value), expected.dimension)) return value
  const unit = isDimensionless(expected.dimension) ? '1' : unitOfDimension(expected.dimension)
  const what = describeValue(value)
  throw new EvaluationError('unit', { en: `${what.en} is not in ${unit}.`, ko: `${what.ko}은(는) ${unit} 단위의 값이 아닙니다.` }, span)
}

function unexpected(value: Value, expected: Type, span: Span): EvaluationError {
  const [what, wanted] = [describeValue(value), showType(expected)]
  return wrongType(`A value of type ${wanted} is needed, not ${what.en}.`, `${what.ko}이(가) 아니라 ${wanted} 값이 필요합니다.`, span)
}
