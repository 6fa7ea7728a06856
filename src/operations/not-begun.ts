import type { StageState, TaskStatus } from '#run/state.ts'

const statuses: readonly TaskStatus[] = ['waiting', 'released', 'queued', 'retrying']

/** Its task is still to start, and can be kept from it. */
export const isNotBegun = (status: TaskStatus) => statuses.includes(status)

/** How many tasks of a stage are still to start. */
export function notBegun({ counts }: Pick<StageState, 'counts'>): number {
  return statuses.reduce((sum, status) => sum + counts[status], 0)
}
