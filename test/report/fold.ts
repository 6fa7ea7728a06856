import type { Workflow } from '#model/workflow.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { RunState } from '#run/state.ts'

/** The state that a journal written by hand folds to. */
export function fold(workflow: Workflow, events: readonly RunEvent[]): RunState {
  const state = createState(() => workflow)
  for (const event of events) evolve(state, event)
  const run = state.runs.get(events[0]?.run ?? '')
  if (run === undefined) throw new Error('the journal starts no run')
  return run
}
