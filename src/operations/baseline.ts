import type { Journal } from '#engine/ports.ts'
import type { Baseline } from '#model/baseline.ts'
import { expectRun, tasksOf } from '#plan/expected-run.ts'
import { foretellable } from '#plan/foretellable.ts'
import { makeForecast } from '#plan/make-forecast.ts'
import { durationsOf, expectedRunOf, takenIn } from '#plan/plan-input.ts'
import { isForetold, mostPlanned, plannedOrder } from '#plan/planned-order.ts'
import { scheduleWorkflow } from '#plan/scheduling/schedule-workflow.ts'
import type { PlannedStage } from '#run/planned-stage.ts'
import type { Host } from './operation.ts'
import type { ResolvedDefinition } from './parameters.ts'
import type { Placement } from './placement.ts'
import { planInputOf, restOf } from './planning.ts'

/** Simulated tasks in sum: what takes a tenth of a second or two. */
const worth = 20_000
const mostSeeds = 200
/** Of a larger run: fewer say nothing of how sure its end is. */
const fewestSeeds = 5
/** Schedules that are made to find an order. */
const effort = 100
/** Reading the history of a task, planning it and simulating it some times takes about a hundredth of this. */
const longEnoughMs = 20

/**
 * What is foretold of a run as it starts, and the order it keeps to; undefined: it is so large that this would keep it waiting, cannot be
 * foretold, or nothing is known of how long some stage takes: limits and assumptions are no plan to be compared with.
 */
export async function foretoldOf(
  resolved: ResolvedDefinition,
  host: Pick<Host, 'now' | 'store' | 'folder'>,
  journal: Journal,
  placement: Placement,
): Promise<{ readonly baseline: Baseline; readonly planned: readonly PlannedStage[] } | undefined> {
  const { workflow, parameters, pools } = resolved
  // Before anything is read: looking through the history of a large run takes longer than deciding on it.
  const most = Math.max(mostPlanned, lastRunMs(journal, workflow.name) / longEnoughMs)
  if (tasksOf(expectRun(workflow, parameters, pools, { on: placement.on })) > most) return undefined
  const input = await restOf(planInputOf(resolved, host, undefined, placement), resolved, host)
  const expected = expectedRunOf(input)
  const tasks = tasksOf(expected)
  const durations = durationsOf(input, expected.run)
  const left = tasks - expected.there.reduce((sum, there) => sum + (there?.size ?? 0), 0)
  if (left === 0 || tasks > most || !isForetold(workflow, durations)) return undefined
  const start = host.now()
  const schedule = scheduleWorkflow({ workflow, expected, pools, durations, start, effort, seed: 1 })
  if ('reasons' in schedule) return undefined
  const planned = plannedOrder(schedule, expected)
  const seeds = Math.max(fewestSeeds, Math.min(mostSeeds, Math.floor(worth / tasks)))
  const foretold = {
    workflow: foretellable(workflow, expected),
    parameters,
    pools,
    durations,
    start,
    planned,
    taken: takenIn(input),
    there: expected.there,
    on: input.on,
  }
  const forecast = await makeForecast({ ...foretold, seeds, seed: 1, deadline: workflow.deadline })
  if ('stuck' in forecast) return undefined
  const { p05, p50, p80, p95 } = forecast.finish
  const stages = Object.fromEntries(forecast.stages.map(({ stage, finish }) => [workflow.stages[stage]?.name ?? '', finish.p50]))
  return { baseline: { start, p05, p50, p80, p95, stages }, planned }
}

/** How long the newest run of this name that is over took; 0: there is none. */
function lastRunMs(journal: Journal, name: string): number {
  const last = journal.runs().findLast((run) => run.name === name && run.outcome === 'succeeded')
  return last?.endedAt === undefined ? 0 : last.endedAt - last.startedAt
}
