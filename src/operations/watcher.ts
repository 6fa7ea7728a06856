import type { Journal } from '#engine/ports.ts'
import type { Workflow } from '#model/workflow.ts'
import { visibleRun } from '#run/blinding.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { RunState, State } from '#run/state.ts'
import { createProgress, note, type Progress } from './progress.ts'

/** One run as seen by whoever looks on, whether this process decides for it or another one does. */
export interface Watcher {
  /** Undefined until the run's first event. */
  look(): Seen | undefined
  /** Reads what the journal has new of this run. */
  catchUp(): void
  /** Takes events that this process made durable itself; of other runs too, which are passed over. */
  take(events: readonly RunEvent[], state: State): void
}

export interface Seen {
  /** As it is: for what goes on with runs. */
  readonly state: State
  /** As who looks on may see it: without the results that are blind. */
  readonly run: RunState
  readonly progress: Progress
}

export interface WatcherOptions {
  readonly journal: Journal
  readonly load: (started: RunStarted) => Workflow
  readonly run: string
  /** Told of each event of the run, after it has been taken into account. */
  readonly onEvent: (event: RunEvent, seen: Seen) => void
}

/**
 * Folds the run's events into a state of its own. It does so for events of its own engine as well: the engine
 * forgets runs that are over, and a look must not depend on who leads.
 */
export function createWatcher({ journal, load, run, onEvent }: WatcherOptions): Watcher {
  const own = createState(load)
  let progress: Progress | undefined
  let position = 0
  let whole: State = own

  const seen = (): Seen | undefined => {
    const found = own.runs.get(run)
    return found === undefined || progress === undefined ? undefined : { state: whole, run: visibleRun(found), progress }
  }
  const see = (event: RunEvent) => {
    evolve(own, event)
    const found = own.runs.get(run)
    if (found === undefined) return
    progress ??= createProgress(found.workflow)
    note(progress, event)
    const now = seen()
    if (now !== undefined) onEvent(event, now)
  }
  return {
    look: seen,
    catchUp() {
      whole = own
      for (const entry of journal.read(run, position)) {
        position = entry.position
        see(entry.event)
      }
    },
    take(events, state) {
      whole = state
      for (const event of events) if (event.run === run) see(event)
      position = journal.position()
    },
  }
}
