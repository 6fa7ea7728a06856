import * as z from 'zod'
import { workflowSchema } from './schema.ts'

const stagePlace = '#/properties/stages/additionalProperties'

/** The JSON Schema of a workflow file, with which editors complete keys and explain them; shipped as `schema/workflow.schema.json`. */
export function workflowJsonSchema(): { readonly [key: string]: unknown } {
  const { $defs = {}, ...schema } = z.toJSONSchema(workflowSchema, { io: 'input', reused: 'inline' })
  // What stands in itself (the stages of a group) is made a definition; people look for it where stages are.
  const [[name, stage] = ['', {}]] = Object.entries($defs)
  const stages = schema.properties?.stages
  const properties = { ...schema.properties, stages: { ...(typeof stages === 'object' ? stages : {}), additionalProperties: stage } }
  return JSON.parse(JSON.stringify({ ...schema, properties }).replaceAll(`"#/$defs/${name}"`, JSON.stringify(stagePlace)))
}
