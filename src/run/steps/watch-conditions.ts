import { readingFromSignal } from '../conditions.ts'
import type { RunEvent } from '../events.ts'
import { isGoingOn } from '../going-on.ts'
import type { OwnedState } from '../owned.ts'

/** Reads what signals say of conditions, and lets a reading count that has lasted. */
export function watchConditions({ together }: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const run of together) {
    if (!isGoingOn(run)) continue
    for (const [condition, { reading, readAt, counts }] of run.conditions.entries()) {
      const definition = run.workflow.coordination?.conditions[condition]
      if (definition === undefined) continue
      const base = { run: run.id, at: now, condition }
      const told = readingFromSignal(run, definition)
      if (told !== undefined && told !== reading) events.push({ type: 'ConditionRead', ...base, reading: told })
      else if (reading !== undefined && reading !== counts && (counts === undefined || now >= readAt + definition.steadyMs))
        events.push({ type: 'ConditionChanged', ...base, reading })
    }
  }
  return events
}
