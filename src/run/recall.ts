import type { RunEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { joinFlight, runningTwin } from './flights.ts'
import { owned } from './owned.ts'
import { leaveLine } from './queue.ts'
import type { State } from './state.ts'

/**
 * Folds the journal of a run that was over into a state in which others live. What it once computed at the same time
 * as they did is long over, so it meets them only as it is in the end.
 */
export function recall(state: State, id: string, events: Iterable<RunEvent>): void {
  const own = owned(state)
  own.recalling = true
  for (const event of events) evolve(state, event)
  own.recalling = false
  for (const stage of own.runs.get(id)?.stages ?? []) {
    for (const entry of stage.entries) {
      if (entry === undefined) continue
      joinFlight(own, entry)
      if (entry.place === 'line' && runningTwin(own, entry) !== undefined) leaveLine(own, entry, 'twin')
    }
  }
}
