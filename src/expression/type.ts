import { type Dimension, dimensionless } from './dimension.ts'

/**
 * What is known of an expression's value before it is evaluated. `any` is for what only the run can
 * tell (the content of a file); an operation on it is checked when it is evaluated.
 * `dimension: undefined` is a number or quantity whose dimension is not known yet.
 * `uncertain` is a number that may carry a standard error; a plain one may stand for it.
 * `integer`: true, it is whole; false, it is not; left out, not known.
 */
export type Type =
  | { readonly kind: 'number'; readonly dimension: Dimension | undefined; readonly integer?: boolean }
  | { readonly kind: 'uncertain'; readonly dimension: Dimension | undefined }
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly element: Type }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Type>; readonly open?: boolean; readonly text?: boolean }
  | { readonly kind: 'any' }

export const numberType: Type = { kind: 'number', dimension: dimensionless }
export const integerType: Type = { kind: 'number', dimension: dimensionless, integer: true }
/** A number or quantity of a dimension that only the run can tell. */
export const measureType: Type = { kind: 'number', dimension: undefined }
export const stringType: Type = { kind: 'string' }
export const booleanType: Type = { kind: 'boolean' }
export const nullType: Type = { kind: 'null' }
export const anyType: Type = { kind: 'any' }

export function arrayOf(element: Type): Type {
  return { kind: 'array', element }
}

/** A number of that dimension. */
export function measureOf(dimension: Dimension | undefined): Type {
  return { kind: 'number', dimension }
}

/** The same type, its numbers with a standard error. */
export function withErrors(type: Type): Type {
  if (type.kind === 'number') return { kind: 'uncertain', dimension: type.dimension }
  return type.kind === 'array' ? arrayOf(withErrors(type.element)) : type
}

/** The same type, its numbers without their errors. */
export function withoutErrors(type: Type): Type {
  if (type.kind === 'uncertain') return measureOf(type.dimension)
  return type.kind === 'array' ? arrayOf(withoutErrors(type.element)) : type
}

/** Whether its values may turn out to be uncertain numbers, or to hold such. */
export function mayHaveErrors(type: Type): boolean {
  return type.kind === 'any' || type.kind === 'uncertain' || (type.kind === 'array' && mayHaveErrors(type.element))
}

/** Whether it is uncertain numbers, or arrays of them. */
export function hasErrors(type: Type): boolean {
  let inner = type
  while (inner.kind === 'array') inner = inner.element
  return inner.kind === 'uncertain'
}
