import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import type { AssumedCount } from '#plan/expected-run.ts'
import { spreadOf } from '#plan/forecast-gathering.ts'
import { simulateRest } from '#plan/forecast-run.ts'
import { foretellable } from '#plan/foretellable.ts'
import { assumedCount, durationsOf, type PlanInput, takenIn } from '#plan/plan-input.ts'
import { mostPlanned } from '#plan/planned-order.ts'
import { runningTasks } from '#run/look.ts'
import { worldOf } from '#run/placed-on.ts'
import type { RunState, State } from '#run/state.ts'
import { planHistory } from './plan-history.ts'
import { partitionIn, queueWaits } from './queue-waits.ts'
import { wholeEventsOf } from './read-run.ts'

/** How a run goes, against what was foretold. Times are UTC ms. */
export const outlookShape = z.object({
  /** When it will end, as it looks now: half and 80 % of the simulated rests of the run are over by then. */
  finish: z.object({ p50: z.number(), p80: z.number(), p95: z.number() }).nullable(),
  /** When it was to end, as it looked at the start. */
  baseline: z.object({ p05: z.number(), p50: z.number(), p80: z.number(), p95: z.number() }).nullable(),
  /** How much later than the baseline's median it ends or ended; below 0: earlier. */
  lateMs: z.number().nullable(),
  deadline: z.object({ at: z.number(), probability: z.number().nullable() }).nullable(),
})

export type Outlook = z.infer<typeof outlookShape>

const worth = 20_000
const mostSeeds = 100

/** Null: nothing was foretold and nothing can be. */
export async function outlookOf(
  journal: Journal,
  state: State,
  run: RunState,
  now: number,
  endedAt: number | null,
): Promise<Outlook | null> {
  const { baseline } = run.started
  const { deadline } = run.workflow
  const rests = endedAt === null && run.phase === 'running' ? await restsOf(journal, state, run, now) : []
  if (baseline === undefined && deadline === undefined && rests.length === 0) return null
  const finish = rests.length === 0 ? null : spreadOf(rests, now)
  const end = endedAt ?? finish?.p50
  return {
    finish: finish === null ? null : { p50: finish.p50, p80: finish.p80, p95: finish.p95 },
    baseline: baseline === undefined ? null : { p05: baseline.p05, p50: baseline.p50, p80: baseline.p80, p95: baseline.p95 },
    lateMs: baseline === undefined || end === undefined ? null : end - baseline.p50,
    deadline: deadline === undefined ? null : { at: deadline, probability: chanceOf(deadline, endedAt, rests) },
  }
}

function chanceOf(deadline: number, endedAt: number | null, rests: readonly number[]): number | null {
  if (endedAt !== null) return endedAt <= deadline ? 1 : 0
  return rests.length === 0 ? null : rests.filter((end) => end <= deadline).length / rests.length
}

/** The ends of simulated rests of the run, by durations that its own finished tasks and earlier runs have shown. */
async function restsOf(journal: Journal, state: State, run: RunState, now: number): Promise<readonly number[]> {
  const { workflow, started } = run
  const { parameters, pools } = started
  const history = planHistory(journal, workflow.name)
  const queue = workflow.stages.some((stage) => worldOf(stage, started) === 'slurm')
    ? { queue: { partition: partitionIn(started.site), waits: queueWaits(journal) } }
    : {}
  const input: PlanInput = { workflow, parameters, pools, history, start: now, stretch: new Map(), fixed: new Map(), ...queue }
  const counts = workflow.stages.map(({ index }): AssumedCount | undefined =>
    run.stages[index]?.count === undefined ? assumedCount(input, index) : undefined,
  )
  const tasks = run.stages.reduce((sum, { count }, index) => sum + (count ?? counts[index]?.count ?? 0), 0)
  if (tasks > mostPlanned) return []
  const stages = run.stages.map((stage, index) => ({ ...stage, count: stage.count ?? counts[index]?.count }))
  const known = foretellable(workflow, { run: { ...run, stages }, counted: counts.map((count) => count?.counted ?? 'exact'), there: [] })
  const foretold = { workflow: known, parameters, pools, durations: durationsOf(input, run), start: now, taken: takenIn(input) }
  const since = new Map(runningTasks(state, run.id).map(({ stage, task, startedAt }) => [`${stage} ${task}`, startedAt]))
  const underWay = { id: run.id, events: [...wholeEventsOf(journal, run.id)], since }
  const ends: number[] = []
  for (let seed = 1; seed <= Math.max(1, Math.min(mostSeeds, Math.floor(worth / tasks))); seed++) {
    const { finish, stuck } = await simulateRest(foretold, seed, underWay)
    if (stuck !== undefined) return []
    ends.push(finish)
  }
  return ends
}
