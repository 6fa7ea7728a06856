import type { Workflow } from '#model/workflow.ts'
import type { OwnedRun } from './owned.ts'

/**
 * The order in which queued tasks are looked at: stated priority first, which what a stage waits for has too; then those that are in
 * danger of missing a deadline, least slack first; then the longest way still to go. Danger is found when estimates are, from the
 * journal alone, so the order stands still in between.
 */

/** Priorities of runs and stages go from −1000 to 1000. */
const span = 2001

/** Of a booked stage whose time has come: it goes before everything. */
const bookedRank = span * span

/** By stage: its own priority or the highest of what waits for it. */
export function ranksOf({ stages, priority }: Workflow, order: readonly number[]): Float64Array {
  const own = Float64Array.from(stages, (stage) => stage.priority)
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    for (const { stage } of stages[index]?.dependencies ?? []) {
      if ((own[stage] ?? 0) < (own[index] ?? 0)) own[stage] = own[index] ?? 0
    }
  }
  return own.map((value, index) => priority * span + value + (stages[index]?.bookedAt === undefined ? 0 : bookedRank))
}

/** Whether there is any time by which something must be done. */
export function hasDeadlines({ deadline, stages }: Workflow): boolean {
  return deadline !== undefined || stages.some((stage) => stage.deadline !== undefined)
}

/** By stage: the last moment for a task of it to start so that no deadline is missed by what is expected to follow. */
function latestStarts({ workflow, order, estimates }: OwnedRun): Float64Array {
  const ends = Float64Array.from(workflow.stages, ({ deadline }) =>
    Math.min(deadline ?? Number.POSITIVE_INFINITY, workflow.deadline ?? Number.POSITIVE_INFINITY),
  )
  const starts = new Float64Array(ends.length)
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    const start = (ends[index] ?? Number.POSITIVE_INFINITY) - (estimates[index] ?? 0)
    starts[index] = start
    for (const { stage } of workflow.stages[index]?.dependencies ?? []) if ((ends[stage] ?? 0) > start) ends[stage] = start
  }
  return starts
}

/** In danger is what has less time to spare than its longest way still takes: a wait for a resource would eat it. */
export function noteUrgency(run: OwnedRun, at: number): void {
  if (run.latest === undefined) return
  run.latest = latestStarts(run)
  for (const stage of run.stages) {
    const latest = run.latest[stage.definition.index] ?? Number.POSITIVE_INFINITY
    const inDanger = latest - at < (run.criticality[stage.definition.index] ?? 0)
    stage.urgentAt = inDanger ? latest : Number.POSITIVE_INFINITY
  }
}
