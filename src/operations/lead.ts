import { createEngine } from '#engine/loop.ts'
import type { Journal } from '#engine/ports.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import type { State } from '#run/state.ts'
import { createLocalWorld } from '#worlds/local/world.ts'
import { linkResults } from './result-links.ts'

export interface Leading {
  readonly store: string
  /** Its lead is held by this process. */
  readonly journal: Journal
  readonly load: (started: RunStarted) => Workflow
  readonly onEvents: (events: readonly RunEvent[], state: State) => void
  /** Asked after each turn. */
  readonly until: (state: State) => boolean
  /** Lets go at once; what runs goes on, and is adopted by the next leader. */
  readonly stop: AbortSignal
}

/** Decides for all runs of the store until `until` holds, then lets go of the world. The lead itself stays with the caller. */
export async function lead({ store, journal, load, onEvents, until, stop }: Leading): Promise<void> {
  const world = createLocalWorld({ store, journal })
  try {
    const engine = createEngine({
      journal,
      world,
      load,
      onEvents(events, state) {
        for (const event of events) {
          const run = event.type === 'RunEnded' ? state.runs.get(event.run) : undefined
          if (run !== undefined) linkResults(store, run, { newest: true })
        }
        onEvents(events, state)
      },
    })
    engine.resume()
    // The world's `next` answers several times a second, so a wish to stop is not overlooked for long.
    while (!stop.aborted && !until(engine.state) && (await engine.turn()));
  } finally {
    await world.close()
  }
}
