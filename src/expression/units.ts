import { type Dimension, dimensionless, isDimensionless, sameDimension, unitOfDimension } from './dimension.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { Text } from './text.ts'
import { readUnit, type Unit } from './unit-text.ts'
import type { Quantity, Value } from './value.ts'

export type ParsedUnit =
  | { readonly unit: Unit; readonly problem: undefined }
  | { readonly unit: undefined; readonly problem: { readonly message: Text; readonly hint?: Text } }

const kept = new Map<string, ParsedUnit>()
const mostKept = 2_000

/** Reads a unit such as `GB`, `eV/angstrom`, `kg*m^2/s^2` or `1/s`. Never throws; what was read is kept. */
export function parseUnit(text: string): ParsedUnit {
  let parsed = kept.get(text)
  if (parsed === undefined) {
    parsed = readUnit(text)
    if (kept.size >= mostKept) kept.clear()
    kept.set(text, parsed)
  }
  return parsed
}

/** The unit of that text; throws `EvaluationError` when there is none. The empty text is a plain number's. */
export function unitOf(text: string): Unit {
  if (text === '') return { text, dimension: dimensionless, factor: 1, offset: 0 }
  const { unit, problem } = parseUnit(text)
  if (unit === undefined) throw new EvaluationError('unit', problem.message, undefined, problem.hint)
  return unit
}

/** `value` of that unit: `quantity(2, 'GB')`. Throws `EvaluationError` for an unknown unit. */
export function quantity(value: number, unitText: string): Quantity {
  const unit = unitOf(unitText)
  return { kind: 'quantity', si: toSi(value, unit), dimension: unit.dimension, unit: unitText }
}

/** The same quantity, written in another unit. Throws `EvaluationError` when that unit measures something else. */
export function convert(from: Quantity, unitText: string): Quantity {
  const unit = unitOf(unitText)
  if (!sameDimension(from.dimension, unit.dimension)) throw mismatch(from.dimension, unit)
  return { kind: 'quantity', si: from.si, dimension: from.dimension, unit: unitText }
}

/** How many of that unit a quantity is (a plain number counts as dimensionless). Throws `EvaluationError` when it measures something else. */
export function valueIn(from: Quantity | number, unitText: string): number {
  const unit = unitOf(unitText)
  const dimension = typeof from === 'number' ? dimensionless : from.dimension
  if (!sameDimension(dimension, unit.dimension)) throw mismatch(dimension, unit)
  return fromSi(typeof from === 'number' ? from : from.si, unit)
}

/** The number before the unit as it is written: `2` of `2 GB`. */
export function magnitude(of: Quantity): number {
  return fromSi(of.si, unitOf(of.unit))
}

export function isQuantity(value: Value): value is Quantity {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'quantity'
}

/** Whether the unit is a temperature scale with a zero of its own, which cannot be multiplied or added up. */
export function hasOwnZero(unitText: string): boolean {
  return unitText !== '' && (parseUnit(unitText).unit?.offset ?? 0) !== 0
}

function toSi(value: number, unit: Unit): number {
  return (value + unit.offset) * unit.factor
}

/**
 * The decimal that was meant: dividing by a factor leaves noise in the last digits (2.5 ps would be
 * 2499.9999999999995 fs), so fifteen digits are taken where they mean the same but for rounding, and
 * as many as it needs otherwise. What is written reads back to the same fifteen digits, again and again.
 */
function fromSi(si: number, unit: Unit): number {
  const value = si / unit.factor - unit.offset
  if (!Number.isFinite(value)) return value
  const tidy = Number(value.toPrecision(15))
  return Math.abs(toSi(tidy, unit) - si) <= twoRoundings * Math.abs(si) ? tidy : value
}

const twoRoundings = 2 * Number.EPSILON

function mismatch(dimension: Dimension, unit: Unit): EvaluationError {
  const name = isDimensionless(dimension) ? '1' : unitOfDimension(dimension)
  return new EvaluationError('unit', {
    en: `${name} cannot be written in ${unit.text}: they measure different things.`,
    ko: `${name}은(는) ${unit.text} 단위로 쓸 수 없습니다. 서로 다른 것을 재는 단위입니다.`,
  })
}
