import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import { plainSite, type Site } from '#model/site.ts'
import type { State } from '#run/state.ts'
import { type Active, createStop } from '#worlds/attempt/active.ts'
import { createAnswers } from '#worlds/attempt/answers.ts'
import { lostOutcome } from '#worlds/attempt/ending.ts'
import type { EffectOf, Executor, ExecutorTools } from '#worlds/attempt/executor.ts'
import { attemptName } from '#worlds/attempt/paths.ts'
import { createSetUps } from '#worlds/attempt/set-ups.ts'
import { inputTrouble, lay, layState, recalledInputs } from '#worlds/attempt/starting.ts'
import { unseen } from '#worlds/attempt/unseen.ts'
import { createBlaming } from './blaming.ts'
import { createBreaker } from './breaker.ts'
import { createCancelling } from './cancelling.ts'
import { type Cluster, enqueue, type Shape } from './cluster.ts'
import { slurmCommands } from './commands.ts'
import { createEnds } from './ends.ts'
import { createHealth } from './health.ts'
import { type Job, leftJobs, removeJob } from './job.ts'
import { createLimits, type Limits } from './limits.ts'
import { requestOf } from './request.ts'
import { readResting } from './resting.ts'
import { createRunning } from './running.ts'
import { createSubmitting } from './submitting.ts'
import { createWatching } from './watching.ts'

export interface SlurmOptions {
  /** What is known of the cluster, for a run; left out: nothing. */
  readonly siteOf?: (state: State, run: string) => Site
  /** Where Slurm's commands find themselves and their cluster (`PATH`, `SLURM_CONF`); left out: as for this process. */
  readonly environment?: NodeJS.ProcessEnv
  /** How long a node that spoils tasks gets no new jobs; left out: an hour. */
  readonly restMs?: number
}

/** Runs attempts as jobs of a cluster. README.md tells how. */
export function slurmExecutor(tools: ExecutorTools, options: SlurmOptions = {}): Executor {
  const cluster = clusterOf(tools, options)
  const limits = createLimits(cluster.slurm)
  const parts = partsOf(cluster, limits)
  const setUps = createSetUps(tools.now)
  const { answers, jobs, placed, shapeOf } = cluster
  let closed = false

  async function line(actives: readonly Active[], file: string): Promise<void> {
    for (const active of actives) {
      const trouble = (await inputTrouble(active, { file }, tools)) ?? (await stateTrouble(active))
      if (trouble !== undefined) answers.answer(active, trouble)
      else if (active.stop !== undefined) answers.answer(active, lostOutcome(active))
      else enqueue(cluster, active)
    }
  }

  function take(effect: EffectOf<'start' | 'adopt'>, state: State): Active[] {
    const actives = answers.take(effect, state)
    for (const active of actives) shapeOf.set(active.name, shapeFor(cluster, active, state))
    const [first] = actives
    if (first !== undefined && actives.length > 1) for (const { name } of actives) cluster.unitOf.set(name, first.name)
    return actives
  }

  function begin(actives: readonly Active[], file: string, setUpAt = 0): void {
    const names = actives.map(({ name }) => name)
    const ready = setUpAt === 0 ? line(actives, file) : setUps.wait(names, setUpAt).then(() => line(actives, file))
    ready.catch((error) => tools.outbox.fail(asStoreError(error, tools.paths.store)))
  }

  return {
    start(effect, state) {
      const setUpAt = effect.setupMs === undefined ? 0 : tools.now() + effect.setupMs
      begin(take(effect, state), state.runs.get(effect.run)?.started.file ?? '', setUpAt)
    },
    adopt(effect, state) {
      const fresh: Active[] = []
      for (const active of take(effect, state)) {
        const place = placed.get(active.name)
        if (place === undefined) fresh.push(active)
        else {
          active.inputs = recalledInputs(active.folder)
          place.element.open.add(active.name)
        }
      }
      // What is in no job's folder was never submitted.
      begin(fresh, state.runs.get(effect.run)?.started.file ?? '', effect.setUpAt)
    },
    stop(effect, stage) {
      const { run, task, attempt } = effect
      const name = attemptName({ run, stage, task, attempt })
      if (effect.unseen) recall(cluster, unseen(effect, stage, join(tools.paths.runs, name)))
      const active = answers.actives.get(name)
      if (active === undefined || active.ending || active.stop !== undefined) return
      stopOne(cluster, active)
      setUps.wake(active.name)
    },
    resumed() {
      for (const job of [...jobs.values()]) {
        if (job.elements.every(({ open }) => open.size === 0)) dismiss(cluster, job)
      }
    },
    forget(inputs) {
      for (const name of answers.journalled(inputs)) {
        const place = placed.get(name)
        placed.delete(name)
        shapeOf.delete(name)
        cluster.returned.delete(name)
        cluster.unitOf.delete(name)
        if (place !== undefined) removeWhenDone(cluster, place.job)
      }
    },
    look(now) {
      if (closed) return
      if (answers.actives.size > 0) limits.refresh(now)
      for (const part of parts) part.look(now)
    },
    async close() {
      closed = true
      setUps.close()
      await Promise.all(parts.map((part) => part.idle?.()))
    },
  }
}

