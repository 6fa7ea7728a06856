import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SshSite } from '#model/site.ts'
import type { Lane } from '#worlds/attempt/lane.ts'

/**
 * Attempts that are begun together on a machine elsewhere and run one after another. Its folder is written before that machine hears
 * of it, so that after a crash it can be told what was about to be begun.
 *
 *   ssh/NAME/job.json   the machine, and the attempts
 *   ssh/NAME/0.log      what is known here of its lane's records
 */
export interface Job {
  readonly name: string
  readonly folder: string
  readonly site: SshSite
  readonly names: readonly string[]
  /** Attempts that are not answered. */
  readonly open: Set<string>
  /** `laid`: the machine may have heard nothing of it yet. */
  phase: 'laid' | 'begun'
  lane: Lane | undefined
  /** How many looks in a row found it not begun, or dead without a new word. */
  odd: number
  /** How often it could not be begun though the machine answered. */
  refusals: number
}

export function prepareJob(folder: string, site: SshSite, names: readonly string[]): Job {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'job.json')
  writeFileSync(`${file}.incoming`, JSON.stringify({ site, names }))
  renameSync(`${file}.incoming`, file)
  return jobOf(folder, site, names)
}

/** Jobs that an earlier controller left: whether they were begun is asked again. */
export function leftJobs(folder: string): Job[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readJob(join(folder, name)) ?? [])
}

function readJob(folder: string): Job | undefined {
  try {
    const { site, names } = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as Pick<Job, 'site' | 'names'>
    const job = jobOf(folder, site, names)
    job.open.clear()
    job.phase = existsSync(join(folder, 'begun')) ? 'begun' : 'laid'
    return job
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
}

function jobOf(folder: string, site: SshSite, names: readonly string[]): Job {
  return { name: basename(folder), folder, site, names, open: new Set(names), phase: 'laid', lane: undefined, odd: 0, refusals: 0 }
}

export function noteBegun(job: Job): void {
  writeFileSync(join(job.folder, 'begun'), '')
  job.phase = 'begun'
  job.odd = 0
}

export function removeJob(job: Job): void {
  job.lane?.remove()
  rmSync(job.folder, { recursive: true, force: true })
}
