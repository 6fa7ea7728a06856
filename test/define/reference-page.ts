import { workflowJsonSchema } from '#define/json-schema.ts'

/** The part of JSON Schema that the workflow's schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  /** What holds where the key is left out, where that is no value. */
  readonly 'x-left-out'?: string
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: { readonly [key: string]: JsonSchema }
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
}

/** `docs/reference/workflow-file.md`, from the schema. */
export function referencePage(): string {
  const schema = workflowJsonSchema() as JsonSchema
  const parts = [
    '# Workflow file',
    '',
    'Every key of a workflow file: what it means, what it takes, and what holds where it is left out. This page is generated from the',
    'definition that files are checked against; the rules behind it are in [../spec/language.md](../spec/language.md).',
    '',
    'A *quantity* is a number with a unit, such as `200 MB` or `30 s`. `${{ }}` holds an expression; in a list or map written with `[ ]` or `{ }`',
    'it must stand in quotes. For editors: `# yaml-language-server: $schema=…/pwos/schema.json` as the first line of a file.',
  ]
  describe('The file', '', schema, parts)
  return `${parts.join('\n')}\n`
}

/** The page of another file with a schema of its own. */
export function schemaPage(title: string, intro: readonly string[], schema: JsonSchema): string {
  const parts = [`# ${title}`, '', ...intro]
  describe('The file', '', schema, parts)
  return `${parts.join('\n')}\n`
}

/** One table for a map, then the maps inside it. */
function describe(title: string, path: string, schema: JsonSchema, parts: string[]): void {
  const entries = Object.entries(schema.properties ?? {})
  const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  if (rest?.description !== undefined) entries.push(['*name*', rest])
  if (entries.length > 0) {
    parts.push('', `## ${title}`, '')
    if (path !== '' && schema.description !== undefined) parts.push(schema.description, '')
    parts.push('| key | takes | meaning | left out | example |', '|---|---|---|---|---|')
    for (const [key, value] of entries) parts.push(row(key, value, schema.required?.includes(key) ?? false))
  }
  for (const [key, value] of entries)
    for (const inner of maps(value)) {
      const place = `${join(path, key)}${inner.element}`
      describe(`\`${place}\``, place, inner.schema, parts)
    }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

interface Inner {
  readonly schema: JsonSchema
  readonly element: string
}

/** Maps with keys of their own, in a value, its elements or its alternatives. */
function maps(schema: JsonSchema): readonly Inner[] {
  const alternatives = (schema.anyOf ?? []).flatMap(maps)
  const items = schema.items ? maps(schema.items).map((inner) => ({ ...inner, element: `[]${inner.element}` })) : []
  if (schema.properties) return [{ schema, element: '' }, ...alternatives]
  const named = typeof schema.additionalProperties === 'object' ? maps(schema.additionalProperties) : []
  return [...alternatives, ...items, ...named.map((inner) => ({ ...inner, element: `.NAME${inner.element}` }))]
}

function row(key: string, schema: JsonSchema, required: boolean): string {
  const shown = key.startsWith('*') ? key : `\`${key}\``
  const left = required ? '**must be there**' : (schema['x-left-out'] ?? (schema.default === undefined ? '' : code(schema.default)))
  const cells = [shown, takes(schema), schema.description ?? '', left, schema.examples?.map(code).join('<br>') ?? '']
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** As it would stand in the file. */
function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : flow(value)}\``
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item)}`)
      .join(', ')} }`
  }
  if (typeof value !== 'string') return String(value)
  return /[{}[\],:#]|^\s|\s$/.test(value) ? JSON.stringify(value) : value
}

function takes(schema: JsonSchema): string {
  if (schema.anyOf) {
    const [one = {}, many] = schema.anyOf
    if (schema.anyOf.length === 2 && many?.items && takes(many.items) === takes(one)) return `${takes(one)}, or a list of them`
    return [...new Set(schema.anyOf.map(takes))].join(', ')
  }
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (Array.isArray(schema.type)) return schema.type.map(typeWord).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? takes(schema.items) : 'anything'}`
  if (schema.type === 'object') return schema.properties ? 'map' : `map of names to ${elementOf(schema)}`
  const bounds = schema.minimum !== undefined && schema.maximum !== undefined ? ` ${schema.minimum} … ${schema.maximum}` : ''
  return `${typeWord(String(schema.type))}${bounds}`
}

function elementOf({ additionalProperties }: JsonSchema): string {
  return typeof additionalProperties === 'object' ? takes(additionalProperties) : 'anything'
}

function typeWord(type: string): string {
  return { string: 'text', boolean: '`true` or `false`', integer: 'whole number' }[type] ?? type
}
