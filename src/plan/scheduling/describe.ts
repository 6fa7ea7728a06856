import type { Workflow } from '#model/workflow.ts'
import type { Schedule } from '../schedule.ts'
import { boundReason } from './bound-reason.ts'
import type { Built, Wanted } from './build.ts'
import { chainOf } from './chain.ts'
import { conflictsOf } from './conflicts.ts'
import { drawn } from './drawn.ts'
import type { Placed } from './problem.ts'
import { resourceUses, stepsOfPools } from './resource-use.ts'
import type { Solved } from './solve.ts'
import { stageSchedules } from './stage-schedules.ts'

/** A schedule as people and documents look at it. */
export function describeSchedule(wanted: Wanted, built: Built, { placed, by, bound }: Pick<Solved, 'placed' | 'by' | 'bound'>): Schedule {
  const { problem, resources } = built
  const schedule = drawn(problem, placed)
  const { finish } = schedule
  const uses = resourceUses(schedule, resources)
  const steps = stepsOfPools(uses, resources)
  return {
    start: problem.start,
    finish,
    stages: stageSchedules(wanted, built, schedule),
    resources: uses,
    bound: { finish: bound.finish, reason: boundReason(bound, resources) },
    chain: chainOf(schedule, steps, built),
    conflicts: conflictsOf(schedule, steps, built, by),
    costs: totalCosts(uses.flatMap(({ costs }) => costs)),
    missed: missedDeadlines(wanted.workflow, placed, built, finish),
  }
}

function totalCosts(costs: Schedule['costs']): Schedule['costs'] {
  const sums = new Map<string, number>()
  for (const { currency, amount } of costs) sums.set(currency, (sums.get(currency) ?? 0) + amount)
  return [...sums].map(([currency, amount]) => ({ currency, amount }))
}

function missedDeadlines(workflow: Workflow, { ends }: Placed, { precedence }: Built, finish: number): Schedule['missed'] {
  const of = (stage: number | undefined, deadline: number | undefined, end: number) =>
    deadline !== undefined && end > deadline ? [{ stage, deadline, byMs: end - deadline }] : []
  return [
    ...of(undefined, workflow.deadline, finish),
    ...workflow.stages.flatMap(({ index, deadline }) => of(index, deadline, ends[precedence.stageEnd[index] as number] as number)),
  ]
}
