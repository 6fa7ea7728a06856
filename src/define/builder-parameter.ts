import type { Reference } from './builder-reference.ts'

/** A parameter of type `T` as the workflow declares it. */
export interface ParameterSpec<T> {
  readonly document: { readonly [key: string]: unknown }
  /** For the compiler alone. */
  readonly value?: T
}

export interface ParameterOptions<Element> {
  readonly min?: Element | string
  readonly max?: Element | string
  readonly choices?: readonly Element[]
  readonly description?: string
}

export interface NumberOptions extends ParameterOptions<number> {
  /** The value is a quantity in this unit. */
  readonly unit?: string
}

type Default<T> = T | Reference<T> | undefined

function parameter<T>(type: string, value: Default<T>, options: object | undefined): ParameterSpec<T> {
  return { document: { type, ...(value === undefined ? {} : { default: value }), ...options } }
}

/** A whole number. Without a default, a run must be given it. */
export function integer(value?: Default<number>, options?: ParameterOptions<number>): ParameterSpec<number> {
  return parameter('integer', value, options)
}

/** A number; with `unit`, a quantity, whose default may be a text such as `300 K`. */
export function number(value?: Default<number> | string, options?: NumberOptions): ParameterSpec<number> {
  return parameter<number>('number', value as Default<number>, options)
}

export function string(value?: Default<string>, options?: ParameterOptions<string>): ParameterSpec<string> {
  return parameter('string', value, options)
}

export function boolean(value?: Default<boolean>, options?: { readonly description?: string }): ParameterSpec<boolean> {
  return parameter('boolean', value, options)
}

export function integers(value?: Default<readonly number[]>, options?: ParameterOptions<number>): ParameterSpec<readonly number[]> {
  return parameter('integer[]', value, options)
}

export function numbers(value?: Default<readonly number[]>, options?: NumberOptions): ParameterSpec<readonly number[]> {
  return parameter('number[]', value, options)
}

export function strings(value?: Default<readonly string[]>, options?: ParameterOptions<string>): ParameterSpec<readonly string[]> {
  return parameter('string[]', value, options)
}
