import type { Journal } from '#engine/ports.ts'
import { invariant } from '#model/invariant.ts'
import { hiddenStages, visibleEvent } from '#run/blinding.ts'
import type { RunState } from '#run/state.ts'
import { createLoader } from './definition.ts'
import { describeRun } from './describe-run.ts'
import { followRun } from './follow-run.ts'
import type { Host } from './operation.ts'
import { linkResults } from './result-links.ts'
import type { RunStatus } from './run-status.ts'
import type { RunUpdate } from './run-update.ts'
import { storePlaces } from './store-places.ts'
import { updatesOf } from './update-of-event.ts'
import { createWatcher } from './watcher.ts'

export interface Watched {
  readonly ended: 'over' | 'detached'
  /** Undefined: nobody has begun it yet. */
  readonly status: RunStatus | undefined
  /** The run as who looks on may see it. */
  readonly seen: RunState | undefined
}

export interface WatchOptions {
  readonly store: string
  readonly journal: Journal
  readonly run: string
  /** Commands left in the inbox that must be taken before the run can count as over. */
  readonly sent: readonly number[]
  readonly host: Host<RunUpdate>
}

/** Follows a run and tells the host what happens: events from now on, snapshots as often as it wants. */
export async function watchRun({ store, journal, run, sent, host }: WatchOptions): Promise<Watched> {
  const load = createLoader()
  const places = storePlaces(store)
  let past = true
  const watcher = createWatcher({
    journal,
    load,
    run,
    onEvent(event, seen) {
      if (past) return
      const hidden = hiddenStages(seen.run)
      const isHidden = 'stage' in event && hidden.has(event.stage)
      const shown = visibleEvent(event, hidden)
      const shownPlaces = isHidden ? { ...places, lastLines: () => [] } : places
      for (const update of updatesOf(shown, seen.run, shownPlaces, host.everyTask)) host.report(update)
    },
  })
  watcher.catchUp()
  past = false
  const describe = () => {
    const seen = watcher.look()
    return seen === undefined ? undefined : describeRun(seen.state, seen.run, seen.progress, places, host.now())
  }
  const snapshot = () => {
    const status = describe()
    if (status !== undefined) host.report({ type: 'snapshot', at: host.now(), status })
  }
  const stopSnapshots = host.snapshotMs === undefined ? undefined : regularly(snapshot, host.snapshotMs)
  const cancel = () => {
    journal.send({ type: 'cancel', run, reason: 'asked for at the terminal' })
  }
  host.cancel.addEventListener('abort', cancel, { once: true })
  try {
    const onLead = (here: boolean) => host.report({ type: 'led', at: host.now(), run, here })
    const ended = await followRun({
      store,
      journal,
      load,
      watcher,
      sent,
      detach: host.detach,
      onLead,
      onUntold: () => host.startController(store),
    })
    // Whoever leads has made them; the leader may have died just before.
    const seen = watcher.look()
    if (ended === 'over' && seen !== undefined) linkResults(store, seen.run, { newest: false })
    if (stopSnapshots !== undefined) snapshot()
    const status = describe()
    invariant(ended === 'detached' || status !== undefined, 'a run that is over has a state')
    return { ended, status, seen: seen?.run }
  } finally {
    stopSnapshots?.()
    host.cancel.removeEventListener('abort', cancel)
  }
}

/** Calls at once and then again and again; less often where it takes long, so that looking never holds up the work. */
function regularly(look: () => void, everyMs: number): () => void {
  let timer: NodeJS.Timeout
  const turn = () => {
    const began = performance.now()
    look()
    timer = setTimeout(turn, Math.max(everyMs, 10 * (performance.now() - began)))
  }
  turn()
  return () => clearTimeout(timer)
}
