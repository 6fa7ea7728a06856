import { stageTime } from '#design/stage-time.ts'
import type { Workflow } from '#model/workflow.ts'
import { chancesOf, expectedBranches } from '#plan/branches.ts'
import type { Plan } from '#plan/plan.ts'
import { takenIn } from '#plan/plan-input.ts'
import type { QueueWait } from '#plan/queue-wait.ts'
import { meanRepeats } from '#plan/repeats.ts'
import type { Schedule } from '#plan/schedule.ts'
import { earlierIssueText } from '#report/earlier-issue-text.ts'
import type { PlanAnswer } from './plan-answer.ts'

type Scenario = PlanAnswer['scenarios'][number]
type Deadline = NonNullable<PlanAnswer['deadline']>

/** A plan as programs are given it: names in place of indices. */
export function answerOf(plan: Plan, file: string): Omit<PlanAnswer, 'scenarios' | 'additions' | 'written' | 'drawing'> {
  const { schedule, forecast, input } = plan
  const { workflow } = input
  const nameOf = (stage: number) => workflow.stages[stage]?.name ?? ''
  const makespanMs = schedule.finish - schedule.start
  const deadline = deadlineOf(plan)
  return {
    name: workflow.name,
    ...(workflow.title === undefined ? {} : { title: workflow.title }),
    ...{ file, timezone: workflow.timezone, start: schedule.start, finish: schedule.finish, makespanMs },
    tasks: schedule.stages.reduce((sum, { count }) => sum + count, 0),
    ...(input.there === undefined ? {} : { there: [...input.there.values()].reduce((sum, { tasks }) => sum + tasks.size, 0) }),
    bound: { ...schedule.bound, gap: Math.max(0, schedule.finish - schedule.bound.finish) / Math.max(1, makespanMs) },
    ...(forecast === undefined ? {} : { forecast: { seeds: forecast.seeds, unfinished: forecast.unfinished, finish: forecast.finish } }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(hasPieces(workflow) ? { streamed: true as const } : {}),
    costs: [...schedule.costs],
    stages: workflow.stages.map(({ index }) => stageOf(plan, index)),
    resources: schedule.resources.map(({ name, kind, capacity, peak, usedMs, availableMs, costs }) => ({
      ...{ name, kind, capacity, peak, costs: [...costs] },
      utilisation: availableMs > 0 ? usedMs / availableMs : 0,
    })),
    conflicts: schedule.conflicts.map(({ waiting, holding, ...rest }) => ({ ...rest, waiting: nameOf(waiting), holding: nameOf(holding) })),
    decisions: decisionsOf(plan),
    issues: (input.history.issues ?? []).map(({ owner, waiver, ...rest }) => ({
      ...rest,
      says: earlierIssueText({ ...rest, owner, waiver }),
      ...(owner === undefined ? {} : { owner }),
      ...(waiver === undefined ? {} : { waiver: { ...waiver } }),
    })),
    waits: (forecast?.waits ?? []).map(({ resource, stage, waitMs }) => ({ person: resource, stage: nameOf(stage), waitMs })),
  }
}

function decisionsOf({ input }: Plan): PlanAnswer['decisions'] {
  const taken = takenIn(input)
  const expected = expectedBranches(input.workflow, taken)
  return input.workflow.stages.flatMap(({ index, name, decision }) => {
    if (decision === undefined || !expected.has(index)) return []
    const { chances, source } = chancesOf(decision, taken.get(name))
    const branches = decision.branches.map((branch, number) => ({
      ...{ name: branch.name, chance: chances[number] ?? 0, expected: expected.get(index) === number },
    }))
    return [{ stage: name, source, branches }]
  })
}

function deadlineOf({ schedule, forecast, input }: Plan): Deadline | undefined {
  const at = input.workflow.deadline
  if (at === undefined) return undefined
  const probability = forecast?.deadline?.probability
  return { at, met: schedule.finish <= at, ...(probability === undefined ? {} : { probability }) }
}

function stageOf({ schedule, durations, forecast, input }: Plan, index: number): PlanAnswer['stages'][number] {
  const { name } = input.workflow.stages[index] ?? { name: '' }
  const planned = schedule.stages[index]
  const known = durations[index]
  const { meanMs, lowMs, highMs } = stageTime({ durations, schedule }, index)
  const source = known?.source ?? { kind: 'assumed' }
  const learned =
    source.kind === 'history' ? { tasks: source.tasks, runs: source.runs, ...(source.law === undefined ? {} : { law: source.law }) } : {}
  const foretold = forecast?.stages[index]
  return {
    name,
    tasks: planned?.count ?? 0,
    there: input.there?.get(name)?.tasks.size ?? 0,
    counted: planned?.counted ?? 'exact',
    duration: { expectedMs: meanMs, p05: lowMs, p95: highMs, source: source.kind, ...learned },
    ...(known?.repeats === undefined
      ? {}
      : { repeats: { tasks: known.repeats.tasks, gates: [...known.repeats.byGate], factor: meanRepeats(known.repeats) } }),
    ...(known?.queue === undefined ? {} : { queue: queueOf(known.queue) }),
    start: planned?.starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY) ?? schedule.start,
    finish: planned?.ends.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY) ?? schedule.start,
    totalSlackMs: planned?.totalSlackMs ?? 0,
    freeSlackMs: planned?.freeSlackMs ?? 0,
    critical: schedule.chain.some(({ stage }) => stage === index),
    people: [...new Set(planned?.people.flat())].map((resource) => schedule.resources[resource]?.name ?? ''),
    ...(foretold === undefined ? {} : { criticality: foretold.criticality, forecast: foretold.finish }),
  }
}

function queueOf({ meanMs, p05, p95, tasks, runs, like }: QueueWait): NonNullable<PlanAnswer['stages'][number]['queue']> {
  return { expectedMs: meanMs, p05, p95, tasks, runs, like }
}

/** One line of the what-if table. */
export function scenarioOf(change: string, { schedule, forecast }: Plan): Scenario {
  const busiest = busiestOf(schedule)
  const probability = forecast?.deadline?.probability
  return {
    change,
    finish: schedule.finish,
    makespanMs: schedule.finish - schedule.start,
    ...(forecast === undefined ? {} : { p80: forecast.finish.p80 }),
    costs: [...schedule.costs],
    ...(busiest === undefined ? {} : { bottleneck: busiest }),
    ...(probability === undefined ? {} : { deadlineProbability: probability }),
  }
}

function busiestOf({ resources }: Schedule): Scenario['bottleneck'] {
  let busiest: { name: string; utilisation: number } | undefined
  for (const { name, usedMs, availableMs } of resources) {
    const utilisation = availableMs > 0 ? usedMs / availableMs : 0
    if (usedMs > 0 && (busiest === undefined || utilisation > busiest.utilisation)) busiest = { name, utilisation }
  }
  return busiest
}

function hasPieces({ stages }: Workflow): boolean {
  return stages.some(({ fanout }) => fanout.kind === 'pieces')
}
