import type { AttemptEnded, TasksReused } from './events.ts'

/**
 * A reused result as the end of an attempt, so that what the gates of today say of it is told like of any other.
 * Its number is 0, because none was made: `result.origin` names the one that computed it.
 */
export function endOfReused(event: TasksReused, { task, key, result, verdicts, then }: TasksReused['results'][number]): AttemptEnded {
  const { run, at, stage } = event
  return { type: 'AttemptEnded', run, at, stage, task, attempt: 0, key, outcome: { kind: 'succeeded', result }, verdicts, then }
}
