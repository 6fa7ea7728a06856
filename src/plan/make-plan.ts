import { type ExpectedRun, tasksOf } from './expected-run.ts'
import { foretellable } from './foretellable.ts'
import { makeForecast } from './make-forecast.ts'
import type { Plan } from './plan.ts'
import { durationsOf, expectedRunOf, type PlanInput, takenIn } from './plan-input.ts'
import { isForetold, mostPlanned, plannedOrder } from './planned-order.ts'
import type { Infeasible } from './scheduling/infeasible.ts'
import { scheduleWorkflow } from './scheduling/schedule-workflow.ts'
import { sensitivitiesOf } from './sensitivities.ts'

export interface PlanOptions {
  /** How many schedules the search may make. */
  readonly effort: number
  readonly seed: number
  /** Simulated runs of the forecast; 0: none; undefined: 1,000, and fewer of a large workflow. */
  readonly seeds: number | undefined
  /** Whether to ask what one thing more or faster would gain. */
  readonly sensitivities: boolean
}

/** Schedule, forecast, and what would change them. `reasons` says why there is no schedule. */
export async function makePlan(input: PlanInput, options: PlanOptions): Promise<Plan | Infeasible> {
  const { workflow, parameters, pools, start } = input
  const expected = expectedRunOf(input)
  const durations = durationsOf(input, expected.run)
  const { effort, seed } = options
  const seeds = options.seeds ?? affordableSeeds(expected)
  const schedule = scheduleWorkflow({ workflow, expected, pools, durations, start, effort, seed })
  if ('reasons' in schedule) return schedule
  const isPlanned = isForetold(workflow, durations) && tasksOf(expected) <= mostPlanned
  const foretold = {
    ...{
      workflow: foretellable(workflow, expected),
      parameters,
      pools,
      durations,
      start: schedule.start,
      taken: takenIn(input),
      there: expected.there,
      on: input.on,
    },
    ...(isPlanned ? { planned: plannedOrder(schedule, expected) } : {}),
  }
  const forecast = seeds === 0 ? undefined : await makeForecast({ ...foretold, seeds, seed, deadline: workflow.deadline })
  const plan = { input, expected, durations, schedule, forecast: forecast === undefined || 'stuck' in forecast ? undefined : forecast }
  return { ...plan, sensitivities: options.sensitivities ? sensitivitiesOf(plan) : [] }
}

/** Fewer runs tell nothing of how sure a finish is. */
const fewest = 10

/** As many simulated tasks in sum are some seconds' worth. */
const affordableTasks = 300_000
const customarySeeds = 1000

function affordableSeeds(expected: ExpectedRun): number {
  const seeds = Math.min(customarySeeds, Math.floor(affordableTasks / Math.max(1, tasksOf(expected))))
  return seeds < fewest ? 0 : seeds
}
