import type { Journal } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { State } from '#run/state.ts'
import { readRun, wholeEventsOf } from '../read-run.ts'
import type { Notifier } from './notifier.ts'

/** Older news is none. */
const lookedBackMs = 7 * 86_400_000

/** Gives a new leader's notifier what earlier ones did not come to tell: of unfinished runs, and of those that ended lately. */
export function recoverNotices(notifier: Notifier, journal: Journal, state: State, now: number): void {
  for (const { run, endedAt, outcome } of journal.runs()) {
    if (outcome !== undefined && now - (endedAt ?? 0) > lookedBackMs) continue
    // Most workflows tell nobody: their definition is not even read.
    if (!mayNotify(journal, run)) continue
    const found = state.runs.get(run) ?? readRun(journal, run).run
    notifier.recover(found, wholeEventsOf(journal, run))
  }
}

function mayNotify(journal: Journal, run: string): boolean {
  for (const { event } of journal.read(run)) return definitionOf(event).includes('notify')
  return false
}

function definitionOf(event: RunEvent): string {
  return event.type === 'RunStarted' ? event.definition : ''
}
