import type { Progress } from './progress.ts'
import type { StageStatus } from './run-status.ts'

/**
 * Time left, from this run's own measurements: attempt-milliseconds still to be spent (tasks left × their
 * stage's mean), divided by how many attempts have been going on at once so far. Null as long as a stage with
 * tasks left has no mean: a number that leaves work out would be a wrong promise.
 */
export function remainingMs(
  stages: readonly StageStatus[],
  progress: Pick<Progress, 'firstStartAt' | 'busyMs'>,
  now: number,
): number | null {
  if (progress.firstStartAt === undefined) return null
  let leftMs = 0
  for (const stage of stages) {
    if (!stage.asked) continue
    if (stage.tasks === null) return null
    const { done, failed, ignored, skipped } = stage.counts
    const left = stage.tasks - done - failed - ignored - skipped
    if (left === 0) continue
    if (stage.meanMs === null) return null
    leftMs += left * stage.meanMs
  }
  const spanMs = now - progress.firstStartAt
  if (spanMs <= 0 || progress.busyMs <= 0) return null
  return leftMs / Math.max(1, progress.busyMs / spanMs)
}
