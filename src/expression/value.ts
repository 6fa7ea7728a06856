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

export type Value = number | string | boolean | null | Quantity | RecordValue | readonly Value[]
