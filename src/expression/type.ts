import type { Dimension } from './dimension.ts'

/**
 * What is known of an expression's value before it is evaluated. `any` is for what only the run can
 * tell (the content of a file); an operation on it is checked when it is evaluated.
 * `dimension: undefined` is a number or quantity whose dimension is not known yet.
 */
export type Type =
  | { readonly kind: 'number'; readonly dimension: Dimension | undefined; readonly integer?: boolean }
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly element: Type }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Type>; readonly open?: boolean; readonly text?: boolean }
  | { readonly kind: 'any' }
