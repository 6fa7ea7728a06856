import { dimensionless } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, spend, wrongType } from './frame.ts'
import { dimensionOf, isMeasure, type Measure, measure, ownZeroError, requireSameDimension, siOf, unitTextOf } from './measure.ts'
import type { ArithmeticOperator } from './syntax.ts'
import { isUncertain, standardError } from './uncertain-value.ts'
import { hasOwnZero } from './units.ts'
import type { ErrorSource, Uncertain, Value } from './value.ts'

/**
 * Linear propagation of errors (JCGM 100:2008, "GUM", 5.1 and 5.2): every value carries by how much each independent
 * cause moves it, ∂f/∂s·σₛ, and the chain rule carries that on. What two values have in common stays known, so x − x is
 * exactly 0 ± 0.
 */
export type MaybeUncertain = Measure | Uncertain

export function isMaybeUncertain(value: Value): value is MaybeUncertain {
  return isMeasure(value) || isUncertain(value)
}

/** The value without its error. */
export function central(value: MaybeUncertain): Measure {
  return isUncertain(value) ? measure(value.si, value.dimension, value.unit) : value
}

export function errorSi(value: MaybeUncertain): number {
  return isUncertain(value) ? standardError(value) : 0
}

/** What making a value with its causes costs beside making a number, so that an array of a million of them is refused, not slow. */
const costOfErrors = 16

/** `value` with one more independent error. */
export function withError(value: MaybeUncertain, error: Measure, source: ErrorSource, frame: Frame, span: Span): Uncertain {
  spend(frame, costOfErrors, span)
  requireSameDimension(central(value), error, span)
  if (hasOwnZero(unitTextOf(error))) throw ownZeroError(unitTextOf(error), span)
  const si = siOf(error)
  if (!(si >= 0)) {
    const text = { en: `An error is not negative, and a number; this is ${si}.`, ko: `오차는 음수가 아닌 수여야 하는데 ${si}입니다.` }
    throw new EvaluationError('domain', text, span)
  }
  const parts = new Map(isUncertain(value) ? value.parts : [])
  if (si > 0) parts.set(source, si)
  return uncertain(central(value), parts)
}

function uncertain(value: Measure, parts: ReadonlyMap<ErrorSource, number>): Uncertain {
  return { kind: 'uncertain', si: siOf(value), dimension: dimensionOf(value), unit: unitTextOf(value), parts }
}

/** One argument of a function, and the derivative of the function by it, both in SI. */
export type Influence = readonly [from: Value, slope: number]

/** The value of a function of uncertain ones. */
export function propagated(value: Measure, influences: readonly Influence[], frame: Frame, span: Span): Uncertain {
  const parts = new Map<ErrorSource, number>()
  spend(frame, costOfErrors, span)
  for (const [from, slope] of influences) {
    if (!isUncertain(from) || slope === 0) continue
    spend(frame, from.parts.size, span)
    for (const [source, part] of from.parts) {
      const moved = (parts.get(source) ?? 0) + slope * part
      if (moved === 0) parts.delete(source)
      else parts.set(source, moved)
    }
  }
  return uncertain(value, parts)
}

/** The slopes of an operator by its left and its right side; undefined where it has none. */
export function operatorSlopes(
  operator: ArithmeticOperator,
  a: number,
  b: number,
  result: number,
): readonly [left: number, right: number] | undefined {
  switch (operator) {
    case '+':
      return [1, 1]
    case '-':
      return [1, -1]
    case '*':
      return [b, a]
    case '/':
      return [1 / b, -result / b]
    case '^':
      return [b === 0 ? 0 : b * a ** (b - 1), result === 0 ? 0 : result * Math.log(a)]
    default:
      return undefined
  }
}

export function noErrorOfRemainder(operator: string, span: Span): EvaluationError {
  return wrongType(
    `\`${operator}\` has no error: take \`value_of(x)\`.`,
    `\`${operator}\`에는 오차가 없습니다. \`value_of(x)\`를 쓰세요.`,
    span,
  )
}

/** a − b in units of its own error; NaN when both are exact and equal, infinite when exact and different. */
export function pullBetween(a: MaybeUncertain, b: MaybeUncertain, frame: Frame, span: Span): number {
  const [x, y] = [central(a), central(b)]
  requireSameDimension(x, y, span)
  const gap = siOf(x) - siOf(y)
  return (
    gap /
    standardError(
      propagated(
        gap,
        [
          [a, 1],
          [b, -1],
        ],
        frame,
        span,
      ),
    )
  )
}

/** Without its unit, for comparing with a written 0. */
export function bareUncertain(value: Uncertain): Uncertain {
  return { ...value, dimension: dimensionless, unit: '' }
}
