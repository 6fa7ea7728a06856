import type { Journal } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'

export interface Forgetting {
  /** Waits in the inbox. */
  readonly command?: Command | undefined
  /** A run that is not over, whose events can be read. */
  readonly run?: { readonly id: string; readonly events: readonly RunEvent[] } | undefined
  readonly onEvent: (event: RunEvent) => void
}

/** A journal for one simulated run whose events are looked at once and not kept: a thousand of them cost no memory. */
export function forgetfulJournal({ command, run, onEvent }: Forgetting): Journal {
  let waiting = command === undefined ? [] : [{ id: 1, command }]
  const known = run === undefined ? [] : [summaryOf(run.id)]
  return {
    takeLead: () => true,
    releaseLead: () => undefined,
    append(events, taken = []) {
      for (const event of events) onEvent(event)
      if (taken.length > 0) waiting = []
    },
    read: () => (run?.events ?? []).map((event, index) => ({ position: index + 1, event })),
    position: () => 0,
    runs: () => known,
    find: () => new Map(),
    send: () => 0,
    inbox: () => waiting,
    close: () => undefined,
  }
}

function summaryOf(run: string) {
  return { run, name: run, file: '', fingerprint: '', startedAt: 0, endedAt: undefined, outcome: undefined }
}
