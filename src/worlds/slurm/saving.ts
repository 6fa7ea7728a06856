import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Active } from '#worlds/attempt/active.ts'
import type { Course } from '#worlds/attempt/lane.ts'
import { askedOf, noteAsked } from '#worlds/attempt/saved-state.ts'
import { causeOf } from './causes.ts'
import type { Slurm } from './commands.ts'
import type { Element, Job } from './job.ts'
import { saidBy, whereOf } from './records.ts'

interface Asked {
  readonly job: Job
  readonly element: Element
  readonly course: Course
  readonly active: Active
}

/** Has an attempt save its state, once, by the signal of its stage. */
export function askToSave(slurm: Slurm, { job, element, course, active: { folder, spec, stop } }: Asked): void {
  if (stop === undefined || stop.asked || spec.checkpoint === undefined) return
  stop.asked = true
  // An earlier controller may have asked.
  if (askedOf(folder) !== undefined) return
  // Kept before it is sent: whoever leads when it has ended must know.
  noteAsked(folder, stop)
  void deliver(slurm, { job, element, group: course.group, signal: spec.checkpoint.signal }).then((isSent) => {
    if (!isSent) forgetAsking(folder, stop)
  })
}

interface Delivery {
  readonly job: Job
  readonly element: Element
  readonly group: number | undefined
  readonly signal: string
}

/**
 * The attempt is a process group of its own, which `scancel --signal` does not reach: a step beside it sends the signal. Where no step can
 * be started from here, all that Slurm itself reaches is asked.
 */
async function deliver(slurm: Slurm, { job, element, group, signal }: Delivery): Promise<boolean> {
  if (element.lane !== undefined && group !== undefined) {
    const { job: id, node } = whereOf(element.lane)
    const step = [`--jobid=${id}`, `--nodelist=${node}`, '--overlap', '--nodes=1', '--ntasks=1', '--cpus-per-task=1', '--mem=0']
    const sent = await slurm.ask('srun', [...step, '--mpi=none', '--chdir=/', 'bash', '-c', `kill -${signal} -- -${group}`])
    if (sent.ok) return true
  }
  return (await slurm.ask('scancel', ['--full', `--signal=${signal}`, `${job.id}_${element.number}`])).ok
}

function forgetAsking(folder: string, stop: NonNullable<Active['stop']>): void {
  rmSync(join(folder, 'asked.json'), { force: true })
  stop.asked = false
}

/**
 * Before Slurm ends a job for a better one or for its limit it sends TERM, and a program that saves its state at TERM has been asked so:
 * only Slurm's word tells that from an end of its own.
 */
export function isAskedBySlurm({ spec, stop }: Active, { names }: Element): boolean {
  return spec.checkpoint?.signal === 'TERM' && stop === undefined && names.length === 1
}

/** Notes it, where Slurm did ask. */
export function noteSlurmAsked(job: Job, element: Element, active: Active): boolean {
  if (!isAskedBySlurm(active, element) || element.end === undefined || askedOf(active.folder) !== undefined) return false
  const why = causeOf(element.end, saidBy(job, element))
  if (why?.cause !== 'preempted' && why?.cause !== 'out_of_time') return false
  noteAsked(active.folder, why)
  return true
}
