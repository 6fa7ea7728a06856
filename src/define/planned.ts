import type * as z from 'zod'

/** Keys of objects that the design names for later versions: using one is told apart from misspelling one. */
const plannedKeys = new WeakMap<z.core.$ZodType, ReadonlySet<string>>()

/** Says which keys of this object are planned. Call it last: a schema is copied when something is added to it. */
export function plan<Schema extends z.ZodType>(schema: Schema, keys: readonly string[]): Schema {
  plannedKeys.set(schema, new Set(keys))
  return schema
}

export function isPlanned(schema: z.core.$ZodType, key: string): boolean {
  return plannedKeys.get(schema)?.has(key) === true
}
