import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { slurmCommands } from '#worlds/slurm/commands.ts'
import { siteWords } from '#worlds/slurm/request.ts'
import { batchJob, beforeEndOf } from './allocation.ts'
import { Failure } from './failure.ts'

/**
 * A job of the cluster that leads a store, and is followed by another one as long as there is something to lead:
 *
 *   controller.sh     what it runs
 *   controller.json   options of `sbatch`, for the ones that follow
 *   controller.log    what it says
 *
 * The next one is handed in while this one leads, to wait for its end; it is taken back when nothing is left to lead. Should this
 * one be killed, the next one begins all the same.
 */
const scriptOf = (store: string) => join(store, 'controller.sh')
const optionsOf = (store: string) => join(store, 'controller.json')

/** The command that leads a store, as words. */
export type Leader = readonly string[]

/** Answers the number of the job. */
export async function submitController(store: string, leader: Leader, site: Site): Promise<string> {
  mkdirSync(store, { recursive: true })
  const limit = site.controllerMs === undefined ? [] : [`--time=${Math.max(1, Math.ceil(site.controllerMs / 60_000))}`]
  const name = `pwos-lead-${createHash('sha256').update(store).digest('hex').slice(0, 10)}`
  const words = ['--mem=1000M', ...siteWords(site), `--job-name=${name}`, ...limit, '--no-requeue', '--ntasks=1', `--chdir=${store}`]
  writeFileSync(scriptOf(store), `#!/bin/bash\nexec ${leader.map(quoted).join(' ')}\n`, { mode: 0o755 })
  writeFileSync(optionsOf(store), `${JSON.stringify(words)}\n`)
  const answer = await submit(store, words)
  if (answer.ok) return answer.text
  rmSync(optionsOf(store), { force: true })
  throw new Failure('no_cluster', {
    en: `The job that was to lead could not be submitted: ${answer.text}`,
    ko: `실행을 이끌 작업을 제출하지 못했습니다: ${answer.text}`,
  })
}

async function submit(store: string, words: readonly string[], after?: string) {
  const later = after === undefined ? [] : [`--dependency=afterany:${after}`]
  const output = ['--parsable', '--output=controller.log', '--open-mode=append']
  const answer = await slurmCommands().ask('sbatch', [...output, ...words, ...later, scriptOf(store)])
  return { ...answer, text: answer.text.trim().split(';')[0] ?? '' }
}

/** Long enough that one which fails as soon as it begins is not followed by another, and another. */
const settledMs = 20_000

/**
 * Leads from within a job of Slurm: lets go before the job's time is over, and sees to the one that follows, where the store is led by
 * jobs. `leadStore` leads until there is nothing to lead (true) or it is told to stop.
 */
export async function leadFromJob(store: string, stop: AbortController, leadStore: () => Promise<boolean>): Promise<void> {
  const job = batchJob()
  if (job === undefined) {
    await leadStore()
    return
  }
  const next = createNext(store, job)
  const timer = setTimeout(next.submit, settledMs)
  say(`job ${job} leads`)
  const unwatch = beforeEndOf(job, () => {
    say(`job ${job} lets go: its time is nearly over`)
    next.submit()
    stop.abort()
  })
  try {
    if (await leadStore()) await next.takeBack()
    await next.isSubmitted()
  } finally {
    clearTimeout(timer)
    unwatch()
  }
}

function createNext(store: string, job: string) {
  const words = optionsIn(store)
  let asked: Promise<string | undefined> | undefined
  const ask = async (): Promise<string | undefined> => {
    if (words === undefined) return undefined
    const answer = await submit(store, words, job)
    say(answer.ok ? `job ${answer.text} follows` : `no job follows: ${answer.text}`)
    return answer.ok ? answer.text : undefined
  }
  return {
    submit(): void {
      asked ??= ask()
    },
    isSubmitted: () => asked ?? Promise.resolve(undefined),
    async takeBack(): Promise<void> {
      const id = await asked
      if (id !== undefined) await slurmCommands().ask('scancel', [id])
      rmSync(optionsOf(store), { force: true })
    },
  }
}

function optionsIn(store: string): readonly string[] | undefined {
  try {
    return JSON.parse(readFileSync(optionsOf(store), 'utf8')) as readonly string[]
  } catch {
    return undefined
  }
}

/** Into the job's log. */
function say(text: string): void {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`)
}
