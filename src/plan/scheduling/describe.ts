import type { Workflow } from '#model/workflow.ts'
import type { Conflict, Schedule } from '../schedule.ts'
import type { Built, Wanted } from './build.ts'
import { earliestTimes } from './calendar-path.ts'
import { chainOf } from './chain.ts'
import { conflictsOf } from './conflicts.ts'
import { drawn } from './drawn.ts'
import type { Placed } from './problem.ts'
import { resourceUses, stepsOfPools } from './resource-use.ts'
import { stageSchedules } from './stage-schedules.ts'

/** A schedule as people and documents look at it. */
export function describeSchedule(wanted: Wanted, built: Built, placed: Placed, by: Conflict['rule'] = 'criticality'): Schedule {
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
    bound: {
      finish: earliestTimes(problem).ends.reduce((last, end) => Math.max(last, end), problem.start),
      reason: { en: 'the longest chain of stages', ko: '가장 긴 단계 사슬' },
    },
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
