import type { Span } from './evaluation-error.ts'
import type { Frame } from './frame.ts'
import type { ExpressionCode } from './problem-codes.ts'
import type { Text } from './text.ts'
import type { Type } from './type.ts'
import type { Value } from './value.ts'

/**
 * What may be given for a parameter. `measure`: a number of any dimension; `uncertain`: one that may
 * have an error; `numbers`: an array of them, all of one
 * dimension; `pool`: one measure or an array of them; `unit` and `pattern`: texts that are read already at check time
 * where they are written out.
 */
export type ParameterKind =
  | 'number'
  | 'integer'
  | 'measure'
  | 'uncertain'
  | 'numbers'
  | 'pool'
  | 'array'
  | 'booleans'
  | 'text'
  | 'unit'
  | 'pattern'
  | 'any'

export interface Parameter {
  readonly name: string
  readonly kind: ParameterKind
  readonly optional?: boolean
  /** Measures the same as the argument of that index. */
  readonly like?: number
}

/** What is known of a call before it is evaluated. */
export interface StaticCall {
  readonly types: readonly Type[]
  /** The values of arguments that are written out. */
  readonly literals: readonly (Value | undefined)[]
}

export interface Misuse {
  readonly argument: number
  readonly code: ExpressionCode
  readonly message: Text
  readonly hint?: Text
}

/** A call at work. */
export interface Call {
  readonly name: string
  readonly values: readonly Value[]
  readonly frame: Frame
  readonly span: Span
}

/** What the slopes of a function are told from: arguments and result without their errors. */
export interface Values {
  /** In SI; NaN for what is no number. */
  readonly x: readonly number[]
  readonly arrays: readonly (readonly Value[])[]
  readonly result: number
  readonly values: readonly Value[]
}

/** One function of the language: checked, evaluated and documented from this. */
export interface FunctionEntry {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly parameters: readonly Parameter[]
  /** The last parameter may be given any number of times. */
  readonly rest?: boolean
  /** Applied to every element where arrays are given. */
  readonly each?: boolean
  readonly result: (call: StaticCall) => Type
  /** What the kinds of the parameters do not say. */
  readonly check?: (call: StaticCall) => Misuse | undefined
  readonly apply: (call: Call) => Value
  /**
   * Derivatives of the result by each argument, all in SI; an array's by each element. With them the function also takes
   * uncertain values, whose errors follow.
   */
  readonly slopes?: (call: Values) => readonly (number | readonly number[])[]
  readonly description: Text
  /** As it is computed; source where it has one. */
  readonly formula?: string
  /** Expression → expression of equal value, both evaluated by a test. */
  readonly examples: readonly (readonly [source: string, value: string])[]
}
