import * as z from 'zod'
import type { PlanRecord } from './plan-record.ts'

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
  deadline: z.number().optional(),
  stages: z.record(
    z.string(),
    z.object({
      ...{ tasks: z.int(), start: z.number(), finish: z.number(), source: z.string(), expectedMs: z.number() },
      ...{ needs: z.record(z.string(), z.string()), waits: z.array(z.string()), gates: z.record(z.string(), z.string()) },
    }),
  ),
  resources: z.record(z.string(), z.number()),
  hours: z.record(z.string(), z.object({ en: z.string(), ko: z.string() })),
  parameters: z.record(z.string(), z.json()),
})

export function commentOf(record: PlanRecord): string {
  // `--` would end the comment, and `<` begin what is none; in JSON they stand in texts alone.
  const text = JSON.stringify(record).replaceAll('--', '\\u002d\\u002d').replaceAll('<', '\\u003c')
  return `${opening}${text}${closing}\n`
}

/** The record in a document; undefined: it has none, or is not one of ours. */
export function recordIn(document: string): PlanRecord | undefined {
  const from = document.lastIndexOf(opening)
  if (from < 0) return undefined
  const to = document.indexOf(closing, from)
  try {
    const { p80, deadline, ...rest } = shape.parse(JSON.parse(document.slice(from + opening.length, to)))
    return { ...rest, p80, deadline }
  } catch {
    return undefined
  }
}
