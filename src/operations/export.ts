import { resolve } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { feedOf } from '#design/feeds/feed.ts'
import { feedSchemas } from '#design/feeds/feed-shapes.ts'
import { invariant } from '#model/invariant.ts'
import { summaries } from './catalogue.ts'
import { loadDefinition } from './definition.ts'
import { writeText } from './graph.ts'
import type { Operation } from './operation.ts'
import { givenParameters, resolveDefinition } from './parameters.ts'
import { planView } from './plan-files.ts'
import { planInputOf, planned } from './planning.ts'

const names = [
  'system-design',
  'integration-planning',
  'performance-architecture',
  'coordination-mechanisms',
  'workflow-design-tmpl',
  'system-architecture-tmpl',
] as const satisfies readonly (keyof typeof feedSchemas)[]

const input = z.object({
  file: z.string(),
  ...givenParameters,
  /** The sister task or template whose keys are filled. */
  for: z.enum(names),
  format: z.enum(['yaml', 'json']).default('yaml'),
  /** Written there instead of being answered alone. */
  to: z.string().optional(),
  start: z.string().optional(),
  language: z.enum(['en', 'ko']).default('en'),
})

const output = z.object({
  for: z.enum(names),
  /** The keys of the task or template, and `unstated`: why keys are null or empty, by their paths. */
  feed: z.record(z.string(), z.unknown()),
  /** The feed as a text in the format asked for. */
  text: z.string(),
  /** Absolute path of the file written. */
  written: z.string().optional(),
})

/** A plan's effort: what is exported tells of it, and does not compare. */
const options = { effort: 500, seed: 1, seeds: 200, sensitivities: true }

/** Gives a plan to other tools, with the keys that they have. */
export const exportFeed: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'export',
  summary: summaries.export,
  input,
  output,
  async handle(given, host) {
    const resolved = resolveDefinition(loadDefinition(host.folder, given.file), given, host.folder)
    const view = planView(await planned(planInputOf(resolved, host, given.start), options, given.file), given.file, given.language)
    const now = new Date(host.now()).toISOString()
    const made = { stamp: now.replaceAll(/[-:T]/g, '').slice(0, 14), date: view.time(host.now()).slice(0, 10) }
    const feed = feedOf(given.for, view, made)
    const checked = feedSchemas[given.for].safeParse(feed)
    invariant(checked.success, `the feed ${given.for} has the keys of its schema: ${checked.error?.message ?? ''}`)
    const yaml = () => stringify(feed, { lineWidth: 0, blockQuote: false, compat: 'yaml-1.1', aliasDuplicateObjects: false })
    const text = given.format === 'json' ? `${JSON.stringify(feed, undefined, 2)}\n` : yaml()
    if (given.to === undefined) return { for: given.for, feed, text }
    const path = resolve(host.folder, given.to)
    writeText(path, text)
    return { for: given.for, feed, text, written: path }
  },
}
