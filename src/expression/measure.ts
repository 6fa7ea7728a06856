import { type Dimension, dimensionless, isDimensionless, sameDimension, unitOfDimension } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { showQuantity } from './show.ts'
import type { Text } from './text.ts'
import { hasOwnZero, isQuantity } from './units.ts'
import type { Quantity, Value } from './value.ts'

/** A number, or a number with a unit. Everything that is computed with is one. */
export type Measure = number | Quantity

export function isMeasure(value: Value): value is Measure {
  return typeof value === 'number' || isQuantity(value)
}

/** Magnitude in SI base units; of a plain number, itself. */
export function siOf(value: Measure): number {
  return typeof value === 'number' ? value : value.si
}

export function dimensionOf(value: Measure): Dimension {
  return typeof value === 'number' ? dimensionless : value.dimension
}

export function unitTextOf(value: Measure): string {
  return typeof value === 'number' ? '' : value.unit
}

/** A magnitude with what makes it physical; without a unit it is a plain number. */
export function measure(si: number, dimension: Dimension, unit: string): Measure {
  return unit === '' ? si : { kind: 'quantity', si, dimension, unit }
}

/** A magnitude of a computed dimension, written in SI units. */
export function inSi(si: number, dimension: Dimension): Measure {
  return isDimensionless(dimension) ? si : { kind: 'quantity', si, dimension, unit: unitOfDimension(dimension) }
}

/** The unit for a spread or difference: a temperature scale's own zero has no place in one. */
export function unitOfDifference(unit: string): string {
  return hasOwnZero(unit) ? 'K' : unit
}

export function unitMismatch(a: Measure, b: Measure, span: Span): EvaluationError {
  const [first, second] = [describe(a), describe(b)]
  return new EvaluationError(
    'unit',
    {
      en: `${first.en} and ${second.en} measure different things.`,
      ko: `${first.ko}와(과) ${second.ko}은(는) 서로 다른 것을 재는 양입니다.`,
    },
    span,
  )
}

function describe(value: Measure): Text {
  return typeof value === 'number'
    ? { en: `${value} without unit`, ko: `단위 없는 ${value}` }
    : { en: showQuantity(value), ko: showQuantity(value) }
}

export function requireSameDimension(a: Measure, b: Measure, span: Span): void {
  if (!sameDimension(dimensionOf(a), dimensionOf(b))) throw unitMismatch(a, b, span)
}

export function ownZeroError(unit: string, span: Span): EvaluationError {
  return new EvaluationError(
    'unit',
    {
      en: `A temperature in ${unit} has a zero of its own: it cannot be added up, multiplied or negated.`,
      ko: `${unit} 온도는 영점이 따로 있어 합하거나 곱하거나 부호를 바꿀 수 없습니다.`,
    },
    span,
    { en: "Convert it first: `to(x, 'K')`.", ko: "먼저 변환하세요: `to(x, 'K')`." },
  )
}
