import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import type { Outcome } from '#run/outcome.ts'
import { type Active, createStop } from '#worlds/attempt/active.ts'
import { outcomeOf } from '#worlds/attempt/ending.ts'
import type { Course, CourseEnd } from '#worlds/attempt/lane.ts'
import { placeOf } from '#worlds/attempt/place.ts'
import { endStream } from '#worlds/attempt/streaming.ts'
import type { Blaming } from './blaming.ts'
import { causeOf } from './causes.ts'
import type { Cluster, Shape } from './cluster.ts'
import type { Element, Job } from './job.ts'
import { loseBegun, loseUnbegun } from './losing.ts'
import { saidBy, unseen } from './records.ts'
import { isAskedBySlurm, noteSlurmAsked } from './saving.ts'

/** Turns ends of attempts into answers: by their own records, and only where these say nothing by Slurm's word. */
export interface Ends {
  /** Its lane has recorded the end. */
  ended(job: Job, element: Element, course: Course): void
  /** Judges what can be judged; the rest waits for the next look. True: something waits for Slurm's word. */
  look(now: number): boolean
  /** The element is no more, and what Slurm says of its end is known, or will not be. */
  gone(job: Job, element: Element, now: number): void
}

interface Ending {
  readonly job: Job
  readonly element: Element
  readonly course: Course & { readonly end: CourseEnd }
  readonly since: number
}

/** A program with such an exit code was ended by a signal: by whom, only Slurm knows. */
const byTerm = 143
const byKill = 137

export function createEnds(cluster: Cluster, blaming: Blaming): Ends {
  const endings = new Set<Ending>()

  /** Waits: for what was left to be seen here, and for Slurm to say why, where a signal ended it. */
  function mustWait({ element, course, since }: Ending, active: Active, shape: Shape, now: number): boolean {
    const { exitCode } = course.end
    const isSilent = element.end === undefined && (element.goneAt === undefined || now - element.goneAt < shape.site.visibleMs)
    if (isSilent && isAskedBySlurm(active, element)) return true
    if (exitCode === 0) return now - since < shape.site.visibleMs && unseen(active, course) !== undefined
    if (active.stop !== undefined || element.end !== undefined || (exitCode !== byTerm && exitCode !== byKill)) return false
    const memory = exitCode === byKill && shape.request.words.some((word) => word.startsWith('--mem'))
    if (!memory && laterHasBegun(course)) return false
    return element.goneAt === undefined || now - element.goneAt < shape.site.visibleMs
  }

  function judge(ending: Ending, now: number): void {
    const { job, element, course } = ending
    const active = cluster.answers.actives.get(course.name)
    const shape = cluster.shapeOf.get(course.name)
    if (active === undefined || shape === undefined || !element.open.has(course.name)) endings.delete(ending)
    else if (!mustWait(ending, active, shape, now)) {
      endings.delete(ending)
      element.open.delete(course.name)
      const asked = noteSlurmAsked(job, element, active)
      if (!asked && active.stop === undefined && course.end.exitCode >= 128 && element.end !== undefined) {
        const why = causeOf(element.end, saidBy(job, element))
        if (why !== undefined) active.stop = createStop(why.cause, why.detail, 0)
      }
      conclude(ending, active, shape)
    }
  }

  function conclude({ job, element, course }: Ending, active: Active, shape: Shape): void {
    const { tools } = cluster
    active.ending = true
    rmSync(join(active.folder, 'left.txt'), { force: true })
    const rest = endStream(active, placeOf(course, active.folder), Math.max(0, course.end.at - (course.startedAt ?? course.end.at)))
    if (rest !== undefined) tools.outbox.push(rest)
    outcomeOf(active, course, { ...tools, now: tools.now() }).then(
      (outcome) => {
        if (outcome.kind === 'succeeded') {
          shape.measured++
          shape.measuredMs += outcome.result.usage.wallMs
        }
        blaming.answer(active, withQueue(outcome, job, element), element)
      },
      (error) => tools.outbox.fail(asStoreError(error, tools.paths.store)),
    )
  }

  return {
    ended(job, element, course) {
      const { end } = course
      if (end !== undefined) endings.add({ job, element, course: Object.assign(course, { end }), since: performance.now() })
    },
    look(now) {
      for (const ending of [...endings]) judge(ending, now)
      for (const { course, element } of endings) {
        const active = cluster.answers.actives.get(course.name)
        if (course.end.exitCode !== 0 || (active !== undefined && isAskedBySlurm(active, element))) return true
      }
      return false
    },
    gone(job, element, now) {
      for (const name of [...element.open]) {
        const active = cluster.answers.actives.get(name)
        const course = element.lane?.courses.get(name)
        if (active === undefined) element.open.delete(name)
        else if (course?.end !== undefined) continue
        else if (course?.startedAt === undefined) loseUnbegun({ cluster, blaming }, job, element, active, now)
        else loseBegun(cluster, job, element, active, course, now)
      }
    },
  }
}

/** A job that Slurm ends begins no more attempts: so that was not what ended this one. */
function laterHasBegun({ name, lane }: Course): boolean {
  let after = false
  for (const [other, { startedAt }] of lane.courses) {
    if (after && startedAt !== undefined) return true
    after ||= other === name
  }
  return false
}

function withQueue(outcome: Outcome, job: Job, element: Element): Outcome {
  const began = element.begunAt
  if (began === undefined) return outcome
  const queuedMs = Math.max(0, Math.round(began - job.preparedAt))
  if (outcome.kind === 'succeeded') return { ...outcome, result: { ...outcome.result, usage: { ...outcome.result.usage, queuedMs } } }
  return outcome.usage === null ? outcome : { ...outcome, usage: { ...outcome.usage, queuedMs } }
}
