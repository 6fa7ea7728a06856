import type { Journal } from '#engine/ports.ts'
import type { DurationSample } from '#plan/duration.ts'
import { numbersOf, type PlanHistory } from '#plan/plan-input.ts'
import type { BranchesChosen } from '#run/branching-events.ts'
import type { AttemptEnded, AttemptsStarted } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { labelOf } from '#run/label.ts'
import { createLoader } from './definition.ts'
import { earlierIssues } from './earlier-issues.ts'

const mostRuns = 100
/** Tasks that are looked at, whether they ran or were reused. */
const mostTasks = 20_000

/** Reads the runs of this name, the newest first, until there is enough. */
export function planHistory(journal: Journal, name: string): PlanHistory {
  const samples = new Map<string, DurationSample[]>()
  const counts = new Map<string, number>()
  const runs = journal.runs().filter((run) => run.name === name)
  const taken = new Map<string, Map<string, number>>()
  let left = mostTasks
  runs.reverse()
  for (const [number, { run }] of runs.slice(0, mostRuns).entries()) {
    if (left <= 0) break
    left -= readSamples(journal, run, number, { samples, counts, taken })
  }
  const newest = runs[0]?.run
  return { samples, counts, taken, ...(newest === undefined ? {} : { issues: earlierIssues(journal, newest) }) }
}

interface Known {
  readonly samples: Map<string, DurationSample[]>
  readonly counts: Map<string, number>
  readonly taken: Map<string, Map<string, number>>
}

function readSamples(journal: Journal, id: string, number: number, { samples, counts, taken }: Known): number {
  const state = createState(createLoader())
  const clock = createClock()
  let read = 0
  for (const { event } of journal.read(id)) {
    evolve(state, event)
    if (event.type === 'AttemptsStarted') clock.start(event)
    if (event.type === 'BranchesChosen') noteTaken(taken, state.runs.get(id)?.workflow.stages[event.stage]?.name ?? '', event)
    if (event.type === 'TasksReused') read += event.results.length
    if (event.type !== 'AttemptEnded') continue
    const { ms, repeated } = clock.end(event)
    const run = state.runs.get(id)
    if (event.then.kind !== 'done' || run === undefined) continue
    const stage = run.workflow.stages[event.stage]?.name ?? ''
    const known = samples.get(stage) ?? []
    known.push({
      run: number,
      ms: Math.max(ms, shortestMs),
      values: numbersOf(run, event.stage, event.task),
      label: labelOf(run, event.stage, event.task),
      ...(repeated === undefined ? {} : { repeated }),
    })
    samples.set(stage, known)
    read++
  }
  const run = state.runs.get(id)
  for (const { index, name } of run?.workflow.stages ?? []) {
    const count = run?.stages[index]?.count
    if (count !== undefined && !counts.has(name)) counts.set(name, count)
  }
  return read
}

function noteTaken(taken: Map<string, Map<string, number>>, stage: string, { choices }: BranchesChosen): void {
  const times = taken.get(stage) ?? new Map<string, number>()
  for (const { name } of choices) times.set(name, (times.get(name) ?? 0) + 1)
  taken.set(stage, times)
}

/** Clocks count whole milliseconds. */
const shortestMs = 0.5

const ofGate = 'gate:'

/**
 * Time that a task held its resources, over all its attempts: waits between them are the queue's and the backoff's. Of people's work only
 * what was time to work in.
 */
function createClock() {
  const bundles = new Map<string, { freeAt: number }>()
  const held = new Map<string, number>()
  const repeated = new Map<string, { readonly firstMs: number; readonly gates: readonly string[] }>()
  return {
    start({ stage, tasks, at }: AttemptsStarted): void {
      const bundle = { freeAt: at }
      for (const task of tasks) bundles.set(`${stage} ${task}`, bundle)
    },
    end({ stage, task, at, outcome, then }: AttemptEnded): Pick<DurationSample, 'ms' | 'repeated'> {
      const id = `${stage} ${task}`
      const bundle = bundles.get(id)
      const workMs = outcome.kind === 'succeeded' ? outcome.result.usage.workMs : undefined
      const ms = (held.get(id) ?? 0) + (workMs ?? ranOnCluster(outcome) ?? (bundle === undefined ? 0 : at - bundle.freeAt))
      held.set(id, ms)
      if (bundle !== undefined) bundle.freeAt = at
      if (then.kind === 'retry' && then.budget.startsWith(ofGate)) {
        const { firstMs = Math.max(ms, shortestMs), gates = [] } = repeated.get(id) ?? {}
        repeated.set(id, { firstMs, gates: [...gates, then.budget.slice(ofGate.length)] })
      }
      const known = repeated.get(id)
      return known === undefined ? { ms } : { ms, repeated: known }
    },
  }
}

/** Where a job waited in a queue, only the attempt's own time counts; undefined: none did. */
function ranOnCluster(outcome: AttemptEnded['outcome']): number | undefined {
  const usage = outcome.kind === 'succeeded' ? outcome.result.usage : outcome.usage
  return usage?.queuedMs === undefined ? undefined : usage.wallMs
}
