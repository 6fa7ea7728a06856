import { z } from 'zod'
import { type AnyOperation, loadOperation, operationNames } from './operations.ts'

type Part = { readonly [key: string]: unknown }

/** The description of the door for programs that read OpenAPI 3.1, made of the operations' own schemas. */
export async function openApi(version: string): Promise<Part> {
  const schemas: { [name: string]: unknown } = { Failure: failureShape }
  const paths: { [path: string]: unknown } = {}
  for (const name of operationNames) {
    const operation = await loadOperation(name)
    if (operation !== undefined) paths[`/v1/${name}`] = { post: pathOf(operation, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'PWOS', version, description: 'Everything PWOS can be asked, with the same JSON as `--json` of the command line.' },
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas },
  }
}

function pathOf(operation: AnyOperation, schemas: { [name: string]: unknown }): Part {
  const { name, summary, update } = operation
  const output = put(schemas, `${name}-output`, operation.output, 'output')
  const lines = update && [
    put(schemas, `${name}-update`, update, 'output'),
    { type: 'object', properties: { type: { const: 'result' }, result: output }, required: ['type', 'result'] },
    { $ref: '#/components/schemas/Failure' },
  ]
  const content =
    lines === undefined
      ? { 'application/json': { schema: output } }
      : {
          'application/x-ndjson': {
            schema: { description: 'Each line is one of these; the last one is a result or an error.', oneOf: lines },
          },
        }
  return {
    operationId: name,
    summary: summary.en,
    'x-summary-ko': summary.ko,
    requestBody: { content: { 'application/json': { schema: put(schemas, `${name}-input`, operation.input, 'input') } } },
    responses: {
      200: { description: lines === undefined ? 'The answer' : 'A line for each thing that happens', content },
      default: { description: 'What went wrong', content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } } },
    },
  }
}

/** Puts a schema where others can refer to it, with all that it refers to itself. */
function put(schemas: { [name: string]: unknown }, name: string, schema: z.ZodType, io: 'input' | 'output'): Part {
  const { $schema: _version, $defs, ...shape } = z.toJSONSchema(schema, { unrepresentable: 'any', io })
  const place = `#/components/schemas/${name}`
  schemas[name] = moved(shape, place)
  for (const [part, definition] of Object.entries($defs ?? {})) schemas[`${name}.${part}`] = moved(definition, place)
  return { $ref: place }
}

/** A copy in which references within the document lead to its new place. */
function moved(part: unknown, place: string): unknown {
  if (Array.isArray(part)) return part.map((one) => moved(one, place))
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([key, value]) => {
    if (key !== '$ref' || typeof value !== 'string') return [key, moved(value, place)]
    return [key, value === '#' ? place : value.replace('#/$defs/', `${place}.`)]
  })
  return Object.fromEntries(entries)
}

const text = { type: 'object', properties: { en: { type: 'string' }, ko: { type: 'string' } }, required: ['en', 'ko'] }

const failureShape = {
  type: 'object',
  properties: {
    type: { const: 'error' },
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: text, hint: text, problems: { type: 'array', items: { type: 'object' } } },
      required: ['code', 'message', 'problems'],
    },
  },
  required: ['type', 'error'],
}
