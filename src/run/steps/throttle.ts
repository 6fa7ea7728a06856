import { holdsBack, waitingPieces } from '../backlog.ts'
import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'

/** Stops who makes pieces when too many of them wait, and lets him go on when enough are worked off. */
export function throttle(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of state.runs.values()) {
    for (const stage of run.streams) {
      const held = stage.stream?.heldSince !== undefined
      if (!isActive(run) || holdsBack(state, stage) === held) continue
      const type = held ? 'ProducerReleased' : 'ProducerHeld'
      events.push({ type, run: run.id, at: now, stage: stage.definition.index, waiting: waitingPieces(stage) })
    }
  }
  return events
}
