import { FencedError, type Journal } from '#engine/ports.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunStarted } from '#run/events.ts'
import { lead } from './lead.ts'
import type { Watcher } from './watcher.ts'

/** How often a follower looks into the journal, and whether the lead is free. */
const lookEveryMs = 100

export interface Following {
  readonly store: string
  readonly journal: Journal
  readonly load: (started: RunStarted) => Workflow
  readonly watcher: Watcher
  /** Commands left in the inbox that must be taken before the run can count as over. */
  readonly sent: readonly number[]
  /** The caller does not wait any longer. */
  readonly detach: AbortSignal
  readonly onLead: (here: boolean) => void
  /** Notices are left that could not be delivered: somebody should go on trying. */
  readonly onUntold?: () => void
}

/**
 * Follows a run to its end, deciding for the store whenever nobody else does. So any number of processes can
 * share a store: the one that leads goes when its own run is over, and another one of them takes the lead.
 */
export async function followRun(following: Following): Promise<'over' | 'detached'> {
  const { journal, watcher, detach } = following
  let led: boolean | undefined
  const tell = (here: boolean) => {
    if (led !== here) following.onLead(here)
    led = here
  }
  for (;;) {
    // Asked before the journal is read: what was taken by then is in what is read.
    const taken = allTaken(following)
    watcher.catchUp()
    if (taken && isOver(watcher)) return 'over'
    if (detach.aborted) return 'detached'
    if (journal.takeLead()) {
      tell(true)
      await leadUntilOver(following)
      if (isOver(watcher)) continue
    } else tell(false)
    await pause(lookEveryMs, detach)
  }
}

async function leadUntilOver(following: Following): Promise<void> {
  const { store, journal, load, watcher, detach } = following
  try {
    // Whoever led before may have appended until the moment it let go.
    watcher.catchUp()
    const untold = await lead({
      store,
      journal,
      load,
      onEvents: (events, state) => watcher.take(events, state),
      until: () => isOver(watcher) && allTaken(following),
      stop: detach,
    })
    if (untold > 0) following.onUntold?.()
  } catch (error) {
    if (!(error instanceof FencedError)) throw error
  } finally {
    journal.releaseLead()
  }
}

function isOver(watcher: Watcher): boolean {
  const phase = watcher.look()?.run.phase
  return phase === 'succeeded' || phase === 'failed' || phase === 'cancelled'
}

function allTaken({ journal, sent }: Following): boolean {
  return sent.length === 0 || !journal.inbox().some((waiting) => sent.includes(waiting.id))
}

/** Waits, or until the signal. */
export function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (until.aborted) return done()
    const finish = () => {
      clearTimeout(timer)
      until.removeEventListener('abort', finish)
      done()
    }
    const timer = setTimeout(finish, ms)
    until.addEventListener('abort', finish)
  })
}
