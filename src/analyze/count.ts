import { layered, lazyRecord, recordOf } from '#expression/record.ts'
import type { RecordValue } from '#expression/value.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { topologicalOrder } from './order.ts'

/**
 * Tasks of each stage, from the parameters alone: each `foreach` expression is evaluated once, and no
 * object is made for a task, so a million tasks count as fast as three. Undefined where the number follows
 * from another stage's result. Throws `EvaluationError` when an expression cannot be evaluated.
 */
export function countTasks(workflow: Workflow, parameters: RecordValue): readonly (number | undefined)[] {
  const counts: (number | undefined)[] = new Array<undefined>(workflow.stages.length).fill(undefined)
  const environment = withCounts(workflow, parameters, counts)
  for (const index of topologicalOrder(workflow)) {
    const stage = workflow.stages[index]
    if (stage !== undefined) counts[index] = countOf(stage, environment, counts)
  }
  return counts
}

function countOf(stage: Stage, environment: RecordValue, counts: readonly (number | undefined)[]): number | undefined {
  if (stage.fanout.kind === 'single') return 1
  if (stage.fanout.kind === 'each') return counts[stage.fanout.stage]
  if (stage.fanout.kind === 'pieces') return undefined
  if (stage.dependencies.some((dependency) => dependency.expansion)) return undefined
  let count = stage.fanout.zip ? Number.POSITIVE_INFINITY : 1
  for (const axis of stage.fanout.axes) {
    const values = axis.values.evaluate(environment)
    const length = Array.isArray(values) ? values.length : 1
    count = stage.fanout.zip ? Math.min(count, length) : count * length
  }
  return Number.isFinite(count) ? count : 0
}

/** The parameters, and of other stages the only thing that is known before the run: `stages.NAME.count`. */
function withCounts(workflow: Workflow, parameters: RecordValue, counts: readonly (number | undefined)[]): RecordValue {
  const indices = new Map(workflow.stages.map((stage) => [stage.name, stage.index]))
  const stages = lazyRecord([...indices.keys()], (name) => {
    const count = counts[indices.get(name) ?? -1]
    return count === undefined ? undefined : recordOf({ count })
  })
  return layered(parameters, recordOf({ stages }))
}
