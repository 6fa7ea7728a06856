import type { Active } from '#worlds/attempt/active.ts'
import { writeCommand } from '#worlds/attempt/attempt-folder.ts'
import { withSaved } from '#worlds/attempt/checkpoint.ts'
import type { Course } from '#worlds/attempt/lane.ts'
import { bringHome } from '#worlds/attempt/place.ts'
import { notRun } from '#worlds/attempt/starting.ts'
import type { Blaming } from './blaming.ts'
import { causeOf, type Why } from './causes.ts'
import { type Cluster, enqueue } from './cluster.ts'
import type { Element, Job } from './job.ts'
import { unprepared } from './prelude.ts'
import { saidBy, whereOf } from './records.ts'

interface Parts {
  readonly cluster: Cluster
  readonly blaming: Blaming
}

/** An attempt may be given back so often before its job counts as one that cannot be begun. */
const mostReturns = 5

/** It ran when its element ended, and no end was recorded: Slurm's reason, else it is lost. */
export function loseBegun(cluster: Cluster, job: Job, element: Element, active: Active, course: Course, now: number): void {
  const shape = cluster.shapeOf.get(active.name)
  const why = element.end === undefined ? undefined : causeOf(element.end, saidBy(job, element))
  // Its end may have been recorded, and not be seen here yet.
  const patienceMs = Math.min(shape?.site.visibleMs ?? 0, why === undefined ? Number.POSITIVE_INFINITY : 2000)
  if (now - (element.goneAt ?? now) < patienceMs) return
  element.open.delete(active.name)
  if (course.slots !== undefined) bringHome(course, active.folder, () => writeCommand(active.folder, active.spec, []))
  const node = element.lane === undefined ? '' : ` (${whereOf(element.lane).node})`
  const { cause, detail } = active.stop ?? why ?? { cause: 'lost' as const, detail: `its job is gone and left no word${node}` }
  active.ending = true
  withSaved(active, notRun(cause, detail)).then(
    (outcome) => cluster.answers.answer(active, outcome),
    (error) => cluster.tools.outbox.fail(error),
  )
}

/** It had not begun when its element ended: it goes back in line, unless nobody wants it or it never will begin. */
export function loseUnbegun({ cluster, blaming }: Parts, job: Job, element: Element, active: Active, now: number): void {
  const shape = cluster.shapeOf.get(active.name)
  const why = whyUnprepared(job, element) ?? whyUnbegun(element)
  const isSure = why !== undefined && why !== unlaunched
  if (active.stop === undefined && !isSure && now - (element.goneAt ?? now) < (shape?.site.visibleMs ?? 0)) return
  element.open.delete(active.name)
  if (active.stop === undefined && (why === undefined || why.cause === 'node_failure')) blaming.unbegun(active, job, element)
  const returns = (cluster.returned.get(active.name) ?? 0) + 1
  const over =
    active.stop ??
    [element.why, why].find((each) => each?.cause === 'bad_request') ??
    (why?.cause === 'cancelled' && element.cancelled === 'no' ? why : undefined)
  if (over !== undefined) cluster.answers.answer(active, notRun(over.cause, over.detail))
  else if (returns > mostReturns) cluster.answers.answer(active, notRun(why?.cause ?? 'lost', unbegun(saidBy(job, element))))
  else {
    cluster.returned.set(active.name, returns)
    enqueue(cluster, active)
  }
}

const unlaunched: Why = { cause: 'node_failure', detail: 'Slurm could not launch its job' }

/** What its site asks for before the first attempt cannot be had; every job would say so. */
function whyUnprepared(job: Job, element: Element): Why | undefined {
  const line = saidBy(job, element)
    .split('\n')
    .find((each) => each.startsWith(unprepared))
  return line === undefined ? undefined : { cause: 'bad_request', detail: line.slice(unprepared.length) }
}

/**
 * Of a job that may not be queued again Slurm says that it was cancelled, where its node could not launch it (the prolog failed, say).
 * It had a node then, and never began there; one that a person cancelled while it waited had none.
 */
function whyUnbegun({ end, lane }: Element): Why | undefined {
  const why = end === undefined ? undefined : causeOf(end, '')
  return why?.cause === 'cancelled' && lane === undefined && end?.nodes !== '' ? unlaunched : why
}

function unbegun(said: string): string {
  const last = said.trim().split('\n').at(-1) ?? ''
  return `its job ended ${mostReturns + 1} times before it began${last === '' ? '' : `: ${last}`}`
}
