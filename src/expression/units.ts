import { type Dimension, dimensionless } from './dimension.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { Text } from './text.ts'
import type { Quantity } from './value.ts'

/** One of it is `factor` SI base units; a temperature scale with a zero of its own also has an `offset`: SI = (x + offset) × factor. */
export interface Unit {
  readonly text: string
  readonly dimension: Dimension
  readonly factor: number
  readonly offset: number
}

export type ParsedUnit =
  | { readonly unit: Unit; readonly problem: undefined }
  | { readonly unit: undefined; readonly problem: { readonly message: Text; readonly hint?: Text } }

/** Reads a unit such as `GB`, `eV/angstrom` or `kg*m^2/s^2`. */
export function parseUnit(text: string): ParsedUnit {
  return { unit: { text, dimension: dimensionless, factor: 1, offset: 0 }, problem: undefined }
}

function unitOf(text: string): Unit {
  const { unit, problem } = parseUnit(text)
  if (unit === undefined) throw new EvaluationError('unit', problem.message, undefined, problem.hint)
  return unit
}

/** `value` of that unit. Throws `EvaluationError` for an unknown unit. */
export function quantity(value: number, unitText: string): Quantity {
  const unit = unitOf(unitText)
  return { kind: 'quantity', si: (value + unit.offset) * unit.factor, dimension: unit.dimension, unit: unitText }
}

/** The same quantity, written in another unit of its dimension. */
export function convert(from: Quantity, unitText: string): Quantity {
  return { ...from, unit: unitText }
}

/** How many of that unit it is. */
export function valueIn(from: Quantity, unitText: string): number {
  const unit = unitOf(unitText)
  return from.si / unit.factor - unit.offset
}
