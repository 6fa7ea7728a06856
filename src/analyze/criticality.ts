import type { Workflow } from '#model/workflow.ts'
import { topologicalOrder } from './order.ts'

/**
 * By stage: the longest way from the start of one of its tasks to the end of the workflow, in ms of estimated
 * durations. One pass against the topological order, so a chain of 100,000 stages is no deeper than one of 3.
 */
export function criticalityOf(
  workflow: Workflow,
  estimateMs: (stage: number) => number,
  order: readonly number[] = topologicalOrder(workflow),
): Float64Array {
  const criticality = new Float64Array(workflow.stages.length)
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    const whole = estimateMs(index) + (criticality[index] ?? 0)
    criticality[index] = whole
    for (const { stage } of workflow.stages[index]?.dependencies ?? []) {
      if ((criticality[stage] ?? 0) < whole) criticality[stage] = whole
    }
  }
  return criticality
}
