import type { Workflow } from '#model/workflow.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import { createState } from '#run/evolve.ts'
import type { State } from '#run/state.ts'
import type { Journal, World } from './ports.ts'

export interface EngineOptions {
  readonly journal: Journal
  readonly world: World
  /** A run's own definition as a workflow. */
  readonly load: (started: RunStarted) => Workflow
  /** Called with each turn's events once they are durable; for views. Must not change anything. */
  readonly onEvents?: (events: readonly RunEvent[], state: State) => void
}

/** The one loop: inputs in, events made durable, effects out. */
export interface Engine {
  readonly state: State
  /** Folds the unfinished runs of the journal and asks the world again for all that was under way. Once, before the first turn. */
  resume(): void
  /** One turn; waits until something happens. False: nothing can happen any more. */
  turn(): Promise<boolean>
  /** Turns until `until` holds or nothing can happen any more. */
  drive(until: (state: State) => boolean): Promise<void>
}

export function createEngine(options: EngineOptions): Engine {
  const state = createState(options.load)
  return { state, resume() {}, turn: async () => false, async drive() {} }
}
