import { FencedError, type Found, type Journal, type JournalEntry, type RunSummary } from '#engine/ports.ts'
import { invariant } from '#model/invariant.ts'
import type { AttemptEnded, RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'

interface Kept {
  readonly position: number
  readonly event: AttemptEnded
}

/** A journal that lasts as long as the process: for simulations and tests. Events are kept as they are, not copied. */
export function createMemoryJournal(): Journal {
  const entries: JournalEntry[] = []
  const runs = new Map<string, RunSummary>()
  const results = new Map<string, Kept>()
  const keyOf = createKeys()
  const discarded = new Map<string, { position: number; names: Set<string> }>()
  const waiting = new Map<number, Command>()
  let sent = 0
  let leads = false

  function project(position: number, event: RunEvent): void {
    noteRun(runs, event)
    if (event.type === 'AttemptEnded' && event.outcome.kind === 'succeeded' && event.key !== '') {
      results.set(event.key, { position, event })
      keyOf.set(event.run, event.stage, event.task, event.key)
      discarded.delete(event.key)
    }
    if (event.type === 'TasksReused') {
      for (const { task, key } of event.results) keyOf.set(event.run, event.stage, task, key)
    }
    if (event.type === 'OutputsDiscarded') {
      for (const task of event.tasks) {
        const key = keyOf.get(event.run, event.stage, task)
        if (key === undefined) continue
        const mark = discarded.get(key) ?? { position, names: new Set() }
        for (const name of event.outputs) mark.names.add(name)
        discarded.set(key, mark)
      }
    }
  }

  return {
    takeLead() {
      leads = true
      return true
    },
    releaseLead() {
      leads = false
    },
    append(events, taken = []) {
      if (!leads) throw new FencedError('this journal does not lead')
      for (const event of events) {
        const position = entries.length + 1
        entries.push({ position, event })
        project(position, event)
      }
      for (const id of taken) waiting.delete(id)
    },
    *read(run, after = 0) {
      for (let at = after; at < entries.length; at++) {
        const entry = entries[at]
        invariant(entry !== undefined, 'positions have no holes')
        if (run === undefined || entry.event.run === run) yield entry
      }
    },
    position: () => entries.length,
    runs: () => [...runs.values()],
    find(keys) {
      const found = new Map<string, Found>()
      for (const key of keys) {
        const kept = results.get(key)
        if (kept?.event.outcome.kind === 'succeeded') {
          found.set(key, { result: kept.event.outcome.result, discarded: [...(discarded.get(key)?.names ?? [])] })
        }
      }
      return found
    },
    send(command) {
      sent++
      waiting.set(sent, command)
      return sent
    },
    inbox: () => [...waiting].map(([id, command]) => ({ id, command })),
    close() {
      leads = false
    },
  }
}

/** Keys by run, stage and task, without a text made for each: this is asked for every end of a simulation. */
function createKeys() {
  const runs = new Map<string, string[][]>()
  return {
    set(run: string, stage: number, task: number, key: string): void {
      const stages = runs.get(run) ?? []
      if (stages.length === 0) runs.set(run, stages)
      const tasks = stages[stage] ?? []
      stages[stage] = tasks
      tasks[task] = key
    },
    get: (run: string, stage: number, task: number): string | undefined => runs.get(run)?.[stage]?.[task],
  }
}

function noteRun(runs: Map<string, RunSummary>, event: RunEvent): void {
  const known = runs.get(event.run)
  if (event.type === 'RunStarted') {
    const { run, name, file, fingerprint } = event
    runs.set(run, { run, name, file, fingerprint, startedAt: event.at, endedAt: undefined, outcome: undefined })
  } else if (known !== undefined && event.type === 'RunEnded') {
    runs.set(event.run, { ...known, endedAt: event.at, outcome: event.outcome })
  } else if (known !== undefined && event.type === 'TasksReset') {
    runs.set(event.run, { ...known, endedAt: undefined, outcome: undefined })
  }
}
