import type { Found } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { hashOf, ownerKey, ownerTask } from './notes.ts'

/** How a database answers what finding results by key asks of it. */
export interface Pointers {
  pointers(hashes: readonly number[]): readonly { readonly hash: number; readonly position: number }[]
  eventsAt(positions: readonly number[]): ReadonlyMap<number, RunEvent>
  /** False: nothing was ever discarded. */
  anyMark(): boolean
  marks(owners: readonly string[]): ReadonlyMap<string, Mark>
}

/** Outputs that were discarded, up to a position. */
export interface Mark {
  readonly position: number
  readonly outputs: readonly string[]
}

/** The results under these keys. A mark counts only for what was there before it: the outputs may have been made anew since. */
export function findResults(keys: readonly string[], database: Pointers): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>()
  const byHash = new Map(keys.map((key) => [hashOf(key), key]))
  const pointers = database.pointers([...byHash.keys()])
  const events = database.eventsAt(pointers.map(({ position }) => position))
  const owners = new Map<string, readonly string[]>()
  const marked = pointers.length > 0 && database.anyMark()
  for (const { hash, position } of pointers) {
    const event = events.get(position)
    const key = byHash.get(hash)
    if (event?.type !== 'AttemptEnded' || event.outcome.kind !== 'succeeded' || event.key !== key) continue
    found.set(key, { result: event.outcome.result, discarded: [] })
    if (marked) owners.set(key, [ownerTask(event.run, event.stage, event.task), ownerKey(key)])
  }
  if (!marked) return found
  const marks = database.marks([...owners.values()].flat())
  for (const { hash, position } of pointers) {
    const key = byHash.get(hash) ?? ''
    const one = found.get(key)
    const discarded = (owners.get(key) ?? []).flatMap((owner) => {
      const mark = marks.get(owner)
      return mark === undefined || mark.position < position ? [] : mark.outputs
    })
    if (one !== undefined && discarded.length > 0) found.set(key, { ...one, discarded: [...new Set(discarded)] })
  }
  return found
}
