import type { Active } from '#worlds/attempt/active.ts'
import type { Course } from '#worlds/attempt/lane.ts'
import { outOfTime, soonOutOfTime, stalled } from '#worlds/attempt/limits.ts'
import { readPieces } from '#worlds/attempt/piece-stream.ts'
import { placeOf } from '#worlds/attempt/place.ts'
import { readStream, streamedOf } from '#worlds/attempt/streaming.ts'
import type { Cluster } from './cluster.ts'
import type { Element, Job } from './job.ts'
import { askToSave } from './saving.ts'

/** Looks at attempts that run on nodes, through the shared folder: metrics as they come, and limits of time and of silence. */
export interface Running {
  look(now: number): void
}

const leastMs = 1_000

export function createRunning(cluster: Cluster): Running {
  let nextAt = Number.NEGATIVE_INFINITY
  return {
    look(now) {
      if (now < nextAt) return
      const running = runningIn(cluster)
      for (const each of running) lookAt(cluster, each, now, running.length)
      nextAt = now + Math.max(leastMs, 10 * (performance.now() - now))
    },
  }
}

interface Runner {
  readonly job: Job
  readonly element: Element
  readonly active: Active
  readonly course: Course
  readonly startedAt: number
}

/** An element runs one attempt at a time. */
function runningIn({ jobs, answers }: Cluster): Runner[] {
  const running: Runner[] = []
  for (const job of jobs.values()) {
    for (const element of job.elements) {
      for (const name of element.lane === undefined ? [] : element.open) {
        const course = element.lane?.courses.get(name)
        const active = answers.actives.get(name)
        if (active === undefined || course?.startedAt === undefined || course.end !== undefined) continue
        running.push({ job, element, active, course, startedAt: course.startedAt })
        break
      }
    }
  }
  return running
}

/** Clocks of nodes and of this machine need not agree: an attempt is not older than since it was first seen here. */
function lookAt({ tools, slurm }: Cluster, { job, element, active, course, startedAt }: Runner, now: number, streams: number): void {
  active.begunAt ??= now - Math.max(0, tools.now() - Math.max(startedAt, element.begunAt ?? 0))
  const age = now - active.begunAt
  const place = placeOf(course, active.folder)
  if (active.stop === undefined) {
    active.stop =
      soonOutOfTime(active, age, now) ??
      outOfTime(active, age, now) ??
      stalled(active, place, now, now) ??
      readStream(active, place, age, now)
  }
  if (active.stop?.asksToSave && now < active.stop.killAt) askToSave(slurm, { job, element, course, active })
  else if (active.stop !== undefined && element.cancelled === 'no') element.cancelled = 'wanted'
  const told = active.stream && streamedOf(active, age, streams)
  if (told !== undefined) tools.outbox.push(told)
  readPieces(active, tools)
}
