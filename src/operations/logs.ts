import { statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { hiddenStages } from '#run/blinding.ts'
import { labelOf } from '#run/label.ts'
import { nextAttemptOf } from '#run/look.ts'
import { taskStatuses } from '#run/state.ts'
import { attemptName, type Paths, pathsOf } from '#worlds/attempt/paths.ts'
import { type Printed, printedBy } from '#worlds/attempt/printed.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import { openHumanLog } from './human-log.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { refusedAsBlind } from './refusals.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { openTail, type Tail } from './tail-file.ts'
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
  /** The attempt's folder, if it left anything; of a reused result, where it was computed. */
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
        const { found, name, human } = locate(readRun(journal, summary.run), of, attempt, store)
        const tails = (['out', 'err'] as const)
          .filter((one) => stream === 'both' || stream === one)
          .filter((one) => human === undefined || one === 'out')
          .map((one) => ({
            stream: one,
            tail: human === undefined ? tailOf(pathsOf(store), name, one, lines) : openHumanLog(journal, summary.run, human, found.task),
          }))
        const tell = () => {
          for (const { stream, tail } of tails) {
            for (let text = tail.read(); text !== ''; text = tail.read()) host.report({ type: 'text', stream, text })
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

/** What an attempt prints. It is opened when there is something: an empty file of a lane may become another attempt's. */
function tailOf(paths: Paths, name: string, stream: keyof Printed, lines: number | undefined): Tail {
  let tail: Tail | undefined
  const open = () => {
    const file = printedBy(paths, name)[stream]
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0 || printedBy(paths, name)[stream] !== file) return undefined
    return openTail(file, lines)
  }
  return {
    read() {
      tail ??= open()
      return tail?.read() ?? ''
    },
    close: () => tail?.close(),
  }
}

interface Located {
  readonly found: Logged
  /** The attempt's name in the store. */
  readonly name: string
  /** The stage, where its work is people's. */
  readonly human: number | undefined
}

function locate({ state, run, progress }: Seen, of: string, wanted: number | undefined, store: string): Located {
  const reference = findReference(run, of)
  const { stage } = reference
  const failed = [...progress.failures.values()].find((event) => event.stage === stage)?.task
  const task = reference.task ?? failed ?? firstStarted(run, stage)
  const stageName = run.workflow.stages[stage]?.name ?? ''
  if (hiddenStages(run).has(stage)) throw refusedAsBlind(stageName)
  const found = { run: run.id, stage: stageName, task, label: labelOf(run, stage, task) }
  const human = run.workflow.stages[stage]?.human === undefined ? undefined : stage
  const newest = nextAttemptOf(state, run.id, stage, task) - 1
  const runs = pathsOf(store).runs
  const origin = run.stages[stage]?.results.get(task)?.origin
  if (wanted === undefined && origin !== undefined) return { found: { ...found, folder: join(runs, origin) }, name: origin, human }
  const attempt = wanted ?? newest
  if (attempt < 1 || attempt > newest) {
    const said = { en: `${of} has not run yet in run ${run.id}.`, ko: `${of}은(는) 실행 ${run.id}에서 아직 수행되지 않았습니다.` }
    throw new Failure('no_attempt', said)
  }
  const name = attemptName({ run: run.id, stage: stageName, task, attempt })
  return { found: { ...found, attempt, folder: join(runs, name) }, name, human }
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
