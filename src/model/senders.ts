import type { Workflow } from './workflow.ts'

/** By stage that awaits signals: the stages that send one of these to their own run. */
export function sendersOf(workflow: Pick<Workflow, 'stages'>): ReadonlyMap<number, readonly number[]> {
  const senders = new Map<number, number[]>()
  for (const { index, coordination } of workflow.stages) {
    for (const { signal, to } of coordination?.sends ?? []) {
      if (to.kind !== 'workflow') senders.set(signal, [...(senders.get(signal) ?? []), index])
    }
  }
  const found = new Map<number, readonly number[]>()
  for (const { index, coordination } of workflow.stages) {
    const all = (coordination?.awaits ?? []).flatMap(({ signal }) => senders.get(signal) ?? [])
    if (all.length > 0) found.set(index, [...new Set(all)])
  }
  return found
}
