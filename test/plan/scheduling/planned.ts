import { loadWorkflow } from '#define/load.ts'
import { resolveParameters } from '#define/parameters.ts'
import type { Workflow } from '#model/workflow.ts'
import { expectRun } from '#plan/expected-run.ts'
import type { Schedule } from '#plan/schedule.ts'
import type { Infeasible } from '#plan/scheduling/infeasible.ts'
import { scheduleWorkflow, type ToSchedule } from '#plan/scheduling/schedule-workflow.ts'
import { statedDuration } from '#plan/stated-duration.ts'

/** A workflow file as a question to the scheduler; `change` sees what the file says. */
export function asked(
  definition: string,
  { start = 0, pools = { cpu: 2, memory: 8e9 }, effort = 200 }: Partial<Pick<ToSchedule, 'start' | 'pools' | 'effort'>> = {},
  change: (workflow: Workflow) => Workflow = (workflow) => workflow,
): ToSchedule {
  const { workflow: loaded, problems } = loadWorkflow(definition, 'workflow.yaml')
  if (loaded === undefined) throw new Error(JSON.stringify(problems))
  const workflow = change(loaded)
  const expected = expectRun(workflow, resolveParameters(workflow, {}).values, pools)
  const durations = workflow.stages.map((stage) => statedDuration(stage, expected.run))
  return { workflow, expected, pools, durations, start, effort, seed: 1 }
}

export function planned(outcome: Schedule | Infeasible): Schedule {
  if ('reasons' in outcome) throw new Error(JSON.stringify(outcome.reasons))
  return outcome
}

export function scheduled(...args: Parameters<typeof asked>): Schedule {
  return planned(scheduleWorkflow(asked(...args)))
}
