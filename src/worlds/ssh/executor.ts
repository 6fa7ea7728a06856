import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import { plainSite, type Site, type SshSite } from '#model/site.ts'
import type { Outcome } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import { type Active, createStop } from '#worlds/attempt/active.ts'
import { type Answers, createAnswers } from '#worlds/attempt/answers.ts'
import { writeFarAttempt } from '#worlds/attempt/attempt-folder.ts'
import { lostOutcome } from '#worlds/attempt/ending.ts'
import type { Executor, ExecutorTools } from '#worlds/attempt/executor.ts'
import { attemptName } from '#worlds/attempt/paths.ts'
import { createSetUps } from '#worlds/attempt/set-ups.ts'
import { badInput, inputTrouble, recalledInputs } from '#worlds/attempt/starting.ts'
import { unseen } from '#worlds/attempt/unseen.ts'
import { createConversation } from './conversation.ts'
import { type Job, leftJobs, prepareJob, removeJob } from './job.ts'
import { farPaths } from './staging.ts'

export interface SshOptions {
  /** What is known of the machine, for a run. */
  readonly siteOf?: (state: State, run: string) => Site
}

const noMachine = 'no machine is named: `ssh: { host: … }` of pwos.site.yaml'

async function farTrouble(active: Active, state: { readonly file: string }, tools: ExecutorTools): Promise<Outcome | undefined> {
  if (active.spec.checkpoint === undefined) return inputTrouble(active, state, tools)
  return badInput('`checkpoint` is not possible on a machine that is reached by SSH')
}

/** Runs attempts on a machine that is reached by SSH. README.md tells how. */
export function sshExecutor(tools: ExecutorTools, { siteOf = () => plainSite }: SshOptions = {}): Executor {
  const { paths, outbox } = tools
  const answers = createAnswers({ ...tools, places: farPaths })
  const folder = join(paths.store, 'ssh')
  const jobs = new Map(leftJobs(folder).map((job) => [job.name, job]))
  const placed = new Map<string, Job>()
  for (const job of jobs.values()) for (const name of job.names) placed.set(name, job)
  const conversation = createConversation({ tools, answers, jobs })
  const setUps = createSetUps(tools.now)
  let made = 0

  async function line(actives: readonly Active[], { file, site }: { file: string; site: SshSite | undefined }): Promise<void> {
    const able: Active[] = []
    for (const active of actives) {
      const trouble = site === undefined ? badInput(noMachine) : await farTrouble(active, { file }, tools)
      if (trouble !== undefined) answers.answer(active, trouble)
      else if (active.stop !== undefined) answers.answer(active, lostOutcome(active))
      else able.push(active)
    }
    if (able.length === 0 || site === undefined) return
    for (const { folder: own, spec, inputs, name } of able) writeFarAttempt(own, spec, inputs, farPaths.attempt(name))
    made++
    const name = `${Date.now().toString(36)}-${process.pid}-${made}`
    const job = prepareJob(
      join(folder, name),
      site,
      able.map((active) => active.name),
    )
    jobs.set(name, job)
    for (const active of able) placed.set(active.name, job)
  }

  function begin(actives: readonly Active[], effect: { run: string }, state: State, setUpAt = 0): void {
    if (actives.length === 0) return
    const place = { file: state.runs.get(effect.run)?.started.file ?? '', site: siteOf(state, effect.run).ssh }
    const names = actives.map(({ name }) => name)
    const ready = setUpAt === 0 ? line(actives, place) : setUps.wait(names, setUpAt).then(() => line(actives, place))
    ready.catch((error) => outbox.fail(asStoreError(error, paths.store)))
  }

  function drop(job: Job): void {
    jobs.delete(job.name)
    for (const name of job.names) if (placed.get(name) === job) placed.delete(name)
    conversation.forget(job)
    removeJob(job)
  }

  return {
    start(effect, state) {
      begin(answers.take(effect, state), effect, state, effect.setupMs === undefined ? 0 : tools.now() + effect.setupMs)
    },
    adopt(effect, state) {
      const fresh: Active[] = []
      for (const active of answers.take(effect, state)) {
        const job = placed.get(active.name)
        if (job === undefined) fresh.push(active)
        else {
          active.inputs = recalledInputs(active.folder)
          job.open.add(active.name)
        }
      }
      begin(fresh, effect, state, effect.setUpAt)
    },
    stop(effect, stageName) {
      const name = attemptName({ ...effect, stage: stageName })
      if (effect.unseen) recall(unseen(effect, stageName, join(paths.runs, name)), { answers, placed })
      const active = answers.actives.get(name)
      if (active === undefined || active.ending || active.stop !== undefined) return
      active.stop = createStop('cancelled', 'cancelled', 0)
      setUps.wake(name)
    },
    resumed() {
      for (const job of [...jobs.values()]) if (job.open.size === 0) drop(job)
    },
    forget(inputs) {
      for (const name of answers.journalled(inputs)) {
        const job = placed.get(name)
        if (job !== undefined && job.open.size === 0 && job.names.every((each) => !answers.actives.has(each))) drop(job)
      }
    },
    look: (now) => conversation.look(now),
    async close() {
      setUps.close()
      await conversation.close()
    },
  }
}

/** An attempt of before a crash that is not wanted any more; what no machine has heard of is answered at once. */
function recall(active: Active, { answers, placed }: { answers: Answers; placed: ReadonlyMap<string, Job> }): void {
  if (!answers.add(active)) return
  const job = placed.get(active.name)
  if (job !== undefined) job.open.add(active.name)
  else {
    active.stop = createStop('cancelled', 'cancelled', 0)
    answers.answer(active, lostOutcome(active))
  }
}
