import { createEngine } from '#engine/loop.ts'
import type { Journal } from '#engine/ports.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import type { State } from '#run/state.ts'
import { recoverNotices } from './notify/left-over.ts'
import { createNotifier, type Notifier } from './notify/notifier.ts'
import { realWorld } from './real-world.ts'
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
  /** Also stays for notices that could not be delivered at the first try; else these are left to whoever leads next. */
  readonly untilTold?: true
}

/**
 * Decides for all runs of the store until `until` holds, then lets go of the world. The lead itself stays with the caller. Answers how
 * many notices are still to be delivered.
 */
export async function lead({ store, journal, load, onEvents, until, stop, untilTold }: Leading): Promise<number> {
  const world = realWorld(store, journal, load)
  const notifier = createNotifier({ journal, environment: process.env })
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
        notifier.take(events, state)
        onEvents(events, state)
      },
    })
    engine.resume()
    recoverNotices(notifier, journal, engine.state, world.now())
    // The world's `next` answers several times a second, so a wish to stop is not overlooked for long.
    const isTold = createTelling(notifier, journal, untilTold === true)
    while (!stop.aborted && !(until(engine.state) && isTold()) && (await engine.turn()));
    return notifier.pending()
  } finally {
    notifier.close()
    await world.close()
  }
}

/** How long the end of a run is held up so that it can be told. */
const tellingMs = 10_000

/** Whether whoever is to be told was: what is delivered is journalled by this leader yet, as far as that goes quickly. */
function createTelling(notifier: Notifier, journal: Journal, patient: boolean): () => boolean {
  let since: number | undefined
  return () => {
    if (patient ? notifier.pending() === 0 : notifier.isTried()) return !journal.inbox().some(({ command }) => command.type === 'noticed')
    since ??= performance.now()
    return !patient && performance.now() - since > tellingMs
  }
}
