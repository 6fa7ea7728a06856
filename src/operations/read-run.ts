import type { Journal } from '#engine/ports.ts'
import { invariant } from '#model/invariant.ts'
import { hiddenStages, visibleEvent } from '#run/blinding.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { RunState, State } from '#run/state.ts'
import { createLoader } from './definition.ts'
import { createWatcher, type Seen } from './watcher.ts'

/** A run as its journal tells it now. `run` is a name that the journal has. */
export function readRun(journal: Journal, run: string): Seen {
  const watcher = createWatcher({ journal, load: createLoader(), run, onEvent: () => undefined })
  watcher.catchUp()
  const seen = watcher.look()
  invariant(seen !== undefined, `the journal has the events of run ${run}`)
  return seen
}

/** All unfinished runs together, as the leader sees them: they share the pools. */
export function readUnfinished(journal: Journal): State {
  const state = createState(createLoader())
  for (const { run, outcome } of journal.runs()) {
    if (outcome !== undefined) continue
    for (const { event } of journal.read(run)) evolve(state, event)
  }
  return state
}

/** A run's events in order, as who looks on may see them: without the results that are blind. */
export function* eventsOf(journal: Journal, run: RunState): Generator<RunEvent> {
  const hidden = hiddenStages(run)
  for (const entry of journal.read(run.id)) yield visibleEvent(entry.event, hidden)
}

/** A run's events as they are: for what goes on with the run, and shows none of it. */
export function* wholeEventsOf(journal: Journal, run: string): Generator<RunEvent> {
  for (const entry of journal.read(run)) yield entry.event
}
