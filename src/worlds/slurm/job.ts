import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Lane } from '#worlds/attempt/lane.ts'
import type { Why } from './causes.ts'
import type { SlurmEnd } from './status.ts'

/**
 * One submission: an array of job elements, each with attempts that run one after another. Its folder is written before it is
 * submitted, so that after a crash it can be told what was about to be asked of Slurm.
 *
 *   jobs/NAME/job.json   options, and the attempts of each element
 *   jobs/NAME/list       the same for `job.sh`, a line for each element
 *   jobs/NAME/id         Slurm's number for it, once that is known
 *   jobs/NAME/N.claim    element N has begun, in this job of Slurm
 *   jobs/NAME/N.log      its lane's records (`attempt/README.md`); N.log.notes our own
 *   jobs/NAME/N.out      what the job itself printed
 */
export interface Job {
  readonly name: string
  readonly folder: string
  words: readonly string[]
  readonly elements: readonly Element[]
  /** `prepared`: Slurm was not asked yet. `unsure`: it was, and has not answered. */
  phase: 'prepared' | 'asking' | 'unsure' | 'submitted' | 'over'
  id: string | undefined
  /** UTC ms. */
  readonly preparedAt: number
}

export interface Element {
  readonly number: number
  readonly names: readonly string[]
  /** Its attempts that are not answered. */
  readonly open: Set<string>
  /** When it began to run, in UTC ms. */
  begunAt: number | undefined
  /** Once it has begun. */
  lane: Lane | undefined
  /** As it was last seen in the queue. */
  state: 'unseen' | 'waiting' | 'running' | 'gone'
  /** When it was found to be gone, by the monotonic clock. */
  goneAt: number | undefined
  /** Slurm's word for how it ended, once asked. */
  end: SlurmEnd | undefined
  /** How often the queue was asked for its end since. */
  asked: number
  /** Why it is cancelled, where that was not asked of us. */
  why: Why | undefined
  /** It is to be cancelled, and whether Slurm was told. */
  cancelled: 'no' | 'wanted' | 'told'
}

export interface JobPlan {
  readonly words: readonly string[]
  /** Attempts of each element; `file` holds all of them where they run in their lane's folder, relative to `runs/`. */
  readonly elements: readonly { readonly names: readonly string[]; readonly file: string | undefined }[]
}

/** Writes a job's folder. What is in it is on the disk before Slurm is asked for anything. */
export function prepareJob(folder: string, { words, elements }: JobPlan, preparedAt: number, prelude: string | undefined): Job {
  mkdirSync(folder, { recursive: true })
  const lines = elements.map(({ names, file }) => (file === undefined ? names : [`@${file}`, ...names]).join(' '))
  writeFileSync(join(folder, 'list'), `${lines.join('\n')}\n`)
  if (prelude !== undefined) writeFileSync(join(folder, 'prelude.sh'), prelude)
  const text = JSON.stringify({ words, elements: elements.map(({ names }) => names), preparedAt })
  durably(join(folder, 'job.json'), text)
  return jobOf(
    folder,
    words,
    elements.map(({ names }) => names),
    preparedAt,
  )
}

export function noteId(job: Job, id: string): void {
  durably(join(job.folder, 'id'), `${id}\n`)
  job.id = id
  job.phase = 'submitted'
}

/** Jobs that an earlier controller left. One whose folder was not finished was never submitted. */
export function leftJobs(folder: string): Job[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readJob(join(folder, name)) ?? [])
}

function readJob(folder: string): Job | undefined {
  try {
    const text = readFileSync(join(folder, 'job.json'), 'utf8')
    const { words, elements, preparedAt } = JSON.parse(text) as { words: string[]; elements: string[][]; preparedAt: number }
    const job = jobOf(folder, words, elements, preparedAt)
    job.id = idIn(folder)
    job.phase = job.id === undefined ? 'unsure' : 'submitted'
    for (const element of job.elements) element.open.clear()
    return job
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
}

function idIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'id'), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

function jobOf(folder: string, words: readonly string[], elements: readonly (readonly string[])[], preparedAt: number): Job {
  return { name: basename(folder), folder, words, elements: elements.map(elementOf), phase: 'prepared', id: undefined, preparedAt }
}

function elementOf(names: readonly string[], number: number): Element {
  return {
    ...{ number, names, open: new Set(names), begunAt: undefined, lane: undefined, state: 'unseen', goneAt: undefined },
    ...{ end: undefined, asked: 0, why: undefined, cancelled: 'no' },
  }
}

function durably(path: string, text: string): void {
  const file = openSync(`${path}.incoming`, 'w')
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.incoming`, path)
}

/** Nothing of it is asked for any more. */
export function removeJob(job: Job): void {
  job.phase = 'over'
  for (const { lane } of job.elements) lane?.remove()
  rmSync(job.folder, { recursive: true, force: true })
}
