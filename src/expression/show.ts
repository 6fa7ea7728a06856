import { isDimensionless, unitOfDimension } from './dimension.ts'
import { EvaluationError } from './evaluation-error.ts'
import { limits } from './limits.ts'
import type { Type } from './type.ts'
import { isUncertain, standardError } from './uncertain-value.ts'
import { hasOwnZero, isQuantity, magnitude, quantity, unitOf } from './units.ts'
import type { Quantity, RecordValue, Uncertain, Value } from './value.ts'

/**
 * A value as it appears in a template. A number is the shortest decimal that means it; a quantity is its number
 * and its unit (`2 GB`: use `value_in` to hand over the number alone, so that no unit is ever guessed); an array
 * is its elements with a space between, each quoted on its own. Null and a record without a text are errors.
 */
export function showValue(value: Value, quote: (text: string) => string = (text) => text, depth = 0): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number' || typeof value === 'boolean') return quote(String(value))
  if (value === null) throw unshowable({ en: 'Null has no text.', ko: 'null은 글로 쓸 수 없습니다.' })
  if (isQuantity(value)) return quote(showQuantity(value))
  if (isUncertain(value)) return quote(showUncertain(value))
  if (!isArray(value)) {
    if (value.text !== undefined) return quote(value.text)
    throw unshowable({ en: 'A record has no text: name one of its fields.', ko: '레코드는 글로 쓸 수 없습니다. 필드 하나를 지정하세요.' })
  }
  if (depth > limits.valueDepth) throw tooDeep()
  const shown: string[] = []
  let length = 0
  for (const element of value) {
    const text = showValue(element, quote, depth + 1)
    length += text.length + 1
    if (length > limits.textLength) throw new EvaluationError('limit', { en: 'The text is too long.', ko: '글이 너무 깁니다.' })
    shown.push(text)
  }
  return shown.join(' ')
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** A quantity as it was written: `2 GB`. */
export function showQuantity(value: Quantity): string {
  return value.unit === '' ? String(value.si) : `${magnitude(value)} ${value.unit}`
}

/** As it would be written: `2.27 +- 0.01`, `20 degC +- 0.5 K`. */
function showUncertain(value: Uncertain): string {
  const error: Quantity = {
    kind: 'quantity',
    si: standardError(value),
    dimension: value.dimension,
    unit: hasOwnZero(value.unit) ? 'K' : value.unit,
  }
  return `${showQuantity({ ...value, kind: 'quantity' })} +- ${showQuantity(error)}`
}

/** A type in the notation of a workflow file: `integer`, `number[]`, `number in J`. The same in every language. */
export function showType(type: Type): string {
  if (type.kind === 'number') {
    if (type.dimension !== undefined && !isDimensionless(type.dimension)) return `number in ${unitOfDimension(type.dimension)}`
    return type.integer === true ? 'integer' : 'number'
  }
  if (type.kind === 'uncertain') return `${showType({ ...type, kind: 'number' })} with error`
  if (type.kind === 'array') {
    let depth = 0
    let element: Type = type
    for (; element.kind === 'array'; depth++) element = element.element
    const inner = showType(element)
    return `${inner.includes(' ') ? `(${inner})` : inner}${'[]'.repeat(Math.min(depth, 8))}`
  }
  return type.kind
}

/** Plain JSON; the same shape as the model's `Json`, which stands after this folder. */
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | { readonly [name: string]: PlainJson }

/**
 * A value as JSON: a quantity is `{ "value": 2, "unit": "GB" }`; NaN and the infinities are the texts "NaN",
 * "Infinity" and "-Infinity"; an uncertain number is `{ "value": 2, "unit": "", "uncertainty": 0.1 }`; a record with a text is that text, another one an object of its fields.
 */
export function valueToJson(value: Value, depth = 0): PlainJson {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || typeof value !== 'object') return value
  if (isQuantity(value)) return { value: valueToJson(value.unit === '' ? value.si : magnitude(value)), unit: value.unit }
  if (isUncertain(value)) return uncertainToJson(value)
  if (depth > limits.valueDepth) throw tooDeep()
  if (isArray(value)) return value.map((element) => valueToJson(element, depth + 1))
  if (value.text !== undefined) return value.text
  const entries = value.names().flatMap((name) => {
    const field = value.get(name)
    return field === undefined ? [] : [[name, valueToJson(field, depth + 1)] as const]
  })
  // Defined one by one: a field called `__proto__` must become a field, not a prototype.
  return Object.fromEntries(entries)
}

