import type { RunEvent } from '../events.ts'
import { isActive, type OwnedStage, type OwnedState } from '../owned.ts'
import { missingFor } from '../revival.ts'

/** Queued tasks that read discarded outputs wait again, and what made those outputs runs again. */
export function revive(state: OwnedState, now: number): RunEvent[] {
  const revived = new Map<OwnedStage, Set<number>>()
  const unreleased = new Map<OwnedStage, Set<number>>()
  for (const { stage, task } of state.toRevive) {
    if (!isActive(stage.run)) continue
    for (const missing of missingFor(stage, task)) for (const each of missing.tasks) addTo(revived, missing.stage, each)
    addTo(unreleased, stage, task)
  }
  const events: RunEvent[] = []
  for (const [stage, tasks] of revived) events.push({ type: 'TasksRevived', ...of(stage, now), tasks: [...tasks] })
  for (const [stage, tasks] of unreleased) events.push({ type: 'TasksUnreleased', ...of(stage, now), tasks: [...tasks] })
  return events
}

function addTo(groups: Map<OwnedStage, Set<number>>, stage: OwnedStage, task: number): void {
  const group = groups.get(stage)
  if (group === undefined) groups.set(stage, new Set([task]))
  else group.add(task)
}

function of({ run, definition }: OwnedStage, now: number): { run: string; at: number; stage: number } {
  return { run: run.id, at: now, stage: definition.index }
}
