import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import { failureDetail } from '#run/history.ts'
import { labelOf } from '#run/label.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import type { FailedAttempt, History } from './history.ts'

/** Tasks of one stage that ended without a result for one cause. */
export interface FailureFact {
  readonly stage: number
  readonly cause: Cause
  /** `ignored`: a rule of the stage says to go on without them. */
  readonly sequel: 'failed' | 'ignored'
  readonly tasks: number
  readonly examples: readonly FailureExample[]
}

export interface FailureExample {
  readonly task: number
  readonly label: string
  readonly attempt: number
  readonly at: number
  /** One line: what was found. */
  readonly detail: string
  readonly exitCode: number | null
  readonly signal: string | null
}

/** Attempts of one stage that failed and were followed by another, by the budget that paid for it. */
export interface RetryFact {
  readonly stage: number
  readonly cause: Cause
  /** `gate:NAME`, `rule:INDEX` or `lost`. */
  readonly budget: string
  readonly attempts: number
  readonly tasks: number
  /** Tasks of these that have a result in the end. */
  readonly recovered: number
  readonly detail: string
  /** What the first of them changed for the next attempt. */
  readonly changed: { readonly [name: string]: Json }
  /** Needs that it changed, by pool. */
  readonly needs: { readonly [pool: string]: number }
}

const examplesKept = 5

export function failureFacts(run: RunState, history: History): readonly FailureFact[] {
  const facts = new Map<string, { fact: Omit<FailureFact, 'tasks' | 'examples'>; tasks: number; examples: FailureExample[] }>()
  for (const failed of lastOfEachTask(history.failed)) {
    const { attempt } = failed
    const sequel = attempt.sequel
    if ((sequel !== 'failed' && sequel !== 'ignored') || statusOf(run, attempt.stage, attempt.task) !== sequel) continue
    const cause = attempt.cause ?? 'program_error'
    const key = `${attempt.stage} ${cause} ${sequel}`
    const group = facts.get(key) ?? { fact: { stage: attempt.stage, cause, sequel }, tasks: 0, examples: [] }
    facts.set(key, group)
    group.tasks++
    if (group.examples.length < examplesKept) group.examples.push(exampleOf(run, failed))
  }
  return [...facts.values()]
    .map(({ fact, tasks, examples }): FailureFact => ({ ...fact, tasks, examples }))
    .sort((a, b) => Number(a.sequel === 'ignored') - Number(b.sequel === 'ignored') || b.tasks - a.tasks)
}

export function retryFacts(run: RunState, history: History): readonly RetryFact[] {
  const groups = new Map<string, { first: FailedAttempt; attempts: number; tasks: Set<number> }>()
  for (const failed of history.failed) {
    const { then } = failed.end
    if (then.kind !== 'retry') continue
    const key = `${failed.attempt.stage} ${then.budget} ${failed.attempt.cause}`
    const group = groups.get(key) ?? { first: failed, attempts: 0, tasks: new Set<number>() }
    groups.set(key, group)
    group.attempts++
    group.tasks.add(failed.attempt.task)
  }
  return [...groups.values()].map(({ first, attempts, tasks }): RetryFact => {
    const { stage, cause } = first.attempt
    const then = first.end.then
    return {
      stage,
      cause: cause ?? 'program_error',
      budget: then.kind === 'retry' ? then.budget : '',
      attempts,
      tasks: tasks.size,
      recovered: [...tasks].filter((task) => statusOf(run, stage, task) === 'done').length,
      detail: detailOf(run, first),
      changed: then.kind === 'retry' ? then.with : {},
      needs: then.kind === 'retry' ? then.needs : {},
    }
  })
}

function lastOfEachTask(failed: readonly FailedAttempt[]): readonly FailedAttempt[] {
  const last = new Map<string, FailedAttempt>()
  for (const one of failed) last.set(`${one.attempt.stage} ${one.attempt.task}`, one)
  return [...last.values()]
}

function exampleOf(run: RunState, failed: FailedAttempt): FailureExample {
  const { outcome, at } = failed.end
  return {
    task: failed.attempt.task,
    label: labelOf(run, failed.attempt.stage, failed.attempt.task),
    attempt: failed.attempt.attempt,
    at,
    detail: detailOf(run, failed),
    exitCode: outcome.kind === 'failed' ? outcome.exitCode : null,
    signal: outcome.kind === 'failed' ? outcome.signal : null,
  }
}

/** What the world found; of an attempt that only its gates stopped, their names. */
function detailOf(run: RunState, { attempt, end }: FailedAttempt): string {
  const reason = failureDetail(end)
  if (end.outcome.kind === 'failed') return reason
  const gates = run.workflow.stages[attempt.stage]?.gates ?? []
  const found = end.verdicts
    .filter((verdict) => verdict.verdict !== 'passed')
    .map((verdict) => `${gates[verdict.gate]?.name ?? verdict.gate}: ${verdict.detail ?? gates[verdict.gate]?.check.source ?? ''}`)
  return [...(reason === '' ? [] : [reason]), ...found].join('; ')
}

function statusOf(run: RunState, stage: number, task: number): string | undefined {
  return taskStatuses[run.stages[stage]?.status[task] ?? -1]
}
