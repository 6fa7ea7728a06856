import type { State } from './state.ts'

/** The number that a task's next attempt will have; numbers only grow. Released tasks are resolved for this attempt. */
export function nextAttemptOf(_state: State, _run: string, _stage: number, _task: number): number {
  return 1
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
export function runningTasks(_state: State, _run: string): readonly RunningTask[] {
  return []
}
