import type { Dimension } from './dimension.ts'

/** A physical quantity: its magnitude in SI base units, and how it was written, for showing it again. */
export interface Quantity {
  readonly kind: 'quantity'
  /** Magnitude in SI base units (kg, m, s, A, K, mol, cd; bytes count as `byte`). */
  readonly si: number
  readonly dimension: Dimension
  /** The unit as the user wrote it, such as `GB` or `eV/angstrom`; shown, never compared. */
  readonly unit: string
}

/** One independent cause of error. What comes from the same object is correlated. */
export interface ErrorSource {
  readonly cause: string
}

/** A number or quantity with a standard error. */
export interface Uncertain {
  readonly kind: 'uncertain'
  readonly si: number
  readonly dimension: Dimension
  /** As of a quantity; empty for a plain number. */
  readonly unit: string
  /** By how much one standard deviation of each cause moves the value, in SI base units. */
  readonly parts: ReadonlyMap<ErrorSource, number>
}

/**
 * Named values that are looked up only when an expression asks. Every environment is one, and so is
 * a file output: `text` is what it becomes inside a template (its path), `get('json')` its content.
 * Implementations answer only for names they own: nothing of the host can be reached through one.
 */
export interface RecordValue {
  readonly kind: 'record'
  readonly text?: string
  get(name: string): Value | undefined
  names(): readonly string[]
}

export type Value = number | string | boolean | null | Quantity | Uncertain | RecordValue | readonly Value[]
