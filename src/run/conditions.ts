import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Condition } from '#model/coordination.ts'
import type { ConditionChanged, ConditionRead, Reading } from './coordination-events.ts'
import type { Bundle, OwnedRun, OwnedStage } from './owned.ts'
import type { ConditionCourse } from './owned-together.ts'
import { dataRecord } from './signal-names.ts'

/**
 * Conditions of the surroundings. What is read is journalled when it changes, and counts once it has lasted as long as the file says;
 * the first word counts at once. While one of a stage's conditions holds, its queued tasks are barred, and where the condition says so
 * what runs of it is stopped where it is.
 */

export function conditionsAtFirst({ workflow }: OwnedRun): readonly ConditionCourse[] {
  return (workflow.coordination?.conditions ?? []).map(() => ({
    ...{ reading: undefined, readAt: 0, counts: undefined, since: undefined, suspendedMs: 0 },
  }))
}

/** Whether it holds tasks back: it holds, or nobody can tell and the file says to hold then. Before anything was read nobody can tell. */
export function suspends({ unknown }: Condition, counts: Reading | undefined): boolean {
  return counts === 'holds' || (counts !== 'clear' && unknown === 'hold')
}

export function isSuspended({ definition, run }: OwnedStage): boolean {
  const { suspendedBy = none } = definition.coordination ?? {}
  return suspendedBy.some((index) => isSuspending(run, index))
}

const none: readonly number[] = []

export function isSuspending(run: OwnedRun, index: number): boolean {
  const condition = run.workflow.coordination?.conditions[index]
  return condition !== undefined && suspends(condition, run.conditions[index]?.counts)
}

/** Whether what runs of the stage is stopped where it is: by a condition, or because too many of its pieces wait. */
export function isFrozen({ definition, run, pieces }: OwnedStage): boolean {
  if (definition.human !== undefined) return false
  if (pieces?.stream?.heldSince !== undefined) return true
  const { suspendedBy = none } = definition.coordination ?? {}
  return suspendedBy.some((index) => run.workflow.coordination?.conditions[index]?.running === 'stop' && isSuspending(run, index))
}

export function noteReading(run: OwnedRun, { condition, reading, at }: ConditionRead): void {
  const course = run.conditions[condition]
  if (course === undefined) return
  course.reading = reading
  course.readAt = at
}

/** Answers the stages whose tasks may start now, or may not any more. */
export function noteChange(run: OwnedRun, { condition, reading, at }: ConditionChanged): readonly OwnedStage[] {
  const course = run.conditions[condition]
  const definition = run.workflow.coordination?.conditions[condition]
  if (course === undefined || definition === undefined) return []
  const touched = run.stages.filter((stage) => stage.definition.coordination?.suspendedBy.includes(condition))
  course.counts = reading
  if (suspends(definition, reading)) course.since ??= at
  else {
    if (course.since !== undefined) course.suspendedMs += at - course.since
    course.since = undefined
  }
  for (const bundle of run.bundles) if (touched.includes(bundle.stage)) noteFrozen(bundle, at)
  return touched
}

/** Stops its clock, or lets it go on. */
export function noteFrozen(bundle: Bundle, at: number): void {
  const frozen = isFrozen(bundle.stage)
  if (frozen && bundle.frozenAt === undefined) bundle.frozenAt = at
  if (frozen || bundle.frozenAt === undefined) return
  const ms = at - bundle.frozenAt
  bundle.frozenMs += ms
  bundle.frozenAt = undefined
  if (bundle.expectedEnd !== undefined) bundle.expectedEnd += ms
}

/** For how long an attempt of the bundle was stopped where it was, until now. */
export function frozenMsOf({ frozenMs, frozenAt }: Bundle, now: number): number {
  return frozenMs + (frozenAt === undefined ? 0 : now - frozenAt)
}

/** What the newest signal says of a condition; clear: none has come. Undefined: it does not come from a signal. */
export function readingFromSignal(run: OwnedRun, { source }: Condition): Reading | undefined {
  if (source.kind !== 'signal') return undefined
  const declared = run.workflow.coordination?.signals[source.signal]
  const newest = declared && run.signals.newest.get(declared.name)
  if (declared === undefined || newest === undefined) return 'clear'
  try {
    const value = source.when.evaluate(dataRecord(declared.fields, newest.data))
    return typeof value === 'boolean' ? (value ? 'holds' : 'clear') : 'unknown'
  } catch (error) {
    if (error instanceof EvaluationError) return 'unknown'
    throw error
  }
}