const notFinite = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/**
 * The value that `valueToJson` wrote. Objects become records that turn their fields into values when asked.
 * "NaN" and the infinities stay texts where `type` says text. Throws `EvaluationError` for an unknown unit
 * and for content nested too deep.
 */
export function valueFromJson(json: PlainJson, type?: Type, depth = 0): Value {
  if (typeof json === 'string') return type?.kind === 'string' ? json : (notFinite.get(json) ?? json)
  if (json === null || typeof json !== 'object') return json
  if (depth > limits.valueDepth) throw tooDeep()
  if (isJsonArray(json)) {
    const element = type?.kind === 'array' ? type.element : undefined
    return json.map((each) => valueFromJson(each, element, depth + 1))
  }
  return quantityFromJson(json) ?? uncertainFromJson(json, type) ?? recordFromJson(json, type, depth)
}

function isJsonArray(json: PlainJson): json is readonly PlainJson[] {
  return Array.isArray(json)
}

function quantityFromJson(json: { readonly [name: string]: PlainJson }): Value | undefined {
  const names = Object.keys(json)
  if (names.length !== 2 || !Object.hasOwn(json, 'value') || !Object.hasOwn(json, 'unit')) return undefined
  const { value, unit } = json
  const number = typeof value === 'string' ? notFinite.get(value) : value
  if (typeof number !== 'number' || typeof unit !== 'string') return undefined
  return unit === '' ? number : quantity(number, unit)
}

/** The error in steps of the unit, whatever its zero. */
function uncertainToJson(value: Uncertain): PlainJson {
  const shown = value.unit === '' ? value.si : magnitude({ ...value, kind: 'quantity' })
  return { value: valueToJson(shown), unit: value.unit, uncertainty: valueToJson(standardError(value) / unitOf(value.unit).factor) }
}

/** Its error has a cause of its own. Where a number is declared, that comes without the error. */
function uncertainFromJson(json: { readonly [name: string]: PlainJson }, type: Type | undefined): Value | undefined {
  const { value, unit = '', uncertainty } = json
  if (!Object.keys(json).every((name) => name === 'value' || name === 'unit' || name === 'uncertainty')) return undefined
  const number = typeof value === 'string' ? notFinite.get(value) : value
  if (typeof number !== 'number' || typeof unit !== 'string' || typeof uncertainty !== 'number' || !(uncertainty >= 0)) return undefined
  const { dimension, factor } = unitOf(unit)
  const of = unit === '' ? number : quantity(number, unit)
  if (type?.kind === 'number') return of
  const parts = new Map(uncertainty > 0 ? [[{ cause: 'uncertainty' }, uncertainty * factor]] : [])
  return { kind: 'uncertain', si: typeof of === 'number' ? of : of.si, dimension, unit, parts }
}

function recordFromJson(json: { readonly [name: string]: PlainJson }, type: Type | undefined, depth: number): RecordValue {
  const made = new Map<string, Value>()
  const get = (name: string): Value | undefined => {
    const kept = made.get(name)
    if (kept !== undefined || !Object.hasOwn(json, name)) return kept
    const field = json[name]
    if (field === undefined) return undefined
    const value = valueFromJson(field, type?.kind === 'record' ? type.fields.get(name) : undefined, depth + 1)
    made.set(name, value)
    return value
  }
  return { kind: 'record', get, names: () => Object.keys(json) }
}

function tooDeep(): EvaluationError {
  return new EvaluationError('limit', {
    en: `Nested more than ${limits.valueDepth} deep.`,
    ko: `${limits.valueDepth}겹보다 깊게 중첩되어 있습니다.`,
  })
}

function unshowable(text: { readonly en: string; readonly ko: string }): EvaluationError {
  return new EvaluationError('type', text, undefined, {
    en: 'Choose what stands there instead: `x == null ? 0 : x`.',
    ko: '대신 쓸 값을 정하세요: `x == null ? 0 : x`.',
  })
}
