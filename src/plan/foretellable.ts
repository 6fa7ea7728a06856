import type { Expression } from '#expression/compiled.ts'
import type { HumanWork } from '#model/human.ts'
import type { Axis, Stage, Workflow } from '#model/workflow.ts'
import { withPieces } from './expected-pieces.ts'
import type { ExpectedRun } from './expected-run.ts'

/**
 * The workflow as far as it can be simulated before there are results: conditions hold, gates pass, and stages counted from results
 * have the number of tasks that was expected. What gates and retries cost is in the durations, which count repeated attempts.
 */
export function foretellable(workflow: Workflow, expected: ExpectedRun): Workflow {
  return { ...workflow, stages: workflow.stages.map((stage) => foretellableStage(stage, expected)) }
}

function foretellableStage(stage: Stage, { run, counted, there }: ExpectedRun): Stage {
  const count = run.stages[stage.index]?.count ?? 1
  const isFixed = stage.fanout.kind === 'foreach' && counted[stage.index] !== 'exact'
  return {
    ...stage,
    when: undefined,
    gates: [],
    human: stage.human && withoutTimes(stage.human),
    onError: [],
    remedies: [],
    ...withPieces(stage, run),
    // A plan tells what the work takes, apart from what is there already.
    cache: there[stage.index] !== undefined,
    ...(isFixed ? { fanout: { kind: 'foreach', zip: false, axes: [numbered(count, stage)] } } : {}),
    dependencies: stage.dependencies.map((dependency) => (isFixed ? { ...dependency, expansion: false } : dependency)),
  }
}

function numbered(count: number, { at }: Stage): Axis {
  return { name: 'number', values: constantList(count), at }
}

function constantList(count: number): Expression {
  const values = Array.from({ length: count }, (_, index) => index)
  return { source: `range(${count})`, type: { kind: 'any' }, references: [], evaluate: () => values }
}

/** Reminders change nothing of when it is done. */
function withoutTimes(human: HumanWork): HumanWork {
  const { timeliness: _, ...rest } = human
  return rest
}
