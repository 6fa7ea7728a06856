import type { Json } from '#model/json.ts'
import { ownParameters } from './names.ts'
import { type OwnedRun, owned } from './owned.ts'
import type { RunState, State } from './state.ts'
import { is, statusOf } from './status.ts'

/** The number that a task's next attempt will have; numbers only grow. Released tasks are resolved for this attempt. */
export function nextAttemptOf(state: State, run: string, stage: number, task: number): number {
  return (owned(state).runs.get(run)?.stages[stage]?.attempts[task] ?? 0) + 1
}

/** Whether a stage is among those that its run was asked for: named by `until`, or before one that is. */
export function isAsked(run: RunState, stage: number): boolean {
  return (run as OwnedRun).stages[stage]?.asked ?? false
}

/** A task that runs, as people see it. */
export interface RunningTask {
  readonly stage: number
  readonly task: number
  readonly attempt: number
  /** When its bundle was started; an attempt inside may begin later. */
  readonly startedAt: number
}

/** What runs now, in the order it was started. */
export function runningTasks(state: State, run: string): readonly RunningTask[] {
  const tasks: RunningTask[] = []
  for (const bundle of owned(state).runs.get(run)?.bundles ?? []) {
    const { stage, attempts, startedAt } = bundle
    bundle.tasks.forEach((task, index) => {
      const attempt = attempts[index] ?? 0
      if (statusOf(stage, task) !== is.running || stage.attempts[task] !== attempt) return
      tasks.push({ stage: stage.definition.index, task, attempt, startedAt })
    })
  }
  return tasks
}

/** Parameters and `foreach` values that retries have changed for a task; undefined: none. */
export function changesOf(run: RunState, stage: number, task: number): { readonly [name: string]: Json } | undefined {
  const changes = (run as OwnedRun).stages[stage]?.histories.get(task)?.changes
  return changes === undefined || Object.keys(changes).length === 0 ? undefined : changes
}

/** When something that waits for a calendar or a date may start, over all runs; undefined: nothing waits so. */
export function openingAwaited(state: State): number | undefined {
  const { awaited } = owned(state)
  return awaited > 0 ? awaited : undefined
}

/** Which of its stage's options a running task is done by. */
export function optionOf(state: State, run: string, stage: number, task: number): number {
  return owned(state).runs.get(run)?.stages[stage]?.entries[task]?.bundle?.option ?? 0
}

/** What a task was run with: `foreach` values along its chain of elements, and what retries changed. */
export function valuesOf(run: RunState, stage: number, task: number): { readonly [name: string]: Json } {
  const found = (run as OwnedRun).stages[stage]
  return found === undefined ? {} : ownParameters(found, task)
}
