import type { Workflow } from '#model/workflow.ts'

/** By stage: the longest way from the start of one of its tasks to the end of the workflow, in ms of estimated durations. */
export function criticalityOf(workflow: Workflow, _estimateMs: (stage: number) => number): Float64Array {
  return new Float64Array(workflow.stages.length)
}
