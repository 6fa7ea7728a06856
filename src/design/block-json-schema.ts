import * as z from 'zod'
import { blockSchema } from './block-shape.ts'

/** The JSON Schema of the plan document's block; shipped as `schema/workflow-orchestration-plan.schema.json`. */
export function blockJsonSchema(): { readonly [key: string]: unknown } {
  return {
    ...z.toJSONSchema(blockSchema, { reused: 'inline' }),
    title: 'The YAML block of workflow-orchestration-plan.md',
  }
}
