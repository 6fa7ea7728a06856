import * as z from 'zod'
import { workflowSchema } from './schema.ts'

/** The JSON Schema of a workflow file, with which editors complete keys and explain them; shipped as `schema/workflow.schema.json`. */
export function workflowJsonSchema(): { readonly [key: string]: unknown } {
  return { ...z.toJSONSchema(workflowSchema, { io: 'input', reused: 'inline' }) }
}
