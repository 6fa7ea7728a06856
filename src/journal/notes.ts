import type { RunSummary } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'

/**
 * What a database keeps beside the events, in the same transaction: runs in a line each, results by key. A result is only pointed
 * at (the position of its event), so that nothing is stored twice. Discarded outputs are marked under the task that computed them,
 * or, where a later run reused them, under their key. These are the changes that one append makes, in order.
 */
export type Note =
  | ({ readonly kind: 'start'; readonly position: number } & Pick<RunSummary, 'run' | 'name' | 'file' | 'fingerprint' | 'startedAt'>)
  | { readonly kind: 'end'; readonly run: string; readonly at: number | null; readonly outcome: RunSummary['outcome'] | null }
  | {
      readonly kind: 'reuse'
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly keys: readonly string[]
    }
  | {
      readonly kind: 'discard'
      readonly position: number
      readonly run: string
      readonly stage: number
      readonly tasks: readonly number[]
      readonly outputs: readonly string[]
    }
  /** `[hash, position]` of each result, the newest of a hash last. */
  | { readonly kind: 'results'; readonly pointers: readonly (readonly [number, number])[] }

/** Of events that are being appended, the first one at this position. */
export function notesOf(events: readonly RunEvent[], first: number): Note[] {
  const notes: Note[] = []
  const pointers: (readonly [number, number])[] = []
  for (const [at, event] of events.entries()) {
    const position = first + at
    if (event.type === 'AttemptEnded') {
      if (event.outcome.kind === 'succeeded' && event.key !== '') pointers.push([hashOf(event.key), position])
    } else {
      const note = noteOf(event, position)
      if (note !== undefined) notes.push(note)
    }
  }
  if (pointers.length > 0) notes.push({ kind: 'results', pointers })
  return notes
}

function noteOf(event: RunEvent, position: number): Note | undefined {
  const { run } = event
  switch (event.type) {
    case 'RunStarted': {
      const { name, file, fingerprint, at: startedAt } = event
      return { kind: 'start', position, run, name, file, fingerprint, startedAt }
    }
    case 'RunEnded':
      return { kind: 'end', run, at: event.at, outcome: event.outcome }
    case 'TasksReset':
      return { kind: 'end', run, at: null, outcome: null }
    case 'TasksReused':
      return {
        kind: 'reuse',
        run,
        stage: event.stage,
        tasks: event.results.map(({ task }) => task),
        keys: event.results.map(({ key }) => key),
      }
    case 'OutputsDiscarded':
      return { kind: 'discard', position, run, stage: event.stage, tasks: event.tasks, outputs: event.outputs }
    default:
      return undefined
  }
}

export const ownerTask = (run: string, stage: number, task: number) => `task ${run} ${stage} ${task}`
export const ownerKey = (key: string) => `key ${key}`

/**
 * Results are kept by a number of 52 bits: a third of the room of the key itself, and so of what each append writes,
 * as keys fall anywhere in the table. The event that is pointed at has the key: of two keys with one number the newer
 * is found, and the older computed again.
 */
export function hashOf(key: string): number {
  let [high, low] = [0x811c9dc5, 0x01000193]
  for (let at = 0; at < key.length; at++) {
    high = Math.imul(high ^ key.charCodeAt(at), 0x01000193)
    low = Math.imul(low ^ key.charCodeAt(at), 0x5bd1e995) ^ (high >>> 15)
  }
  return (high >>> 6) * 2 ** 26 + (low >>> 6)
}
