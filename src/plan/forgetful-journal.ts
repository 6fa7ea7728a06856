import type { Journal } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'

/** A journal for one simulated run whose events are looked at once and not kept: a thousand of them cost no memory. */
export function forgetfulJournal(command: Command, onEvent: (event: RunEvent) => void): Journal {
  let waiting = [{ id: 1, command }]
  return {
    takeLead: () => true,
    releaseLead: () => undefined,
    append(events, taken = []) {
      for (const event of events) onEvent(event)
      if (taken.length > 0) waiting = []
    },
    read: () => [],
    position: () => 0,
    runs: () => [],
    find: () => new Map(),
    send: () => 0,
    inbox: () => waiting,
    close: () => undefined,
  }
}
