import type { Type } from './type.ts'
import type { Value } from './value.ts'

/** Plain JSON; the same shape as the model's `Json`, which stands after this folder. */
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | { readonly [name: string]: PlainJson }

/** A value as it appears in a template: an array is its elements with a space between, each quoted on its own. */
export function showValue(value: Value, quote: (text: string) => string = (text) => text): string {
  return quote(String(value))
}

export function showType(type: Type): string {
  return type.kind
}

export function valueToJson(value: Value): PlainJson {
  return typeof value === 'object' ? null : value
}

export function valueFromJson(json: PlainJson, _type?: Type): Value {
  return typeof json === 'object' ? null : json
}
