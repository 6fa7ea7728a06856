import type { RunEvent, TasksReset } from './events.ts'
import { isOver, type OwnedRun, type OwnedStage } from './owned.ts'
import type { RunState } from './state.ts'
import { is, skipReasonOf, statusOf } from './status.ts'

/** Which tasks get another chance, as `TasksReset` events in the order of the dependencies. */

/** Stage and tasks that are named; left out: all. */
export interface Named {
  readonly stage?: number
  readonly tasks?: readonly number[]
}

/**
 * Failed tasks, all or those named, and everything that was skipped behind one of them: whether it runs this time is
 * found out again. A task that a rule or a quarantine has dropped, or about which somebody is asked, is tried again only when it is named.
 */
export function resetTasks(run: OwnedRun, named: Named, now: number): RunEvent[] {
  const events = resets(run, named, new Set(), now)
  // A cancelled run may have nothing that failed: it goes on where it stopped.
  if (events.length === 0 && run.phase === 'cancelled') events.push(emptyReset(run, now))
  return events
}

/** Whether a retry would do anything. */
export function isRetryable(run: RunState, named: Named): boolean {
  return resetTasks(run as OwnedRun, named, 0).length > 0
}

/** What was skipped because of a stage whose result is to pass after all; also opens a run that is over. */
export function skippedBehind(run: OwnedRun, stage: number, now: number): RunEvent[] {
  const events = resets(run, { stage: -1 }, new Set([stage]), now)
  if (events.length === 0 && isOver(run)) events.push(emptyReset(run, now))
  return events
}

function emptyReset(run: OwnedRun, now: number): TasksReset {
  return { type: 'TasksReset', run: run.id, at: now, stage: 0, tasks: [] }
}

function resets(run: OwnedRun, named: Named, touched: Set<number>, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const index of run.order) {
    const stage = run.stages[index]
    if (stage?.count === undefined || !stage.asked) continue
    const behind = stage.definition.dependencies.some((dependency) => touched.has(dependency.stage))
    const tasks = tasksToReset(stage, named, behind)
    if (tasks.length === 0) continue
    touched.add(index)
    events.push({ type: 'TasksReset', run: run.id, at: now, stage: index, tasks })
  }
  return events
}

function tasksToReset(stage: OwnedStage, { stage: named, tasks }: Named, behind: boolean): readonly number[] {
  const here = named === undefined || named === stage.definition.index
  const { failed, ignored, skipped, asked } = stage.counts
  if (!(here && failed + ignored + asked > 0) && !(behind && skipped > 0)) return []
  const only = named !== undefined && tasks !== undefined ? new Set(tasks) : undefined
  const late = named !== undefined && ignored > 0 && isBuiltUpon(stage)
  const found: number[] = []
  for (let task = 0; task < (stage.count ?? 0); task++) {
    const status = statusOf(stage, task)
    const meant = here && (only === undefined || only.has(task))
    const again = status === is.failed || (named !== undefined && (status === is.asked || (status === is.ignored && !late)))
    if ((meant && again) || (behind && status === is.skipped && isBehind(stage, task))) found.push(task)
  }
  return found
}

/** Others, near or far, have begun without it and are not over: it is too late, or too early, to have it after all. */
function isBuiltUpon({ run, definition }: OwnedStage): boolean {
  const behind = new Set([definition.index])
  for (const index of run.order) {
    const stage = run.stages[index]
    if (stage === undefined || behind.has(index) || !stage.definition.dependencies.some((dependency) => behind.has(dependency.stage)))
      continue
    behind.add(index)
    const { released, queued, running, retrying, asked } = stage.counts
    if (released + queued + running + retrying + asked > 0) return true
  }
  return false
}

function isBehind(stage: OwnedStage, task: number): boolean {
  const reason = skipReasonOf(stage, task)
  return reason === 'upstream_failed' || reason === 'upstream_skipped'
}
