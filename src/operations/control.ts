import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FencedError, type Journal } from '#engine/ports.ts'
import type { State } from '#run/state.ts'
import { createLoader } from './definition.ts'
import { pause } from './follow-run.ts'
import { lead } from './lead.ts'
import { withJournal } from './store.ts'

const waitMs = 250

/**
 * What a background process does: leads the store, whenever nobody else does, until no run is unfinished and no
 * command waits. One such process a store is enough. The order at the end matters: it takes its mark away and only
 * then looks for work once more, so whoever found the mark and left its work to it is not let down.
 * True: there is nothing more to lead.
 */
export async function controlStore(store: string, stop: AbortSignal): Promise<boolean> {
  const mark = join(store, 'controller.pid')
  return withJournal(store, async (journal) => {
    for (;;) {
      if (isAlive(mark)) return false
      writeFileSync(mark, `${process.pid}\n`)
      await leadUntilIdle(store, journal, stop)
      rmSync(mark, { force: true })
      if (isIdle(journal)) return true
      if (stop.aborted) return false
    }
  })
}

async function leadUntilIdle(store: string, journal: Journal, stop: AbortSignal): Promise<void> {
  const load = createLoader()
  // Once in any case: notices may be left that could not be delivered.
  let hasLed = false
  while (!stop.aborted && !(hasLed && isIdle(journal))) {
    if (!journal.takeLead()) {
      await pause(waitMs, stop)
      continue
    }
    hasLed = true
    try {
      const until = (state: State) => allOver(state) && isIdle(journal)
      await lead({ store, journal, load, onEvents: () => undefined, until, stop, untilTold: true })
    } catch (error) {
      if (!(error instanceof FencedError)) throw error
    } finally {
      journal.releaseLead()
    }
  }
}

function isIdle(journal: Journal): boolean {
  return journal.inbox().length === 0 && journal.runs().every((run) => run.outcome !== undefined)
}

function allOver(state: State): boolean {
  for (const run of state.runs.values()) if (run.phase === 'running' || run.phase === 'paused' || run.phase === 'cancelling') return false
  return true
}

/** Whether the process that left its number there still is one of ours; numbers are used again by others. */
function isAlive(mark: string): boolean {
  try {
    const id = readFileSync(mark, 'utf8').trim()
    if (id === String(process.pid)) return false
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--control')
  } catch {
    return false
  }
}
