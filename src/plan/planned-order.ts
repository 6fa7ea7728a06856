import type { Workflow } from '#model/workflow.ts'
import type { PlannedStage } from '#run/planned-stage.ts'
import type { StageDuration } from './duration.ts'
import type { ExpectedRun } from './expected-run.ts'
import type { Schedule } from './schedule.ts'

/** Larger runs are planned as they start only where that takes little of their time. */
export const mostPlanned = 2_000

/** Whether enough is known for a run to keep to a plan: limits and assumptions are none. */
export function isForetold({ stages }: Workflow, durations: readonly StageDuration[]): boolean {
  return stages.every(({ run, human, index }) => (run === undefined && human === undefined) || isSaid(durations[index]))
}

function isSaid(duration: StageDuration | undefined): boolean {
  return duration?.source.kind === 'stated' || duration?.source.kind === 'history'
}

/**
 * A schedule as a run takes it: the order of its tasks, and their options. What only the run can count has nothing planned: it goes by
 * estimates, which are times to the end as well.
 */
export function plannedOrder({ stages, finish }: Schedule, { counted }: ExpectedRun): readonly PlannedStage[] {
  return stages.map(({ stage, starts, options }): PlannedStage => {
    if (counted[stage] !== 'exact') return { toGo: [] }
    const toGo = Array.from(starts, (at) => Math.round(finish - at))
    return options.some((option) => option > 0) ? { toGo, options: [...options] } : { toGo }
  })
}
