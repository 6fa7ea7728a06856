import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { FencedError, type Journal } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { summaries } from './catalogue.ts'
import { createLoader } from './definition.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import { lead } from './lead.ts'
import type { Host, Operation } from './operation.ts'
import { type Attendant, attendTo } from './starts/attending.ts'
import { servedNow } from './starts/starters.ts'
import { type ServeUpdate, serveUpdate } from './starts/update.ts'
import { findStore, storeBeside, withJournal } from './store.ts'

const input = z.object({
  /** Workflow files whose `starts` are waited for; none: only what others have begun is led. */
  files: z.array(z.string()).default([]),
  /** How often it is looked for occasions, in ms. */
  lookEveryMs: z.int().min(10).default(500),
})

const output = z.object({ store: z.string() })

/** Lasts until it is told to end: leads the store, and begins runs on what the workflow files say under `starts`. */
export const serve: Operation<z.infer<typeof input>, z.infer<typeof output>, ServeUpdate> = {
  name: 'serve',
  summary: summaries.serve,
  input,
  output,
  update: serveUpdate,
  async handle({ files, lookEveryMs }, host) {
    const paths = files.map((file) => resolve(host.folder, file))
    const store = storeToServe(paths, host)
    for (const [index, path] of paths.entries()) requireStarts(path, files[index] ?? path)
    mkdirSync(join(store, 'starts'), { recursive: true })
    await withJournal(store, async (journal) => {
      const unmark = markServed(store, paths)
      try {
        await leadWhileThere(store, journal, paths, lookEveryMs, host)
      } finally {
        unmark()
      }
    })
    return { store }
  },
}

/** The one store of the files. */
export function storeToServe(files: readonly string[], host: Pick<Host, 'folder' | 'store'>): string {
  const stores = [...new Set(files.map((file) => storeBeside(host, resolve(host.folder, file))))]
  if (stores.length > 1) {
    const said = {
      en: 'One service serves one store; these files have several.',
      ko: '서비스 하나는 저장소 하나만 맡습니다. 이 파일들은 저장소가 다릅니다.',
    }
    const hint = {
      en: 'Name one with --store, or start a service for each.',
      ko: '--store로 하나를 정하거나 저장소마다 서비스를 띄우세요.',
    }
    throw new Failure('usage', said, { hint })
  }
  return stores[0] ?? findStore(host)
}

function requireStarts(path: string, file: string): void {
  if (servedNow(path).starts.length > 0) return
  const said = {
    en: `${file} has no \`starts\`: nothing in it begins by itself.`,
    ko: `${file}에 \`starts\`가 없어 저절로 시작할 것이 없습니다.`,
  }
  throw new Failure('usage', said)
}

/** Who serves what, for those that send signals. */
function markServed(store: string, files: readonly string[]): () => void {
  const mark = join(store, 'starts', `served-${process.pid}.json`)
  writeFileSync(`${mark}.new`, JSON.stringify({ pid: process.pid, files }))
  renameSync(`${mark}.new`, mark)
  return () => rmSync(mark, { force: true })
}

/** How often it is asked whether the lead is free. */
const waitMs = 250

async function leadWhileThere(
  store: string,
  journal: Journal,
  files: readonly string[],
  everyMs: number,
  host: Host<ServeUpdate>,
): Promise<void> {
  const load = createLoader()
  const attendant = attendTo({ store, journal, files, since: host.now(), host })
  let told: boolean | undefined
  const tell = (here: boolean) => {
    if (told !== here) host.report({ type: 'led', at: host.now(), store, here })
    told = here
  }
  while (!host.detach.aborted) {
    if (!journal.takeLead()) {
      tell(false)
      await pause(waitMs, host.detach)
      continue
    }
    tell(true)
    const lost = new AbortController()
    const stop = AbortSignal.any([host.detach, lost.signal])
    const looking = lookAgain(attendant, everyMs, stop).catch((error: unknown) => {
      lost.abort()
      throw error
    })
    try {
      await lead({ store, journal, load, onEvents: (events) => tellRuns(events, host), until: () => false, stop })
    } catch (error) {
      if (!(error instanceof FencedError)) throw error
    } finally {
      lost.abort()
      await looking
      journal.releaseLead()
    }
  }
}

async function lookAgain(attendant: Attendant, everyMs: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await attendant.look(stop)
    await pause(everyMs, stop)
  }
}

function tellRuns(events: readonly RunEvent[], host: Host<ServeUpdate>): void {
  for (const event of events) {
    if (event.type === 'RunStarted') host.report({ type: 'run_began', at: event.at, run: event.run, workflow: event.name })
    if (event.type === 'RunEnded') host.report({ type: 'run_ended', at: event.at, run: event.run, outcome: event.outcome })
  }
}
