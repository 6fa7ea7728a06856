import type { Journal, RunSummary } from '#engine/ports.ts'
import type { Command } from '#run/inputs.ts'
import { createLoader } from './definition.ts'
import { Failure } from './failure.ts'
import { followRun, pause } from './follow-run.ts'
import type { Host } from './operation.ts'
import { findRun } from './store.ts'
import { createWatcher } from './watcher.ts'

/** How long a leader is waited for to take a command. */
const patienceMs = 5000

/** `taken`: the leader has acted on it; `waits`: nobody leads, so it takes effect when someone does. */
export type Sent = 'taken' | 'waits'

/** Leaves a command for whoever leads and waits until it is taken, where someone leads. */
export async function sendCommand(journal: Journal, command: Command, host: Host): Promise<Sent> {
  const id = journal.send(command)
  const deadline = host.now() + patienceMs
  const taken = () => !journal.inbox().some((waiting) => waiting.id === id)
  while (!taken() && host.now() < deadline) {
    if (journal.takeLead()) {
      journal.releaseLead()
      return taken() ? 'taken' : 'waits'
    }
    await pause(30, host.detach)
    if (host.detach.aborted) break
  }
  return taken() ? 'taken' : 'waits'
}

/** Leads the store until the run is over: for a cancel that nobody is there to carry out. */
export async function carryOut(store: string, journal: Journal, run: string, sent: readonly number[], host: Host): Promise<void> {
  const load = createLoader()
  const watcher = createWatcher({ journal, load, run, onEvent: () => undefined })
  await followRun({ store, journal, load, watcher, sent, detach: host.detach, onLead: () => undefined })
}

/** The run that is meant, which must not be over. */
export function findOpenRun(journal: Journal, wanted: string | undefined): RunSummary {
  const run = findRun(journal, wanted)
  refuseOver(run)
  return run
}

/** Refuses what cannot be done to a run that is over. */
export function refuseOver(run: RunSummary): void {
  if (run.outcome === undefined) return
  const outcome = { succeeded: '성공', failed: '실패', cancelled: '취소' }[run.outcome]
  throw new Failure('run_over', {
    en: `Run ${run.run} is over (${run.outcome}).`,
    ko: `실행 ${run.run}은(는) 이미 끝났습니다(${outcome}).`,
  })
}
