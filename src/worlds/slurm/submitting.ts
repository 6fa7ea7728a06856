import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Active } from '#worlds/attempt/active.ts'
import { lay, layTogether } from '#worlds/attempt/starting.ts'
import type { Breaker } from './breaker.ts'
import { refusalOf } from './causes.ts'
import type { Cluster, Shape } from './cluster.ts'
import { type Job, noteId, prepareJob } from './job.ts'
import type { Limits } from './limits.ts'
import { pack } from './packing.ts'
import { preludeOf } from './prelude.ts'
import { refused } from './refusing.ts'
import { siteWords, timeWords } from './request.ts'

/** Puts what waits into jobs, and hands them to Slurm, one submission at a time. */
export interface Submitting {
  look(now: number): void
  /** A job of an earlier controller of which Slurm knows nothing: it was never submitted. */
  again(job: Job): void
  /** Resolves once nothing is being asked. */
  idle(): Promise<unknown>
}

/** What came together in one turn is not cut in two. */
const gatherMs = 60
const probeMs = 10_000

export function createSubmitting(cluster: Cluster, breaker: Breaker, limits: Limits, told: () => void): Submitting {
  const ready: Job[] = []
  let asking: Promise<unknown> | undefined
  let made = 0

  function nextJob(now: number): Job | undefined {
    const waiting = ready.shift()
    if (waiting !== undefined) return waiting
    for (const shape of cluster.shapes.values()) {
      if (shape.queue.length === 0 || now - shape.grewAt < gatherMs) continue
      const job = jobFor(shape, now)
      if (job !== undefined) return job
    }
    return undefined
  }

  function jobFor(shape: Shape, now: number): Job | undefined {
    const { site, request } = shape
    const sizes = pack({
      waiting: shape.queue.length,
      eachMs: shape.measured > 0 ? shape.measuredMs / shape.measured : undefined,
      queueMs: shape.begun > 0 ? shape.queuedMs / shape.begun : 0,
      slots: limits.slots(request),
      room: Math.min(site.mostJobs - openElements(cluster), limits.arraySize),
      aimMs: site.aimMs,
      mostInJob: savesState(shape) ? 1 : now >= shape.probeUntil && shape.probeUntil > 0 && shape.measured === 0 ? 1 : site.mostInJob,
      probing: now < shape.probeUntil,
    })
    if (sizes.length === 0) return undefined
    if (shape.measured === 0 && shape.probeUntil === 0) shape.probeUntil = now + probeMs
    let from = 0
    const bundles = sizes.flatMap((size) => {
      const bundle = takeFrom(cluster, shape.queue, from, size)
      from += bundle.length
      return bundle.length === 0 ? [] : [bundle]
    })
    shape.queue = shape.queue.slice(from)
    const elements = bundles.flatMap((bundle) => layBundle(cluster, bundle) ?? [])
    if (elements.length === 0) return undefined
    made++
    const name = `${Date.now().toString(36)}-${process.pid}-${made}`
    const words = wordsFor(cluster, shape, Math.max(...elements.map(({ names }) => names.length)))
    const job = prepareJob(join(cluster.tools.paths.jobs, name), { words, elements }, cluster.tools.now(), preludeOf(site))
    cluster.jobs.set(name, job)
    for (const element of job.elements) for (const each of element.names) cluster.placed.set(each, { job, element })
    return job
  }

  async function submit(job: Job): Promise<void> {
    job.phase = 'asking'
    const answer = await cluster.slurm.ask('sbatch', submission(cluster, job))
    const now = performance.now()
    told()
    if (answer.ok) {
      breaker.submitted(now)
      noteId(job, answer.text.trim().split(';')[0] ?? '')
      return
    }
    const refusal = refusalOf(answer.text)
    if (refusal === 'never') {
      if (refused(cluster, job, answer.text)) ready.push(job)
    } else {
      // It may have reached Slurm all the same: that is looked up before it is submitted again.
      job.phase = 'unsure'
      breaker.failed(now)
      if (refusal === 'limit') limits.tooMany(openElements(cluster))
    }
  }

  return {
    look(now) {
      if (asking !== undefined || !breaker.allows(now)) return
      const job = nextJob(now)
      if (job === undefined) return
      asking = submit(job)
        .catch((error) => cluster.tools.outbox.fail(error))
        .finally(() => {
          asking = undefined
        })
    },
    again(job) {
      job.phase = 'prepared'
      ready.push(job)
    },
    idle: () => asking ?? Promise.resolve(),
  }
}

function wordsFor({ health, tools }: Cluster, { site, request }: Shape, longest: number): readonly string[] {
  const resting = health.resting(tools.now()).map(({ node }) => node)
  return [...siteWords(site, resting), ...request.words, ...timeWords(request, longest)]
}

/** So many from here on, and with the last one the rest of the bundle in which it was handed over. */
function takeFrom({ unitOf }: Cluster, queue: readonly Active[], from: number, size: number): readonly Active[] {
  let to = Math.min(queue.length, from + size)
  const unit = unitOf.get(queue[to - 1]?.name ?? '')
  while (unit !== undefined && unitOf.get(queue[to]?.name ?? '') === unit) to++
  return queue.slice(from, to)
}

/** What asks one of them to save its state would reach those after it. */
const savesState = ({ queue }: Shape) => queue[0]?.spec.checkpoint !== undefined

/** Elements that are in Slurm's hands, or about to be. */
function openElements({ jobs }: Cluster): number {
  let count = 0
  for (const job of jobs.values()) for (const { open, state } of job.elements) if (open.size > 0 && state !== 'gone') count++
  return count
}

function layBundle(cluster: Cluster, bundle: readonly Active[]): { names: readonly string[]; file: string | undefined } | undefined {
  const { runs } = cluster.tools.paths
  const file = layTogether(bundle, runs)
  const able = file === undefined ? bundle.filter((active) => layAlone(cluster, active)) : bundle
  if (able.length === 0) return undefined
  return { names: able.map(({ name }) => name), file: file === undefined ? undefined : relative(runs, file) }
}

function layAlone(cluster: Cluster, active: Active): boolean {
  // Laid out with its state before it was put in line.
  if (active.spec.checkpoint !== undefined) return true
  const trouble = lay(active)
  if (trouble !== undefined) cluster.answers.answer(active, trouble)
  return trouble === undefined
}

const script = fileURLToPath(new URL('job.sh', import.meta.url))
const lanes = fileURLToPath(new URL('../attempt/', import.meta.url))

/** By its comment a job is found again; its name finds all of a store. Always an array, so that every element has a number. */
export function commentOf({ tag }: Cluster, job: Job): string {
  return `${tag}/${job.name}`
}

function submission(cluster: Cluster, job: Job): string[] {
  const [first = ''] = job.elements[0]?.names ?? []
  return [
    ...['--parsable', `--job-name=${cluster.tag}`, `--comment=${commentOf(cluster, job)} ${first}`],
    ...[`--array=0-${job.elements.length - 1}`, `--chdir=${job.folder}`, '--output=%a.out', '--open-mode=append'],
    ...['--no-requeue', '--export=ALL', ...job.words, script, job.folder, cluster.tools.paths.runs, lanes],
  ]
}
