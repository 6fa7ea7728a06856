import type * as z from 'zod'
import { feedSchemas } from '#design/feeds/feed-shapes.ts'

const about: { readonly [name in keyof typeof feedSchemas]: string } = {
  'system-design': 'for the task that designs the system the workflow is part of',
  'integration-planning': 'for the task that plans how components are connected; stages are the components',
  'performance-architecture': 'for the task that designs for speed, of computers as of instruments',
  'coordination-mechanisms': 'for the task that designs how people and stages work together',
  'workflow-design-tmpl': 'the template of a workflow design, without its metadata and example',
  'system-architecture-tmpl': 'the template of a system architecture; stages are the components',
}

interface Definition {
  readonly shape?: { readonly [key: string]: z.ZodType }
  readonly element?: z.ZodType
  readonly innerType?: z.ZodType
  readonly type: string
}

function linesOf(schema: z.ZodType, name: string, depth: number): readonly string[] {
  const { shape, element, type } = schema.def as unknown as Definition
  const indent = '  '.repeat(depth)
  if (shape !== undefined) {
    const inner = Object.entries(shape).flatMap(([key, one]) => linesOf(one, key, depth + 1))
    return [`${indent}${name}:`, ...inner]
  }
  if (type === 'array' && element !== undefined && (element.def as unknown as Definition).shape !== undefined)
    return [`${indent}${name}: # one for each stage`, ...linesOf(element, '-', depth + 1).slice(1)]
  return [`${indent}${name}: ${type === 'array' ? '[]' : type === 'record' ? '{}' : 'null'}`]
}

/** `docs/reference/feeds.md`, from the schemas. */
export function feedsPage(): string {
  const parts = Object.entries(feedSchemas).map(([name, schema]) => {
    const { shape = {} } = schema.def as unknown as Definition
    const lines = Object.entries(shape)
      .filter(([key]) => key !== 'unstated')
      .flatMap(([key, one]) => linesOf(one, key, 0))
    return `## ${name}\n\n\`pwos export workflow.yaml --for ${name}\`: ${about[name as keyof typeof about]}.\n\n\`\`\`yaml\n${lines.join('\n')}\nunstated: {}\n\`\`\`\n`
  })
  return `# Feeds for other tasks and templates

\`pwos export FILE --for NAME\` fills the keys of a sister task or template with statements computed from the workflow and its plan, the
same that the plan document makes. A text is a string or null, \`[]\` a list of strings, \`{}\` a map from names (of stages, people,
resources) to strings. Where the workflow says nothing a key is null or empty, and \`unstated\` holds the reason under the key's path.
\`--format json\` writes JSON; \`PWOS_LANG=ko\` says it all in Korean. Made from the schemas by the tests.

${parts.join('\n')}`
}
