import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'
import { isDiscardable, isWantedElsewhere } from '../temporaries.ts'

/** Lets go of the temporary outputs that nobody needs any more, here or in another run with the same result. */
export function discard(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const stage of state.toDiscard) {
    const { temporary, run, definition } = stage
    if (temporary === undefined || !isActive(run)) continue
    const { items, head } = temporary.line
    const tasks = [...new Set(items.slice(head).filter((task) => isDiscardable(stage, task) && !isWantedElsewhere(state, stage, task)))]
    if (tasks.length === 0) continue
    const outputs = temporary.names
    events.push({ type: 'OutputsDiscarded', run: run.id, at: now, stage: definition.index, tasks, outputs })
  }
  return events
}
