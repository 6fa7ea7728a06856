import { isThere } from '../barring.ts'
import type { RunEvent } from '../events.ts'
import { isActive, type OwnedState } from '../owned.ts'

/** Opens the barriers at which everyone is there. */
export function openBarriers({ together }: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of together) {
    if (!isActive(run)) continue
    for (const [barrier, { open, members }] of run.barriers.entries()) {
      if (!open && members.every(isThere)) events.push({ type: 'BarrierOpened', run: run.id, at: now, barrier })
    }
  }
  return events
}
