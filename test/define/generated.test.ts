import { expect, test } from 'vitest'
import { workflowJsonSchema } from '#define/json-schema.ts'
import { type JsonSchema, referencePage } from './reference-page.ts'

// `npx vitest run test/define -u` writes both anew.

test('[LANG-35] the committed JSON Schema is fresh', async () => {
  await expect(`${JSON.stringify(workflowJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/workflow.schema.json')
})

test('[LANG-35] the committed reference page is fresh', async () => {
  await expect(referencePage()).toMatchFileSnapshot('../../docs/reference/workflow-file.md')
})

test('[LANG-35] every key has a description', () => {
  const without: string[] = []
  const visit = (schema: JsonSchema, path: string): void => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (value.description === undefined) without.push(`${path}.${key}`)
      visit(value, `${path}.${key}`)
    }
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${path}.NAME`)
    if (schema.items) visit(schema.items, `${path}[]`)
    for (const alternative of schema.anyOf ?? []) visit(alternative, path)
  }
  visit(workflowJsonSchema() as JsonSchema, '')
  expect(without).toEqual([])
})
