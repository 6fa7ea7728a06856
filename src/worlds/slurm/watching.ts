import type { Lane } from '#worlds/attempt/lane.ts'
import type { Cluster } from './cluster.ts'
import type { Ends } from './ends.ts'
import type { Element, Job } from './job.ts'
import { createPeriod } from './period.ts'
import { createQuestion } from './questions.ts'
import { openBegun } from './records.ts'

/** Learns what becomes of jobs: by the records in the shared folder, and by one question to Slurm a period for all of them. */
export interface Watching {
  look(now: number): void
  /** Something was submitted or cancelled: the next question comes soon. */
  expect(): void
  idle(): Promise<unknown>
}

export function createWatching(cluster: Cluster, ends: Ends, again: (job: Job) => void): Watching {
  const period = createPeriod()
  const ask = createQuestion(cluster, again)
  let asking: Promise<unknown> | undefined
  let readAt = Number.NEGATIVE_INFINITY

  function read(now: number): void {
    if (now - readAt < period.recordsMs) return
    for (const job of cluster.jobs.values()) readRecords(cluster, job, ends)
    readAt = performance.now()
    period.noteRecords(readAt - now)
  }

  return {
    look(now) {
      read(now)
      if (ends.look(now)) period.hurry()
      for (const job of cluster.jobs.values()) for (const element of job.elements) if (isOver(element)) ends.gone(job, element, now)
      if (asking !== undefined || cluster.jobs.size === 0 || !period.isDue(now)) return
      asking = ask()
        .then((heard) => period.asked(now, performance.now(), heard))
        .catch((error) => cluster.tools.outbox.fail(error))
        .finally(() => {
          asking = undefined
        })
    },
    expect: () => period.hurry(),
    idle: () => asking ?? Promise.resolve(),
  }
}

function readRecords(cluster: Cluster, job: Job, ends: Ends): void {
  openBegun(job, (element, lane) => noteBegin(cluster, job, element, lane))
  for (const element of job.elements) {
    const { lane, open } = element
    if (lane === undefined || open.size === 0) continue
    for (const course of lane.read()) ends.ended(job, element, course)
  }
}

function noteBegin(cluster: Cluster, job: Job, element: Element, lane: Lane): void {
  const shape = cluster.shapeOf.get(element.names[0] ?? '')
  const [first] = lane.courses.values()
  element.begunAt = first?.startedAt ?? cluster.tools.now()
  if (shape === undefined) return
  shape.begun++
  shape.queuedMs += Math.max(0, element.begunAt - job.preparedAt)
}

/** Gone, with attempts that have no word, and all was heard that can be heard of it: twice nothing is nothing. */
function isOver({ state, open, end, asked }: Element): boolean {
  return state === 'gone' && open.size > 0 && (end !== undefined || asked > 1)
}
