import type { Cause } from '#model/cause.ts'
import type { Outcome } from '#run/outcome.ts'
import type { Active } from '#worlds/attempt/active.ts'
import { notRun } from '#worlds/attempt/starting.ts'
import type { Cluster, Shape } from './cluster.ts'
import type { Element, Job } from './job.ts'
import type { Limits } from './limits.ts'
import { whereOf } from './records.ts'
import { writeResting } from './resting.ts'

/** Answers ends of attempts, and tells what fails because of its node from what fails by itself (`health.ts`). */
export interface Blaming {
  answer(active: Active, outcome: Outcome, element: Element): void
  /** A job ended before any of its attempts began. */
  unbegun(active: Active, job: Job, element: Element): void
  /** `now` is monotonic. */
  look(now: number): void
  idle(): Promise<unknown>
}

/** A failure that may be the node's is answered so much later at most: others on that node will tell. */
const holdMs = 5_000
const leastMs = 500

/** What a broken node can do to a program. Too little memory or time, and what people do, are never the node's fault. */
const suspicious: ReadonlySet<Cause> = new Set(['program_error', 'killed', 'missing_output', 'bad_format', 'bad_metrics', 'disk_full'])

interface Held {
  readonly active: Active
  readonly outcome: Extract<Outcome, { kind: 'failed' }>
  readonly node: string
  readonly since: number
}

export function createBlaming(cluster: Cluster, limits: Limits): Blaming {
  const { health, answers, tools } = cluster
  const held = new Set<Held>()
  let telling: Promise<unknown> | undefined
  let nextAt = Number.NEGATIVE_INFINITY

  function judge(now: number): void {
    for (const stage of new Set([...held].map(({ active }) => stageOf(active)))) health.getsOn(stage, gettingOn(cluster, stage, now))
    if (!health.judge(tools.now(), limits.nodes)) return
    const resting = health.resting(tools.now())
    writeResting(tools.paths.store, resting)
    const waiting = [...cluster.jobs.values()].filter(
      ({ phase, elements }) =>
        phase === 'submitted' && elements.some(({ open, lane, state }) => open.size > 0 && !lane && state !== 'gone'),
    )
    if (resting.length === 0 || waiting.length === 0) return
    // Best effort: what is not told so goes there all the same, and its failure is the node's.
    const nodes = resting.map(({ node }) => node).join(',')
    telling = cluster.slurm.ask('scontrol', ['update', `JobId=${waiting.map(({ id }) => id).join(',')}`, `ExcNodeList=${nodes}`])
  }

  function settle(each: Held, now: number): void {
    const { active, outcome, node } = each
    const stage = stageOf(active)
    if (health.isResting(node)) answers.answer(active, spoiled(outcome, node))
    else if (!health.isSuspect(node, stage) || now - each.since >= holdMs) answers.answer(active, outcome)
    else return
    held.delete(each)
  }

  return {
    answer(active, outcome, element) {
      const node = nodeOf(element)
      const shape = cluster.shapeOf.get(active.name)
      const how = node === undefined || shape === undefined ? undefined : howItWent(active, outcome, shape)
      if (node === undefined || how === undefined) {
        answers.answer(active, outcome)
        return
      }
      health.did({ node, stage: stageOf(active), how, what: `${active.spec.task}` })
      if (outcome.kind === 'failed' && health.isResting(node)) answers.answer(active, spoiled(outcome, node))
      else if (outcome.kind === 'succeeded' || !mayShow(cluster, active, limits)) answers.answer(active, outcome)
      else {
        held.add({ active, outcome, node, since: performance.now() })
        nextAt = Number.NEGATIVE_INFINITY
      }
    },
    unbegun(active, job, element) {
      const node = nodeOf(element)
      if (node === undefined || element.cancelled !== 'no' || [...(element.lane?.courses.values() ?? [])].some(hasBegun)) return
      health.did({ node, stage: stageOf(active), how: 'unbegun', what: `${job.name}/${element.number}` })
    },
    look(now) {
      if (now < nextAt) return
      nextAt = now + leastMs
      judge(now)
      for (const each of [...held]) settle(each, now)
    },
    idle: () => telling ?? Promise.resolve(),
  }
}

const hasBegun = ({ startedAt }: { readonly startedAt: number | undefined }) => startedAt !== undefined

const stageOf = ({ spec }: Active) => `${spec.run}/${spec.stage}`

/** Slurm's word counts where the job left none; of several nodes it cannot be told which one it was. */
function nodeOf({ lane, end }: Element): string | undefined {
  const node = lane === undefined ? (end?.nodes ?? '') : whereOf(lane).node
  return /^[^,[]+$/.test(node) ? node : undefined
}

/** Undefined: it says nothing about the node. */
function howItWent(active: Active, outcome: Outcome, { request, measured, measuredMs }: Shape): 'well' | 'failed' | undefined {
  // Which of several nodes was to blame cannot be told.
  if (request.words.some((word) => /^--nodes=(?!1$)/.test(word))) return undefined
  if (outcome.kind === 'succeeded') return 'well'
  if (active.stop !== undefined || outcome.usage === null || !suspicious.has(outcome.cause)) return undefined
  const fastMs = measured > 0 ? Math.max(2_000, measuredMs / measured / 4) : 10_000
  return outcome.usage.wallMs <= fastMs ? 'failed' : undefined
}

/** Whether there is enough else of its stage for the others to tell. */
function mayShow({ answers }: Cluster, active: Active, { nodes }: Limits): boolean {
  if (nodes < 2) return false
  let others = 0
  for (const { stage, spec } of answers.actives.values())
    if (stage === active.stage && spec.run === active.spec.run && ++others > 2) return true
  return false
}

/** Nodes where attempts of the stage have run for longer than what was held took to fail. */
function gettingOn({ jobs, answers }: Cluster, stage: string, now: number): ReadonlySet<string> {
  const nodes = new Set<string>()
  for (const { elements } of jobs.values()) {
    for (const element of elements) {
      const node = nodeOf(element)
      if (node === undefined) continue
      for (const name of element.open) {
        const active = answers.actives.get(name)
        if (active === undefined || active.ending || stageOf(active) !== stage || active.begunAt === undefined) continue
        if (now - active.begunAt > 3_000) nodes.add(node)
      }
    }
  }
  return nodes
}

/** It counts as the node's failure: no rule for what a program does is used up by it. */
function spoiled({ detail, exitCode, usage }: Held['outcome'], node: string): Outcome {
  const code = exitCode === null ? '' : ` (exit code ${exitCode})`
  const outcome = notRun('node_failure', `${node} fails tasks that do well on other nodes, and is left out: ${detail}${code}`)
  return { ...outcome, ...(outcome.kind === 'failed' ? { usage } : {}) }
}
