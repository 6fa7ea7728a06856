import type { TasksSkipped } from './events.ts'
import type { OwnedStage } from './owned.ts'
import { type TaskStatus, taskStatuses } from './state.ts'

/** Positions in `taskStatuses`: what `StageState.status` holds. From `done` on a task is finished. */
export const is = {
  waiting: 0,
  released: 1,
  queued: 2,
  running: 3,
  retrying: 4,
  asked: 5,
  done: 6,
  failed: 7,
  ignored: 8,
  skipped: 9,
} as const

export const skipReasons: readonly TasksSkipped['reason'][] = ['when', 'upstream_skipped', 'upstream_failed', 'by_hand', 'branch']

export function statusOf(stage: OwnedStage, task: number): number {
  return stage.status[task] ?? is.waiting
}

export function statusName(code: number): TaskStatus {
  return taskStatuses[code] ?? 'waiting'
}

export function isFinal(code: number): boolean {
  return code >= is.done
}

export function setStatus(stage: OwnedStage, task: number, code: number): void {
  stage.counts[statusName(statusOf(stage, task))]--
  stage.counts[statusName(code)]++
  stage.status[task] = code
}

export function finishedCount({ counts }: OwnedStage): number {
  return counts.done + counts.failed + counts.ignored + counts.skipped
}

/** It waits for nothing more, and neither was released nor skipped yet. */
export function isDue(stage: OwnedStage, task: number): boolean {
  return stage.status[task] === is.waiting && stage.wholeWaits === 0 && (stage.elementWaits?.[task] ?? 0) === 0
}

export function skipReasonOf(stage: OwnedStage, task: number): TasksSkipped['reason'] | undefined {
  return skipReasons[(stage.skipReasons?.[task] ?? 0) - 1]
}
