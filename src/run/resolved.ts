import type { Cause } from '#model/cause.ts'
import { stillStands } from './approving.ts'
import { isReusable } from './cached.ts'
import type { AttemptEnded, RunEvent, TasksReused } from './events.ts'
import type { Input, ResolvedTask } from './inputs.ts'
import { isActive, type OwnedStage, type OwnedState } from './owned.ts'
import { is } from './status.ts'
import { isStale } from './validity.ts'
import { verdictOn } from './verdict.ts'

type Resolved = Extract<Input, { type: 'resolved' }>

/** Keys are known: a result that the store has is judged and used, and the other tasks go into line. */
export function decideResolved(state: OwnedState, { run, stage: index, tasks }: Resolved, now: number): RunEvent[] {
  const stage = state.runs.get(run)?.stages[index]
  if (stage === undefined || !isActive(stage.run)) return []
  const events: RunEvent[] = []
  const found: ResolvedTask[] = []
  const queued: ResolvedTask[] = []
  for (const answer of stillAsked(stage, tasks)) {
    const task = asItIsNow(state, stage, answer)
    const trouble = task.problem ?? takingTrouble(stage, task)
    if (trouble !== undefined) events.push(failedAtOnce(stage, task.task, task.attempt, task.key, trouble, now))
    else if (isUsable(stage, task, now)) found.push(task)
    else queued.push(task)
  }
  const base = { run, at: now, stage: index }
  if (found.length > 0) {
    const results = found.flatMap((task) => reusedResult(stage, task, now))
    events.push({ type: 'TasksReused', ...base, results, ...newInputs(stage, found) })
  }
  if (queued.length > 0) {
    const keys = queued.map((task) => task.key)
    events.push({ type: 'TasksQueued', ...base, tasks: queued.map((task) => task.task), keys, ...newInputs(stage, queued) })
  }
  return events
}

/** Without answers for an attempt that is not the next one any more, and without a second answer for the same. */
function stillAsked(stage: OwnedStage, tasks: readonly ResolvedTask[]): readonly ResolvedTask[] {
  const seen = new Set<number>()
  return tasks.filter(({ task, attempt, found, problem }) => {
    if (stage.status[task] !== is.released || attempt !== (stage.attempts[task] ?? 0) + 1 || seen.has(task)) return false
    // What is taken from another run is waited for, never made.
    if (stage.definition.take !== undefined && found === undefined && problem === undefined) return false
    seen.add(task)
    return true
  })
}

/** What is taken from another run is not made here. */
function takingTrouble({ definition, histories }: OwnedStage, { task, key, found }: ResolvedTask): string | undefined {
  if (definition.take === undefined || found === undefined) return undefined
  return histories.get(task)?.judgedKey === key ? `${key} was judged before, and is still the newest there is` : undefined
}

/** The world looked when it was asked; temporary outputs may have been let go since. */
function asItIsNow({ gone }: OwnedState, { temporary }: OwnedStage, task: ResolvedTask): ResolvedTask {
  if (temporary === undefined || task.found === undefined || !gone.has(task.key)) return task
  return { ...task, found: { result: task.found.result, discarded: temporary.names } }
}

function isUsable(stage: OwnedStage, { task, key, found }: ResolvedTask, now: number): boolean {
  if (found === undefined || !(stage.definition.take !== undefined || isReusable(stage.run.started, stage.definition, found.result)))
    return false
  if (stage.histories.get(task)?.judgedKey === key) return false
  if (isStale(stage, found.result, now)) return false
  if (stage.isSpecial && !stillStands(stage, found.result, now)) return false
  return !(found.discarded.length > 0 && stage.temporary?.mustRun.has(task) === true)
}

function reusedResult(stage: OwnedStage, { task, attempt, key, found }: ResolvedTask, now: number): TasksReused['results'] {
  if (found === undefined) return []
  const { result, discarded } = found
  const { verdicts, then } = verdictOn({ stage, task, attempt, key, outcome: { kind: 'succeeded', result }, now })
  return [{ task, key, result, verdicts, then, ...(discarded.length > 0 ? { discarded } : {}) }]
}

/** The end of an attempt that never started, as nothing could have come of it. */
export function failedAtOnce(
  stage: OwnedStage,
  task: number,
  attempt: number,
  key: string,
  detail: string,
  now: number,
  cause: Cause = 'bad_input',
): AttemptEnded {
  const outcome: AttemptEnded['outcome'] = {
    ...{ kind: 'failed', cause, exitCode: null, signal: null },
    ...{ detail, matched: [], usage: null, metrics: {} },
  }
  const { verdicts, then } = verdictOn({ stage, task, attempt, key, outcome, now })
  const { run, definition } = stage
  return { type: 'AttemptEnded', run: run.id, at: now, stage: definition.index, task, attempt, key, outcome, verdicts, then }
}

/** Fingerprints of files that the run uses for the first time. */
function newInputs({ run }: OwnedStage, tasks: readonly ResolvedTask[]): { inputs?: { readonly [path: string]: string } } {
  const fresh = new Map<string, string>()
  for (const { inputs } of tasks) {
    for (const path in inputs) if (!run.inputs.has(path) && !fresh.has(path)) fresh.set(path, inputs[path] ?? '')
  }
  return fresh.size === 0 ? {} : { inputs: Object.fromEntries(fresh) }
}
