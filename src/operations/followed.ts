import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import type { Site } from '#model/site.ts'
import { collectFacts } from '#report/facts.ts'
import { summaryLines } from '#report/summary.ts'
import type { RunState } from '#run/state.ts'
import { submitController } from './controller-job.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import type { Host } from './operation.ts'
import { eventsOf } from './read-run.ts'
import { runStatus } from './run-status.ts'
import type { RunUpdate } from './run-update.ts'
import { watchRun } from './watch-run.ts'

/** How following a run came out. */
export const followed = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('over'),
    run: z.string(),
    store: z.string(),
    status: runStatus,
    /** For people: outcome, measured values, gates, failures, time. Empty for very large runs. */
    summary: z.object({ en: z.array(z.string()), ko: z.array(z.string()) }),
  }),
  /** It goes on in the background. `asked`: by `--detach`; else by Ctrl-C or a signal. */
  z.object({
    ...{ type: z.literal('detached'), run: z.string(), store: z.string(), asked: z.boolean() },
    /** The job of the cluster that leads it; left out: a process of this machine does. */
    job: z.string().optional(),
  }),
])

export type Followed = z.infer<typeof followed>

export interface ToFollow {
  readonly store: string
  readonly journal: Journal
  readonly run: string
  readonly sent: readonly number[]
  /** Do not follow: let it go on in the background. */
  readonly detach: boolean
  /** A job of the cluster leads it, as this site has it; left out: a process of this machine does. */
  readonly inJob?: Site
}

/** Follows a run to its end; when the person turns away, a process in the background carries on. */
export async function follow({ store, journal, run, sent, detach, inJob }: ToFollow, host: Host<RunUpdate>): Promise<Followed> {
  if (inJob !== undefined && host.leader !== undefined) {
    const job = await submitController(store, host.leader(store), inJob)
    return { type: 'detached', run, store, asked: true, job }
  }
  if (detach) {
    host.startController(store)
    await untilTaken(journal, sent, host)
    return { type: 'detached', run, store, asked: true }
  }
  const { ended, status, seen } = await watchRun({ store, journal, run, sent, host })
  if (ended === 'detached') {
    host.startController(store)
    return { type: 'detached', run, store, asked: false }
  }
  if (status === undefined || seen === undefined)
    throw new Failure('unknown_run', { en: `Run ${run} never began.`, ko: `실행 ${run}은(는) 시작되지 않았습니다.` })
  return { type: 'over', run, store, status, summary: summarize(journal, seen, status.tasks.total) }
}

/** So that whoever asks about the run right afterwards finds it. */
async function untilTaken(journal: Journal, sent: readonly number[], host: Host<RunUpdate>): Promise<void> {
  const deadline = host.now() + 10_000
  while (journal.inbox().some((waiting) => sent.includes(waiting.id)) && host.now() < deadline && !host.detach.aborted) {
    await pause(20, host.detach)
  }
}

/** Gathering all facts of a run takes memory for every attempt: beyond this the plain status has to do. */
const summarizedAtMost = 100_000

function summarize(journal: Journal, run: RunState, tasks: number): { en: string[]; ko: string[] } {
  if (tasks > summarizedAtMost) return { en: [], ko: [] }
  const facts = collectFacts(run, eventsOf(journal, run))
  return { en: [...summaryLines(facts, 'en')], ko: [...summaryLines(facts, 'ko')] }
}
