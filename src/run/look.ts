import type { Json } from '#model/json.ts'
import { waitingPieces } from './backlog.ts'
import { isSuspending } from './conditions.ts'
import type { Reading } from './coordination-events.ts'
import { ownParameters } from './names.ts'
import { isOver, type OwnedRun, owned } from './owned.ts'
import { missingNames } from './signals.ts'
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
  const owned = (run as OwnedRun).stages[stage]
  const changes = { ...owned?.changes, ...owned?.histories.get(task)?.changes }
  return Object.keys(changes).length === 0 ? undefined : changes
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

/** A condition that holds tasks of a run back now, and for how long conditions have done so. */
export interface RunSuspension {
  readonly condition: string
  readonly reading: Reading | undefined
  /** Undefined: it does not hold back now, or was not looked at yet. */
  readonly since: number | undefined
  readonly suspends: boolean
  readonly totalMs: number
}

export function suspensionsOf(run: RunState, now: number): readonly RunSuspension[] {
  const own = run as OwnedRun
  return (run.workflow.coordination?.conditions ?? []).flatMap(({ name }, index): RunSuspension[] => {
    const course = own.conditions[index]
    if (course === undefined) return []
    const { counts, since, suspendedMs } = course
    const totalMs = suspendedMs + (since === undefined ? 0 : Math.max(0, now - since))
    return [{ condition: name, reading: counts, since, suspends: isSuspending(own, index), totalMs }]
  })
}

/** Signals for which stages of a run wait now, with since when. */
export function awaitedSignals(
  run: RunState,
): readonly { readonly stage: string; readonly signals: readonly string[]; readonly since: number }[] {
  return [...(run as OwnedRun).signals.waiting].flatMap((stage) =>
    stage.awaitingSince === undefined ? [] : [{ stage: stage.definition.name, signals: missingNames(stage), since: stage.awaitingSince }],
  )
}

/** How the pieces of a stage, or those that it makes, stand; undefined: it has to do with none. */
interface StreamView {
  /** More may come. */
  readonly growing: boolean
  /** Of the stage that makes them: since when it is stopped where it is, and how many wait. */
  readonly held: { readonly since: number; readonly waiting: number } | undefined
}

export function streamOf(run: RunState, stage: number): StreamView | undefined {
  const own = (run as OwnedRun).stages[stage]
  const since = own?.pieces?.stream?.heldSince
  const held = own?.pieces === undefined || since === undefined ? undefined : { since, waiting: waitingPieces(own.pieces) }
  if (own?.streamed === undefined && held === undefined) return undefined
  return { growing: own?.streamed?.stream?.open === true && !isOver(own.run), held }
}
