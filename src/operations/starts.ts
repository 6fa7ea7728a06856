import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { hasJournal, openJournal } from '#journal/open-journal.ts'
import type { Start } from '#model/starts.ts'
import type { Workflow } from '#model/workflow.ts'
import { summaries } from './catalogue.ts'
import { loadDefinition } from './definition.ts'
import type { Operation } from './operation.ts'
import { momentsBetween } from './starts/due.ts'
import { type Line, readLines, recordFile } from './starts/record.ts'
import { storeBeside } from './store.ts'

const input = z.object({ file: z.string().default('workflow.yaml') })

const line = z.object({
  /** When it was written down, in UTC ms. */
  logged: z.number(),
  did: z.enum(['queued', 'started', 'skipped', 'missed', 'failed']),
  start: z.string(),
  id: z.string(),
  /** The moment that was meant, when the file had come to rest, or when it was sent. */
  at: z.number(),
  path: z.string().optional(),
  run: z.string().optional(),
  outcome: z.enum(['succeeded', 'failed', 'cancelled']).optional(),
  behind: z.string().optional(),
  why: z.string().optional(),
})

/** An entry of `starts`, as it is told. */
export const startShape = z.object({
  name: z.string(),
  kind: z.enum(['schedule', 'files', 'signal', 'webhook']),
  /** The schedule, the pattern, the signal, or where to post. */
  on: z.string(),
  timezone: z.string().optional(),
  during: z.string().optional(),
  overlap: z.enum(['queue', 'skip', 'replace', 'parallel']),
  missed: z.enum(['once', 'skip', 'all']),
  /** The next three moments, in UTC ms. */
  next: z.array(z.number()),
})

const output = z.object({
  file: z.string(),
  timezone: z.string(),
  /** Whether `pwos serve` is there for this file, on this machine. */
  served: z.boolean(),
  starts: z.array(startShape),
  /** What became of occasions: the newest last. */
  record: z.array(line),
})

export type StartsAnswer = z.infer<typeof output>

const shownAtMost = 20
const shownMoments = 3
/** A schedule that means nothing within this is shown without moments. */
const horizonMs = 400 * 86_400_000

/** What begins runs of a workflow by itself, when it does next, and what became of it lately. */
export const starts: Operation<z.infer<typeof input>, StartsAnswer> = {
  name: 'starts',
  summary: summaries.starts,
  input,
  output,
  async handle({ file }, host) {
    const { workflow, path } = loadDefinition(host.folder, file)
    const store = storeBeside(host, path)
    return {
      file: path,
      timezone: workflow.timezone,
      served: isServed(store, path),
      starts: describedStarts(workflow, host.now()),
      record: recorded(store, path),
    }
  },
}

/** What begins runs of a workflow, and when it does next. */
export function describedStarts({ name, starts = [] }: Pick<Workflow, 'name' | 'starts'>, now: number): StartsAnswer['starts'] {
  return starts.map((start) => described(start, name, now))
}

function described({ name, trigger, overlap, missed }: Start, workflow: string, now: number): StartsAnswer['starts'][number] {
  const common = { name, kind: trigger.kind, overlap, missed }
  switch (trigger.kind) {
    case 'schedule': {
      const next = momentsBetween(trigger, now, now + horizonMs, shownMoments)
      const during = trigger.within === undefined ? {} : { during: trigger.within.name }
      return { ...common, on: trigger.text, timezone: trigger.timezone, ...during, next: [...next] }
    }
    case 'files':
      return { ...common, on: trigger.pattern, next: [] }
    case 'signal':
      return { ...common, on: trigger.signal, next: [] }
    case 'webhook':
      return { ...common, on: `/v1/webhooks/${encodeURIComponent(workflow)}/${encodeURIComponent(name)}`, next: [] }
  }
}

function recorded(store: string, file: string): StartsAnswer['record'] {
  const lines = readLines(recordFile(store, resolve(file))).filter((one): one is Exclude<Line, { did: 'served' }> => one.did !== 'served')
  const outcomes = outcomesIn(store)
  return lines.slice(-shownAtMost).map((one) => {
    const { data: _, ...shown } = one
    const outcome = 'run' in shown ? outcomes.get(shown.run) : undefined
    return { ...shown, ...(outcome === undefined ? {} : { outcome }) }
  })
}

function outcomesIn(store: string): ReadonlyMap<string, 'succeeded' | 'failed' | 'cancelled' | undefined> {
  if (!hasJournal(store)) return new Map()
  const journal = openJournal(store, { readOnly: true })
  try {
    return new Map(journal.runs().map(({ run, outcome }) => [run, outcome]))
  } finally {
    journal.close()
  }
}

/** Files that a service of this machine is there for, in a store. */
export function servedFiles(store: string): readonly string[] {
  const folder = join(store, 'starts')
  try {
    return readdirSync(folder)
      .filter((name) => /^served-\d+\.json$/.test(name))
      .flatMap((name) => {
        const { pid, files } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { pid: number; files: string[] }
        return isAlive(pid) ? files : []
      })
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isServed(store: string, file: string): boolean {
  return servedFiles(store).includes(file)
}
