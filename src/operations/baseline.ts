import type { Baseline } from '#model/baseline.ts'
import type { StageDuration } from '#plan/duration.ts'
import { type ExpectedRun, expectRun } from '#plan/expected-run.ts'
import { foretellable } from '#plan/foretellable.ts'
import { makeForecast } from '#plan/make-forecast.ts'
import { assumedCount, durationsOf } from '#plan/plan-input.ts'
import type { Host } from './operation.ts'
import type { ResolvedDefinition } from './parameters.ts'
import { planInputOf } from './planning.ts'

/** Larger runs are not foretold as they start: that would keep them waiting. */
export const mostForetold = 2_000
/** Simulated tasks in sum: what takes a tenth of a second or two. */
const worth = 20_000
const mostSeeds = 200

/**
 * What is foretold of a run as it starts; undefined: it is too large, cannot be foretold, or nothing is known of how long some stage
 * takes: limits and assumptions are no plan to be compared with.
 */
export async function baselineOf(
  resolved: ResolvedDefinition,
  host: Pick<Host, 'now' | 'store' | 'folder'>,
): Promise<Baseline | undefined> {
  const { workflow, parameters, pools } = resolved
  // Before anything is read: looking through the history of a large run takes longer than deciding on it.
  if (tasksOf(expectRun(workflow, parameters, pools)) > mostForetold) return undefined
  const input = planInputOf(resolved, host, undefined)
  const expected = expectRun(workflow, parameters, pools, (stage) => assumedCount(input, stage))
  const tasks = tasksOf(expected)
  if (tasks === 0 || tasks > mostForetold) return undefined
  const durations = durationsOf(input, expected.run)
  const isKnown = workflow.stages.every(({ run, human, index }) => (run === undefined && human === undefined) || isSaid(durations[index]))
  if (!isKnown) return undefined
  const seeds = Math.max(1, Math.min(mostSeeds, Math.floor(worth / tasks)))
  const foretold = { workflow: foretellable(workflow, expected), parameters, pools, durations, start: host.now() }
  const forecast = await makeForecast({ ...foretold, seeds, seed: 1, deadline: workflow.deadline })
  if ('stuck' in forecast) return undefined
  const { p05, p50, p80, p95 } = forecast.finish
  const stages = Object.fromEntries(forecast.stages.map(({ stage, finish }) => [workflow.stages[stage]?.name ?? '', finish.p50]))
  return { start: foretold.start, p05, p50, p80, p95, stages }
}

function tasksOf({ run }: ExpectedRun): number {
  return run.stages.reduce((sum, { count }) => sum + (count ?? 0), 0)
}

function isSaid(duration: StageDuration | undefined): boolean {
  return duration?.source.kind === 'stated' || duration?.source.kind === 'history'
}
