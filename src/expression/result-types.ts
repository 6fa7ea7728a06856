import { type Dimension, divideDimensions, raiseDimension } from './dimension.ts'
import type { StaticCall } from './function-entry.ts'
import { anyType, arrayOf, booleanType, integerType, measureOf, numberType, stringType, type Type } from './type.ts'

/** What a function gives, told from what it is given. Each of these makes the `result` of a function's entry. */
export const gives = {
  number: () => numberType,
  integer: () => integerType,
  boolean: () => booleanType,
  string: () => stringType,
  strings: () => arrayOf(stringType),
  /** The same measure as an argument or its elements, whole or not. */
  measure: (index: number) => (call: StaticCall) => measureOf(dimensionAt(call, index)),
  measures: (index: number) => (call: StaticCall) => arrayOf(measureOf(dimensionAt(call, index))),
  power: (index: number, power: number) => (call: StaticCall) => {
    const dimension = dimensionAt(call, index)
    return measureOf(dimension && raiseDimension(dimension, power))
  },
  ratio: (above: number, below: number) => (call: StaticCall) => {
    const [a, b] = [dimensionAt(call, above), dimensionAt(call, below)]
    return measureOf(a && b && divideDimensions(a, b))
  },
  /** A record, whose fields have the types that are told from the call. */
  record: (fields: { readonly [name: string]: (call: StaticCall) => Type }) => (call: StaticCall) =>
    recordType(Object.entries(fields).map(([name, type]) => [name, type(call)])),
  /** An element of an array that is given. */
  element: (index: number) => (call: StaticCall) => elementOf(call.types[index] ?? anyType),
  /** The same type as an argument. */
  same: (index: number) => (call: StaticCall) => call.types[index] ?? anyType,
}

export function recordType(fields: readonly (readonly [name: string, type: Type])[]): Type {
  return { kind: 'record', fields: new Map(fields) }
}

export function elementOf(type: Type): Type {
  return type.kind === 'array' ? type.element : anyType
}

/** The dimension of an argument or of its elements, where it is known. */
export function dimensionAt(call: StaticCall, index: number): Dimension | undefined {
  let type = call.types[index]
  while (type?.kind === 'array') type = type.element
  return type?.kind === 'number' || type?.kind === 'uncertain' ? type.dimension : undefined
}
