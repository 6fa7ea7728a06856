import type { Workflow } from '#model/workflow.ts'

/** People, instruments, calendars, options and fixed times: what the engine does not hold yet. */
export function needsScheduler({ people, instruments, pools, stages }: Workflow): boolean {
  if (people.length > 0 || instruments.length > 0 || pools.some(({ calendar }) => calendar !== undefined)) return true
  return stages.some(
    ({ alternatives, human, bookedAt, notBefore }) =>
      alternatives.length > 0 || human !== undefined || bookedAt !== undefined || notBefore !== undefined,
  )
}
