import { join } from 'node:path'
import { z } from 'zod'
import { labelOf } from '#run/label.ts'
import { nextAttemptOf } from '#run/look.ts'
import { taskStatuses } from '#run/state.ts'
import { attemptName, pathsOf } from '#worlds/local/paths.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { openTail } from './tail-file.ts'
import { findReference } from './task-reference.ts'
import type { Seen } from './watcher.ts'

const input = z.object({
  run: z.string().optional(),
  of: z.string(),
  attempt: z.int().positive().optional(),
  follow: z.boolean().default(false),
  stream: z.enum(['both', 'out', 'err']).default('both'),
  /** Only so many lines of each stream, from the end. */
  lines: z.int().nonnegative().optional(),
})

const output = z.object({
  run: z.string(),
  stage: z.string(),
  task: z.int(),
  label: z.string(),
  attempt: z.int().optional(),
  /** The attempt's folder; of a reused result, where it was computed. */
  folder: z.string(),
})

const update = z.object({ type: z.literal('text'), stream: z.enum(['out', 'err']), text: z.string() })

type Logged = z.infer<typeof output>

const lookEveryMs = 100

/** Tells what an attempt printed, and goes on while it runs if that is wanted. */
export const logs: Operation<z.infer<typeof input>, Logged, z.infer<typeof update>> = {
  name: 'logs',
  summary: summaries.logs,
  input,
  output,
  update,
  handle({ run: wanted, of, attempt, follow, stream, lines }, host) {
    const store = findStore(host)
    return withJournal(
      store,
      async (journal) => {
        const summary = findRun(journal, wanted)
        const found = locate(readRun(journal, summary.run), of, attempt, store)
        const tails = (['out', 'err'] as const)
          .filter((one) => stream === 'both' || stream === one)
          .map((one) => ({ stream: one, tail: openTail(join(found.folder, `std${one}.txt`), lines) }))
        const tell = () => {
          for (const one of tails) {
            for (let text = one.tail.read(); text !== ''; text = one.tail.read()) host.report({ type: 'text', stream: one.stream, text })
          }
        }
        try {
          tell()
          while (follow && !host.detach.aborted && isRunning(readRun(journal, summary.run), found)) {
            await pause(lookEveryMs, host.detach)
            tell()
          }
          tell()
          return found
        } finally {
          for (const one of tails) one.tail.close()
        }
      },
      { readOnly: true },
    )
  },
}

function locate({ state, run, progress }: Seen, of: string, wanted: number | undefined, store: string): Logged {
  const reference = findReference(run, of)
  const { stage } = reference
  const failed = [...progress.failures.values()].find((event) => event.stage === stage)?.task
  const task = reference.task ?? failed ?? firstStarted(run, stage)
  const name = run.workflow.stages[stage]?.name ?? ''
  const found = { run: run.id, stage: name, task, label: labelOf(run, stage, task) }
  const newest = nextAttemptOf(state, run.id, stage, task) - 1
  const runs = pathsOf(store).runs
  const origin = run.stages[stage]?.results.get(task)?.origin
  if (wanted === undefined && origin !== undefined) return { ...found, folder: join(runs, origin) }
  const attempt = wanted ?? newest
  if (attempt < 1 || attempt > newest) {
    const said = { en: `${of} has not run yet in run ${run.id}.`, ko: `${of}은(는) 실행 ${run.id}에서 아직 수행되지 않았습니다.` }
    throw new Failure('no_attempt', said)
  }
  return { ...found, attempt, folder: join(runs, attemptName({ run: run.id, stage: name, task, attempt })) }
}

/** The first task that has got as far as running; else the first. */
function firstStarted(run: Seen['run'], stage: number): number {
  const status = run.stages[stage]?.status ?? new Uint8Array()
  const running = taskStatuses.indexOf('running')
  return Math.max(
    0,
    status.findIndex((one) => one >= running && one !== taskStatuses.indexOf('skipped')),
  )
}

function isRunning({ run }: Seen, { stage, task }: Logged): boolean {
  const index = run.workflow.stages.findIndex((one) => one.name === stage)
  return taskStatuses[run.stages[index]?.status[task] ?? 0] === 'running'
}
