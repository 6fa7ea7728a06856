import type { Reason } from './explanation.ts'
import type { OwnedStage, OwnedState } from './owned.ts'

/** Who was asked to make room for a task that waits, and for whom it has made room itself. */
export function explainPreemption(state: OwnedState, stage: OwnedStage, task: number): readonly Reason[] {
  const { run, definition } = stage
  const asked = [...state.bundles].filter(({ preempted }) => preempted?.for?.run === run.id && preempted.for.stage === definition.index)
  const tasks = asked.reduce((sum, { left }) => sum + left, 0)
  const gaveWay = stage.histories.get(task)?.gaveWay
  const other = gaveWay?.for && state.runs.get(gaveWay.for.run)
  return [
    ...(tasks === 0 ? [] : [{ code: 'room_asked' as const, tasks }]),
    ...(gaveWay === undefined
      ? []
      : [
          {
            ...{ code: 'gave_way' as const, since: gaveWay.at, rule: gaveWay.rule, run: gaveWay.for?.run ?? run.id },
            stage: other?.workflow.stages[gaveWay.for?.stage ?? 0]?.name ?? '',
          },
        ]),
  ]
}
