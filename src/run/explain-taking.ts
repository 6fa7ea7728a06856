import type { Reason } from './explanation.ts'
import type { OwnedStage } from './owned.ts'
import { soughtBy, takingUntil } from './taking.ts'

/** For which run a stage waits, to take its result. */
export function explainTaking(stage: OwnedStage): readonly Reason[] {
  const sought = soughtBy(stage.run, stage.definition.index)
  if (sought === undefined || typeof sought === 'string') return []
  const { from, stage: name } = sought
  const which = from.kind === 'run' ? { run: from.id, workflow: '' } : { run: '', workflow: from.name }
  return [{ code: 'awaits_run', ...which, stage: name, since: stage.takingSince ?? 0, until: takingUntil(stage) }]
}

/** From which run it has its result. */
export function explainTaken(stage: OwnedStage, task: number): readonly Reason[] {
  const taken = stage.results.get(task)?.taken
  return taken === undefined ? [] : [{ code: 'taken', ...taken }]
}