async function stateTrouble(active: Active) {
  return active.spec.checkpoint === undefined ? undefined : (lay(active) ?? (await layState(active)))
}

interface Part {
  look(now: number): void
  idle?(): Promise<unknown>
}

/** In the order in which they look. */
function partsOf(cluster: Cluster, limits: Limits): readonly Part[] {
  const submitting = createSubmitting(cluster, createBreaker(plainSite.submitEveryMs), limits, () => watching.expect())
  const blaming = createBlaming(cluster, limits)
  const watching = createWatching(cluster, createEnds(cluster, blaming), (job) => submitting.again(job))
  return [watching, blaming, createRunning(cluster), createCancelling(cluster, watching.expect), submitting]
}

function clusterOf(tools: ExecutorTools, { siteOf = () => plainSite, environment, restMs = 3_600_000 }: SlurmOptions): Cluster {
  mkdirSync(tools.paths.jobs, { recursive: true })
  const jobs = leftJobs(tools.paths.jobs)
  const tag = `pwos-${createHash('sha256').update(tools.paths.store).digest('hex').slice(0, 10)}`
  const cluster: Cluster = {
    ...{ tools, tag, siteOf, slurm: slurmCommands(environment), answers: createAnswers(tools) },
    health: createHealth(restMs, readResting(tools.paths.store, tools.now())),
    ...{
      jobs: new Map(jobs.map((job) => [job.name, job])),
      shapes: new Map(),
      placed: new Map(),
      shapeOf: new Map(),
      returned: new Map(),
      unitOf: new Map(),
    },
  }
  // In the order in which they were made: the last one that an attempt was put into counts.
  for (const job of jobs) for (const element of job.elements) for (const name of element.names) cluster.placed.set(name, { job, element })
  return cluster
}

function shapeFor(cluster: Cluster, { spec, stage }: Active, state: State): Shape {
  const site = cluster.siteOf(state, spec.run)
  const request = requestOf(spec.needs ?? {}, spec.limitMs, site)
  const id = JSON.stringify([spec.run, stage, request])
  const known = cluster.shapes.get(id)
  if (known !== undefined) return known
  const shape: Shape = {
    ...{ id, request, site, queue: [], grewAt: 0 },
    ...{ measured: 0, measuredMs: 0, begun: 0, queuedMs: 0, probeUntil: 0 },
  }
  cluster.shapes.set(id, shape)
  return shape
}

/** An attempt of before a crash that is not wanted any more; what was never submitted is answered at once. */
function recall({ answers, placed }: Cluster, active: Active): void {
  if (!answers.add(active)) return
  const place = placed.get(active.name)
  if (place !== undefined) place.element.open.add(active.name)
  else {
    active.stop = createStop('cancelled', 'cancelled', 0)
    answers.answer(active, lostOutcome(active))
  }
}

/** What waits is over at once; of what is in a job Slurm is told, when nothing else is left in that element. */
function stopOne(cluster: Cluster, active: Active): void {
  active.stop = createStop('cancelled', 'cancelled', 0)
  const shape = cluster.shapeOf.get(active.name)
  const place = cluster.placed.get(active.name)
  const at = shape?.queue.indexOf(active) ?? -1
  if (at >= 0) {
    shape?.queue.splice(at, 1)
    cluster.answers.answer(active, lostOutcome(active))
    return
  }
  if (place === undefined) return
  const { open } = place.element
  const left = [...open].some((name) => cluster.answers.actives.get(name)?.stop === undefined)
  if (!left && place.element.cancelled === 'no') place.element.cancelled = 'wanted'
}

function removeWhenDone({ jobs, placed }: Cluster, job: Job): void {
  const { elements } = job
  if (job.phase === 'asking' || job.phase === 'unsure') return
  if (elements.some(({ open, names }) => open.size > 0 || names.some((name) => placed.get(name)?.job === job))) return
  jobs.delete(job.name)
  removeJob(job)
}

/** A job of which nobody asks any more. */
function dismiss(cluster: Cluster, job: Job): void {
  for (const { names } of job.elements) for (const name of names) if (cluster.placed.get(name)?.job === job) cluster.placed.delete(name)
  if (job.id !== undefined && /^\d+$/.test(job.id)) void cluster.slurm.ask('scancel', [job.id])
  cluster.jobs.delete(job.name)
  removeJob(job)
}
