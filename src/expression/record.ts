import type { RecordValue, Value } from './value.ts'

/** A record of values at hand. `text` is what it becomes inside a template. */
export function recordOf(fields: { readonly [name: string]: Value } | ReadonlyMap<string, Value>, text?: string): RecordValue {
  // A copy in a Map: an object's own prototype can then never answer for a name such as `constructor`.
  const values: ReadonlyMap<string, Value> = fields instanceof Map ? fields : new Map(Object.entries(fields))
  return withText({ kind: 'record', get: (name) => values.get(name), names: () => [...values.keys()] }, text)
}

/** Several records seen as one: the first that has the name answers. */
export function layered(...records: readonly RecordValue[]): RecordValue {
  const get = (name: string): Value | undefined => {
    for (const record of records) {
      const value = record.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }
  const names = () => [...new Set(records.flatMap((record) => record.names()))]
  return withText({ kind: 'record', get, names }, records.find((record) => record.text !== undefined)?.text)
}

/** A record whose values are made when first asked for, and then kept. `get` is asked only for the names it has. */
export function lazyRecord(names: readonly string[], get: (name: string) => Value | undefined, text?: string): RecordValue {
  const own = new Set(names)
  const made = new Map<string, Value>()
  const lookUp = (name: string): Value | undefined => {
    const kept = made.get(name)
    if (kept !== undefined || !own.has(name)) return kept
    const value = get(name)
    if (value !== undefined) made.set(name, value)
    return value
  }
  return withText({ kind: 'record', get: lookUp, names: () => [...own] }, text)
}

function withText(record: RecordValue, text: string | undefined): RecordValue {
  return text === undefined ? record : { ...record, text }
}
