import { isSuspended } from './conditions.ts'
import type { BarrierOpened } from './coordination-events.ts'
import { leaveFlight } from './flights.ts'
import type { Entry, OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import type { BarrierOf } from './owned-together.ts'
import { leaveLine } from './queue.ts'

/**
 * Queued tasks of a stage that may not start, whatever room there is, are barred: they stand in no line, so nothing looks at them
 * until the bar is lifted.
 */
export function isBarred(stage: OwnedStage): boolean {
  return stage.held !== undefined || (stage.barrier !== undefined && !stage.barrier.open) || isSuspended(stage)
}

/** The run and its stages know their barriers. Once, as the run begins. */
export function raiseBarriers(run: OwnedRun): readonly BarrierOf<OwnedStage>[] {
  return (run.workflow.coordination?.barriers ?? []).map(({ name, stages }) => {
    const members = stages.flatMap((index) => run.stages[index] ?? []).filter((stage) => stage.asked)
    const barrier: BarrierOf<OwnedStage> = { name, members, open: false }
    for (const member of members) member.barrier = barrier
    return barrier
  })
}

/** All its tasks have what they wait for, or are not to run. */
export function isThere({ count, counts }: OwnedStage): boolean {
  return count !== undefined && counts.waiting + counts.released === 0
}

export function openBarrier(run: OwnedRun, { barrier: index }: BarrierOpened, lift: (stage: OwnedStage) => void): void {
  const barrier = run.barriers[index]
  if (barrier === undefined) return
  barrier.open = true
  for (const stage of barrier.members) lift(stage)
}

/** Those that are barred, in the order of their tasks. */
export function barredEntries({ entries }: OwnedStage): readonly Entry[] {
  return entries.filter((entry): entry is Entry => entry?.place === 'barred')
}

/** Takes what stands in line out of it. */
export function barLine(state: OwnedState, stage: OwnedStage): void {
  for (const entry of stage.entries) if (entry?.place === 'line') leaveLine(state, entry, 'barred')
}

/** A fresh entry in the place of one that left the line, where the old one may still lie. */
export function renewed(state: OwnedState, old: Entry): Entry {
  const entry: Entry = { ...old, shared: false, flying: false, bucket: undefined }
  leaveFlight(state, old)
  return entry
}
