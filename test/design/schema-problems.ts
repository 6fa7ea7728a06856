/** As much of JSON Schema as the block's schema uses, so that what is shipped is what checks. */
interface JsonSchema {
  readonly type?: string
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly minLength?: number
  readonly pattern?: string
}

const known = ['$schema', 'title', 'type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'minLength', 'pattern']

/** Where a value does not fit, as paths. */
export function schemaProblems(value: unknown, schema: JsonSchema, path = '$'): readonly string[] {
  const unknown = Object.keys(schema).filter((key) => !known.includes(key))
  if (unknown.length > 0) return [`${path}: the test does not know ${unknown.join()}`]
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: no list`]
    const short = value.length < (schema.minItems ?? 0) ? [`${path}: too short`] : []
    return [...short, ...value.flatMap((one, index) => schemaProblems(one, schema.items ?? {}, `${path}[${index}]`))]
  }
  if (schema.type === 'object') return objectProblems(value, schema, path)
  if (schema.type !== 'string') return []
  if (typeof value !== 'string') return [`${path}: no text`]
  if (value.length < (schema.minLength ?? 0)) return [`${path}: empty`]
  return new RegExp(schema.pattern ?? '', 'u').test(value) ? [] : [`${path}: ${value}`]
}

function objectProblems(
  value: unknown,
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  path: string,
): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no map`]
  const missing = required.filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`)
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, inner]) => {
      const shape = properties[name]
      if (shape !== undefined) return schemaProblems(inner, shape, `${path}.${name}`)
      return additionalProperties === false ? [`${path}.${name} is not known`] : []
    }),
  ]
}
