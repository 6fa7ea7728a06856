import * as z from 'zod'
import type { PlanRecord } from './revision.ts'

/** The record is kept at the end of the document itself, so that a plan and its history are one file. */
const opening = '<!-- pwos-plan '
const closing = ' -->'

const shape = z.object({
  id: z.string(),
  revision: z.int(),
  definition: z.string(),
  start: z.number(),
  finish: z.number(),
  p80: z.number().optional(),
  stages: z.record(
    z.string(),
    z.object({ tasks: z.int(), start: z.number(), finish: z.number(), source: z.string(), expectedMs: z.number() }),
  ),
  resources: z.record(z.string(), z.number()),
  parameters: z.record(z.string(), z.json()),
})

export function commentOf(record: PlanRecord): string {
  // No text in it can end the comment: `--` never stands in it.
  return `${opening}${JSON.stringify(record).replaceAll('-', '\\u002d')}${closing}\n`
}

/** The record in a document; undefined: it has none, or is not one of ours. */
export function recordIn(document: string): PlanRecord | undefined {
  const from = document.lastIndexOf(opening)
  if (from < 0) return undefined
  const to = document.indexOf(closing, from)
  try {
    const { p80, ...rest } = shape.parse(JSON.parse(document.slice(from + opening.length, to)))
    return { ...rest, p80 }
  } catch {
    return undefined
  }
}
