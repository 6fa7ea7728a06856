import type { Span } from './evaluation-error.ts'
import { type Frame, spend } from './frame.ts'
import type { Values } from './function-entry.ts'
import { isMeasure, siOf } from './measure.ts'
import { isArray } from './show.ts'
import { central, type Influence, isMaybeUncertain, propagated } from './uncertain.ts'
import { isUncertain } from './uncertain-value.ts'
import type { Value } from './value.ts'

type Apply = (values: readonly Value[], frame: Frame) => Value

/** The function on values without errors; where there are errors, they follow by its slopes. */
export function applyWithErrors(slopes: (call: Values) => readonly (number | readonly number[])[], apply: Apply, span: Span): Apply {
  return (values, frame) => {
    if (!values.some(carriesError)) return apply(values, frame)
    const centres = values.map((value) => (isArray(value) ? value.map(centre) : centre(value)))
    const result = apply(centres, frame)
    if (!isMeasure(result)) return result
    const x = centres.map((value) => (isMeasure(value) ? siOf(value) : Number.NaN))
    const arrays = centres.map((value) => (isArray(value) ? value : []))
    const by = slopes({ x, arrays, result: siOf(result), values: centres })
    const influences = values.flatMap((value, index): readonly Influence[] => {
      const slope = by[index] ?? 0
      if (!isArray(value)) return [[value, typeof slope === 'number' ? slope : 0]]
      spend(frame, value.length, span)
      return value.map((each, at) => [each, typeof slope === 'number' ? slope : (slope[at] ?? 0)])
    })
    return propagated(result, influences, frame, span)
  }
}

function carriesError(value: Value): boolean {
  return isUncertain(value) || (isArray(value) && value.some(isUncertain))
}

function centre(value: Value): Value {
  return isMaybeUncertain(value) ? central(value) : value
}
