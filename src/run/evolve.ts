import type { Workflow } from '#model/workflow.ts'
import type { RunEvent, RunStarted } from './events.ts'
import type { State } from './state.ts'

/** An empty state. `load` turns a run's own definition into its workflow; it must give the same one every time. */
export function createState(_load: (started: RunStarted) => Workflow): State {
  return { runs: new Map(), held: new Map() }
}

/** The only thing that changes a state, in place: folding a journal gives the state again, wherever it is cut. */
export function evolve(_state: State, _event: RunEvent): void {}
