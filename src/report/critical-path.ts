import type { Dependency, Workflow } from '#model/workflow.ts'
import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import type { Attempt, History } from './history.ts'

/**
 * The chain of attempts that determined when the run ended, as it happened: from the last attempt back, each
 * time to what this one started after. Unlike the critical path of a plan it goes through resources too.
 */
export interface CriticalPath {
  /** In time's order; of a longer chain, the `longestShown` steps that took longest. */
  readonly steps: readonly CriticalStep[]
  readonly length: number
  /** Time in which attempts of the chain ran, and time between them, by what was waited for. */
  readonly runMs: number
  readonly waitMs: { readonly [link in Link]: number }
  /** Running time of the chain by stage, longest first. */
  readonly stages: readonly { readonly stage: number; readonly runMs: number; readonly steps: number }[]
}

/** What an attempt started after: the run's start, its input, its own failed attempt, what had it done again, room in a pool, its turn in a bundle. */
export type Link = 'start' | 'data' | 'retry' | 'again' | 'resource' | 'bundle'

export interface CriticalStep {
  readonly stage: number
  readonly task: number
  readonly label: string
  readonly attempt: number
  readonly link: Link
  readonly waitMs: number
  readonly startedAt: number
  readonly endedAt: number
}

const longestShown = 60
/** A shorter wait in the queue is the time it takes to start something, not a lack of room. */
const noticeableWaitMs = 25

export interface Chain {
  readonly path: CriticalPath
  readonly attempts: ReadonlySet<Attempt>
}

export function criticalPath(run: RunState, history: History): Chain {
  const find = finder(run.workflow, history)
  const steps: CriticalStep[] = []
  const members = new Set<Attempt>()
  let current = find.last()
  while (current !== undefined) {
    members.add(current)
    const before = find.before(current)
    const since = before?.attempt.endedAt ?? run.started.at
    steps.push({
      stage: current.stage,
      task: current.task,
      label: labelOf(run, current.stage, current.task),
      attempt: current.attempt,
      link: before?.link ?? 'start',
      waitMs: Math.max(0, current.startedAt - since),
      startedAt: current.startedAt,
      endedAt: current.endedAt ?? current.startedAt,
    })
    current = before?.attempt
  }
  return { path: summarise(steps.reverse()), attempts: members }
}

function summarise(steps: readonly CriticalStep[]): CriticalPath {
  const waitMs = { start: 0, data: 0, retry: 0, again: 0, resource: 0, bundle: 0 }
  const stages = new Map<number, { stage: number; runMs: number; steps: number }>()
  let runMs = 0
  for (const step of steps) {
    const ran = step.endedAt - step.startedAt
    runMs += ran
    waitMs[step.link] += step.waitMs
    const stage = stages.get(step.stage) ?? { stage: step.stage, runMs: 0, steps: 0 }
    stage.runMs += ran
    stage.steps++
    stages.set(step.stage, stage)
  }
  return {
    steps: longest(steps),
    length: steps.length,
    runMs,
    waitMs,
    stages: [...stages.values()].sort((a, b) => b.runMs - a.runMs).slice(0, longestShown),
  }
}

function longest(steps: readonly CriticalStep[]): readonly CriticalStep[] {
  if (steps.length <= longestShown) return steps
  const took = (step: CriticalStep) => step.endedAt - step.startedAt + step.waitMs
  const kept = new Set([...steps].sort((a, b) => took(b) - took(a)).slice(0, longestShown))
  return steps.filter((step) => kept.has(step))
}

interface Finder {
  last(): Attempt | undefined
  before(attempt: Attempt): { readonly attempt: Attempt; readonly link: Link } | undefined
}

/** Every answer ended before the attempt asked about started (or is before it in its bundle), so a chain always comes to an end. */
function finder(workflow: Workflow, history: History): Finder {
  const ended = history.attempts.filter((attempt) => attempt.endedAt !== undefined).sort((a, b) => a.endOrder - b.endOrder)
  const ofStage: Attempt[][] = workflow.stages.map(() => [])
  const ofTask = new Map<number, Attempt[]>()
  const keyOf = (stage: number, task: number) => stage + task * workflow.stages.length
  for (const attempt of ended) {
    ofStage[attempt.stage]?.push(attempt)
    const key = keyOf(attempt.stage, attempt.task)
    const list = ofTask.get(key)
    if (list === undefined) ofTask.set(key, [attempt])
    else list.push(attempt)
  }

  const input = (attempt: Attempt): Attempt | undefined => {
    let latest: Attempt | undefined
    for (const dependency of workflow.stages[attempt.stage]?.dependencies ?? []) {
      const list = isWhole(workflow, dependency)
        ? ofStage[madeBy(workflow, dependency.stage)]
        : ofTask.get(keyOf(dependency.stage, attempt.task))
      const found = lastBefore(list ?? [], attempt.startOrder)
      if (found !== undefined && (latest === undefined || found.endOrder > latest.endOrder)) latest = found
    }
    return latest
  }

  return {
    last: () => ended.at(-1),
    before: (attempt) => {
      const position = attempt.bundle.attempts.indexOf(attempt)
      const previous = attempt.bundle.attempts[position - 1]
      if (previous !== undefined) return { attempt: previous, link: 'bundle' }
      const waited = attempt.queuedAt !== undefined && attempt.bundle.startedAt - attempt.queuedAt > noticeableWaitMs
      const freed = waited ? lastBefore(ended, attempt.startOrder) : undefined
      if (freed !== undefined && attempt.queuedAt !== undefined && (freed.endedAt ?? 0) > attempt.queuedAt) {
        return { attempt: freed, link: 'resource' }
      }
      const own = lastBefore(ofTask.get(keyOf(attempt.stage, attempt.task)) ?? [], attempt.startOrder)
      const data = input(attempt)
      // Of what is done again after it had succeeded, its input has been made again, or somebody wanted it made again.
      if (own !== undefined && (data === undefined || own.endOrder > data.endOrder)) {
        const before = own.sequel === 'done' ? lastBefore(ended, attempt.startOrder) : undefined
        return before === undefined || before === own ? { attempt: own, link: 'retry' } : { attempt: before, link: 'again' }
      }
      return data === undefined ? undefined : { attempt: data, link: 'data' }
    },
  }
}

/** Pieces have no attempts of their own: whoever takes one waits for what makes them. */
function madeBy({ stages }: Workflow, stage: number): number {
  const fanout = stages[stage]?.fanout
  return fanout?.kind === 'pieces' ? fanout.stage : stage
}

function isWhole({ stages }: Workflow, { kind, stage }: Dependency): boolean {
  return kind === 'whole' || stages[stage]?.fanout.kind === 'pieces'
}

/** The last of a list, sorted by its ends, that ended before an event. */
function lastBefore(list: readonly Attempt[], order: number): Attempt | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.endOrder ?? 0) < order) low = middle + 1
    else high = middle
  }
  return list[low - 1]
}
