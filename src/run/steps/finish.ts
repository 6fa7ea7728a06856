import type { RunEnded } from '../course-events.ts'
import type { RunEvent } from '../events.ts'
import { isActive, type OwnedRun, type OwnedState } from '../owned.ts'

/** Ends the runs in which nothing is left to do. */
export function finish(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of state.toFinish) {
    const outcome = outcomeOf(run)
    if (outcome !== undefined) events.push({ type: 'RunEnded', run: run.id, at: now, outcome })
  }
  return events
}

function outcomeOf(run: OwnedRun): RunEnded['outcome'] | undefined {
  if (run.phase === 'cancelling') return run.bundles.size === 0 ? 'cancelled' : undefined
  if (!isActive(run) || run.openStages > 0) return undefined
  return run.failedTasks > 0 ? 'failed' : 'succeeded'
}
