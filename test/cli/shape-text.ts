interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly $ref?: string
}

/** Shapes that are written down once and named elsewhere: JSON text of the schema → name. */
export type Named = ReadonlyMap<string, string>

/** The same for the same shape, whether it stands alone or inside another. */
export function shapeKey(schema: object): string {
  return JSON.stringify(schema, (name, value: unknown) =>
    name === '$defs' || name === '$schema' ? undefined : name === '$ref' ? '#' : value,
  )
}

/** A JSON Schema as a person reads it: in the manner of TypeScript. */
export function shapeText(schema: object, named: Named, indent = ''): string {
  const one = schema as Schema
  const name = named.get(shapeKey(schema))
  if (name !== undefined) return name
  const choices = one.anyOf ?? one.oneOf
  if (one.$ref !== undefined) return 'json'
  if (one.const !== undefined) return JSON.stringify(one.const)
  if (one.enum !== undefined) return one.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (choices !== undefined) return choicesText(choices, named, indent)
  if (one.type === 'array') return arrayText(shapeText(one.items ?? {}, named, indent))
  if (one.type === 'object' || one.properties !== undefined) return objectText(one, named, indent)
  return one.type === undefined ? 'json' : [one.type].flat().join(' | ')
}

function choicesText(choices: readonly Schema[], named: Named, indent: string): string {
  const texts = [...new Set(choices.map((choice) => shapeText(choice, named, indent)))]
  const text = texts.join(texts.some((each) => each.includes('\n')) ? `\n${indent}| ` : ' | ')
  // Any JSON value at all comes out of a schema that lists all its kinds.
  return /^string \| number \| boolean \| null \| /.test(text) ? 'json' : text
}

function arrayText(element: string): string {
  return /[|\n ]/.test(element) && !element.startsWith('{') ? `(${element})[]` : `${element}[]`
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema, named: Named, indent: string): string {
  const names = Object.keys(properties)
  if (names.length === 0)
    return typeof additionalProperties === 'object' ? `{ [name]: ${shapeText(additionalProperties, named, indent)} }` : '{}'
  const fields = names.map(
    (name) => `${name}${required.includes(name) ? '' : '?'}: ${shapeText(properties[name] ?? {}, named, `${indent}  `)}`,
  )
  const line = `{ ${fields.join(', ')} }`
  if (line.length + indent.length <= 110 && !line.includes('\n')) return line
  return `{\n${fields.map((field) => `${indent}  ${field}`).join('\n')}\n${indent}}`
}
