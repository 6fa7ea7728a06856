import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { graphOf } from '#analyze/graph.ts'
import { drawDot } from '#report/graph-dot.ts'
import { drawMermaid } from '#report/graph-mermaid.ts'
import { drawSvg } from '#report/graph-svg.ts'
import { drawText } from '#report/graph-text.ts'
import { summaries } from './catalogue.ts'
import { countsOf } from './check.ts'
import { codeOf, loadDefinition } from './definition.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { givenParameters, resolveDefinition } from './parameters.ts'

const input = z.object({
  file: z.string(),
  ...givenParameters,
  format: z.enum(['text', 'mermaid', 'dot', 'svg']).default('text'),
  /** Written there instead of being answered. */
  to: z.string().optional(),
  language: z.enum(['en', 'ko']).default('en'),
})

const output = z.object({
  format: z.enum(['text', 'mermaid', 'dot', 'svg']),
  drawing: z.string(),
  /** Absolute path of the file written. */
  written: z.string().optional(),
  stages: z.array(z.object({ name: z.string(), tasks: z.int().nullable(), layer: z.int() })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(['element', 'whole', 'order']), outputs: z.array(z.string()) })),
})

/** Draws a workflow's stages. */
export const graph: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'graph',
  summary: summaries.graph,
  input,
  output,
  async handle(given, host) {
    const resolved = resolveDefinition(loadDefinition(host.folder, given.file), given, host.folder)
    const drawn = graphOf(resolved.workflow, countsOf(resolved))
    const drawing = draw[given.format](drawn, given.language)
    const nameOf = (index: number) => drawn.nodes[index]?.name ?? ''
    const answer = {
      format: given.format,
      drawing,
      stages: drawn.nodes.map((node) => ({ name: node.name, tasks: node.count ?? null, layer: node.layer })),
      edges: drawn.edges.map((edge) => ({ from: nameOf(edge.from), to: nameOf(edge.to), kind: edge.kind, outputs: [...edge.outputs] })),
    }
    if (given.to === undefined) return answer
    const path = resolve(host.folder, given.to)
    writeText(path, drawing)
    return { ...answer, written: path }
  },
}

const draw = {
  text: drawText,
  mermaid: drawMermaid,
  dot: drawDot,
  svg: (drawn: Parameters<typeof drawSvg>[0], language: 'en' | 'ko') => drawSvg(drawn, { language }),
}

/** Writes a file that a person asked for. */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new Failure('file_unwritable', {
      en: `${path} cannot be written (${codeOf(error)}).`,
      ko: `${path}에 쓸 수 없습니다(${codeOf(error)}).`,
    })
  }
}
