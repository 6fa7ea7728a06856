import type { OutputsDiscarded } from './events.ts'
import { type OwnedStage, owned } from './owned.ts'
import type { State } from './state.ts'
import { isThere } from './temporaries.ts'

/** Looks up which temporary outputs are gone, by key; a key without a result is left out. */
export type FindGone = (keys: readonly string[]) => ReadonlyMap<string, { readonly discarded: readonly string[] }>

/**
 * While a run was over nobody kept its temporary outputs: another run with the same results may have let them go. When
 * it goes on, this says which of those that it believes to have are gone.
 */
export function rediscover(state: State, id: string, find: FindGone, now: number): OutputsDiscarded[] {
  const run = owned(state).runs.get(id)
  return (run?.stages ?? []).flatMap((stage) => goneOf(stage, find, now))
}

function goneOf(stage: OwnedStage, find: FindGone, now: number): OutputsDiscarded[] {
  const { temporary, run, definition } = stage
  const kept = [...(temporary?.keys ?? [])].filter(([task]) => isThere(stage, task))
  if (temporary === undefined || kept.length === 0) return []
  const found = find(kept.map(([, key]) => key))
  const tasks = kept.filter(([, key]) => (found.get(key)?.discarded.length ?? 0) > 0).map(([task]) => task)
  if (tasks.length === 0) return []
  return [{ type: 'OutputsDiscarded', run: run.id, at: now, stage: definition.index, tasks, outputs: temporary.names }]
}
