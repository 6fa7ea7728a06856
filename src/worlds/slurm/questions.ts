import { hopeless } from './causes.ts'
import type { Cluster } from './cluster.ts'
import { createHistory } from './history.ts'
import { type Element, type Job, noteId } from './job.ts'
import { isLiving, parseSeen, type Seen, seenFormat } from './status.ts'
import { commentOf } from './submitting.ts'

/**
 * The one question to Slurm: what of ours is in the queue? Where something is unexplained, it is asked with what is over, too.
 * An element that is not there any more is gone; no answer (false) says nothing about anything.
 */
export function createQuestion(cluster: Cluster, again: (job: Job) => void): () => Promise<boolean> {
  const history = createHistory(cluster)
  return async () => {
    const unsure = jobsIn(cluster, 'unsure')
    const known = jobsIn(cluster, 'submitted')
    const all = unsure.length > 0 || known.some(({ elements }) => elements.some(isUnexplained))
    const words = ['--noheader', `--name=${cluster.tag}`, `--format=${seenFormat}`, ...(all ? ['--states=all'] : [])]
    const answer = await cluster.slurm.ask('squeue', words)
    if (!answer.ok) return false
    const seen = parseSeen(answer.text)
    for (const job of unsure) recognise(cluster, job, seen, again)
    take(known, seen, all)
    if (all) await history.complete(known.flatMap((job) => job.elements.filter(isUnexplained).map((element) => ({ job, element }))))
    return true
  }
}

function jobsIn({ jobs }: Cluster, phase: Job['phase']): Job[] {
  return [...jobs.values()].filter((job) => job.phase === phase)
}

/** Whether Slurm has a job of which we only know that we were about to submit it. */
function recognise(cluster: Cluster, job: Job, seen: readonly Seen[], again: (job: Job) => void): void {
  if (job.phase !== 'unsure') return
  const comment = commentOf(cluster, job)
  const found = seen.find((each) => each.comment === comment || each.comment.startsWith(`${comment} `))
  if (found !== undefined) noteId(job, found.job)
  // What has begun was submitted, and is over where Slurm does not know it any more.
  else if (job.elements.some(({ lane }) => lane !== undefined)) noteId(job, 'unknown')
  else again(job)
}

function take(known: readonly Job[], seen: readonly Seen[], all: boolean): void {
  const byJob = new Map(known.map((job) => [job.id, job]))
  const living = new Set<Element>()
  for (const each of seen) {
    const job = byJob.get(each.job)
    for (const number of each.elements ?? []) {
      const element = job?.elements[number]
      if (element === undefined || element.open.size === 0) continue
      if (isLiving(each.state)) living.add(element)
      look(element, each)
    }
  }
  const now = performance.now()
  for (const { elements } of known) {
    for (const element of elements) if (element.open.size > 0 && !living.has(element)) vanish(element, now, all)
  }
}

function look(element: Element, { state, reason, nodes }: Seen): void {
  if (!isLiving(state)) {
    if (element.why === undefined) element.end = { state, reason, nodes }
    return
  }
  element.state = state === 'PENDING' ? 'waiting' : 'running'
  const why = state === 'PENDING' && element.cancelled === 'no' ? hopeless(reason) : undefined
  if (why === undefined) return
  element.cancelled = 'wanted'
  element.why = why
  element.end = { state: why.cause === 'node_failure' ? 'NODE_FAIL' : 'PENDING', reason, nodes }
}

function vanish(element: Element, now: number, all: boolean): void {
  element.state = 'gone'
  element.goneAt ??= now
  if (all) element.asked++
}

/** Gone, with attempts of which there is no word yet. */
function isUnexplained({ state, open, end }: Element): boolean {
  return state === 'gone' && open.size > 0 && end === undefined
}
