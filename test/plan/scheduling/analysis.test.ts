import { expect, test } from 'vitest'
import { buildProblem } from '#plan/scheduling/build.ts'
import type { SchedulingProblem } from '#plan/scheduling/problem.ts'
import { scheduleWorkflow } from '#plan/scheduling/schedule-workflow.ts'
import { serialDecoder } from '#plan/scheduling/serial.ts'
import { breaches } from './checker.ts'
import { type MadeWorkflow, openDuring, question } from './made-workflow.ts'
import { planned } from './planned.ts'
import { randomQuestion } from './random-question.ts'

const second = 1000

function made(workflow: MadeWorkflow) {
  const asked = question(workflow)
  const schedule = planned(scheduleWorkflow(asked))
  expect(breaches(asked, schedule)).toEqual([])
  return schedule
}

/** Every list in which all stand after those they wait for. */
function* everyList({ count, predecessorStart, predecessors }: SchedulingProblem, list: number[] = []): Generator<Int32Array> {
  if (list.length === count) yield Int32Array.from(list)
  for (let activity = 0; activity < count; activity++) {
    if (list.includes(activity)) continue
    const waits = predecessors.subarray(predecessorStart[activity], predecessorStart[activity + 1])
    if (waits.every((other) => list.includes(other)))
      yield* everyList({ count, predecessorStart, predecessors } as SchedulingProblem, [...list, activity])
  }
}

test('[SCHED-28] small plans are as short as the best of all orders, and no bound is above them', { timeout: 120_000 }, () => {
  let looked = 0
  let proved = 0
  for (let seed = 1; looked < 60; seed++) {
    const asked = { ...randomQuestion(seed), effort: 600 }
    const built = buildProblem(asked)
    if ('reasons' in built || built.problem.count > 7 || built.problem.count < 3) continue
    const { problem } = built
    // Deadlines and priorities are wanted before a short plan.
    if (problem.families.some(({ priority, deadline }) => priority > 0 || deadline < Number.POSITIVE_INFINITY)) continue
    const decoder = serialDecoder(problem)
    let best = Number.POSITIVE_INFINITY
    for (const list of everyList(problem)) {
      const placed = decoder.decode(list)
      if (typeof placed !== 'number') best = Math.min(best, Math.max(problem.start, ...placed.ends))
    }
    if (best === Number.POSITIVE_INFINITY) continue
    const { finish, bound } = planned(scheduleWorkflow(asked))
    expect(finish, `seed ${seed}`).toBeLessThanOrEqual(best)
    expect(bound.finish, `seed ${seed}`).toBeLessThanOrEqual(finish)
    looked++
    if (bound.finish === finish) proved++
  }
  expect(proved).toBeGreaterThan(40)
})

test('[SCHED-28] the bound says what proves it', () => {
  const chain = made({ stages: [{ seconds: 5 }, { seconds: 6, waitsFor: [[0, 'whole']] }] })
  expect(chain.bound).toMatchObject({ finish: 11 * second, reason: { en: expect.stringContaining('longest chain') } })
  const work = made({ pools: { cpu: 2 }, stages: [{ seconds: 5, count: 4, needs: { cpu: 1 } }] })
  expect(work.bound).toMatchObject({ finish: 10 * second, reason: { en: expect.stringContaining('cpu: the 0.00556 h of work') } })
  const long = made({ pools: { cpu: 3 }, stages: [{ seconds: 4, count: 7, needs: { cpu: 1 } }] })
  expect(long.bound).toMatchObject({ finish: 12 * second, reason: { en: expect.stringContaining('cpu: tasks so long') } })
})

test('[SCHED-28] a bound knows when people and instruments are there', () => {
  const days = openDuring(Array.from({ length: 9 }, (_, day) => [day * 24 * second, (day * 24 + 8) * second] as const))
  const people = [{ name: 'ana', calendar: days }]
  const { finish, bound } = made({ people, stages: [{ by: ['ana'], seconds: 5, count: 4 }] })
  expect(finish).toBe((2 * 24 + 4) * second)
  expect(bound.finish).toBe(finish)
})

test('[SCHED-29] the chain says what fixes the finish', () => {
  const { chain } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 5, needs: { cpu: 1 } },
      { seconds: 3, needs: { cpu: 1 }, waitsFor: [[0, 'whole']] },
      { seconds: 4, needs: { cpu: 1 }, waitsFor: [[0, 'whole']] },
    ],
  })
  expect(chain.map(({ stage, because, resource }) => [stage, because, resource])).toEqual([
    [0, 'start', undefined],
    [2, 'precedence', undefined],
    [1, 'resource', 'cpu'],
  ])
})

test('[SCHED-29] slack is what a stage may slip, resources included', () => {
  const { stages } = made({
    pools: { cpu: 2 },
    stages: [
      { seconds: 10, needs: { cpu: 1 } },
      { seconds: 2, needs: { cpu: 1 } },
      { seconds: 3, needs: { cpu: 1 }, waitsFor: [[1, 'whole']] },
      {
        seconds: 1,
        needs: { cpu: 1 },
        waitsFor: [
          [0, 'whole'],
          [2, 'whole'],
        ],
      },
    ],
  })
  expect(stages.map(({ totalSlackMs, freeSlackMs }) => [totalSlackMs / second, freeSlackMs / second])).toEqual([
    [0, 0],
    [5, 0],
    [5, 5],
    [0, 0],
  ])
  expect(stages[2]).toMatchObject({ earliestStart: 2 * second, latestStart: 7 * second, latestFinish: 10 * second })
})

test('[SCHED-29] what shares one core has no slack, whatever the order leaves', () => {
  const { stages } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 5, needs: { cpu: 1 } },
      { seconds: 3, needs: { cpu: 1 } },
    ],
  })
  expect(stages.map(({ totalSlackMs }) => totalSlackMs)).toEqual([0, 0])
})

test('[SCHED-29] conflicts say who waited for whom, how long, and which rule decided', () => {
  const { conflicts } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 5, needs: { cpu: 1 } },
      { seconds: 3, needs: { cpu: 1 } },
    ],
  })
  expect(conflicts).toEqual([{ resource: 'cpu', waiting: 1, holding: 0, tasks: 1, from: 0, waitMs: 5 * second, rule: expect.any(String) }])
})

test('[SCHED-30] use and cost of each resource', () => {
  const cost = { amount: 3600, currency: 'EUR' }
  const { resources, costs } = made({
    pools: { cpu: 4 },
    people: [
      {
        name: 'ana',
        cost,
        calendar: openDuring([
          [0, 2 * second],
          [10 * second, 99 * second],
        ]),
      },
    ],
    instruments: [{ name: 'beam', cost: { ...cost, currency: 'h' } }],
    stages: [
      { by: ['ana'], seconds: 5 },
      { seconds: 4, needs: { cpu: 3, beam: 1 } },
    ],
  })
  expect(resources.map(({ name, usedMs, availableMs, peak }) => [name, usedMs / second, availableMs / second, peak])).toEqual([
    ['cpu', 12, 52, 3],
    ['ana', 5, 5, 1],
    ['beam', 4, 13, 1],
  ])
  expect(costs).toEqual([
    { currency: 'EUR', amount: 5 },
    { currency: 'h', amount: 4 },
  ])
  expect([[...(resources[0]?.at ?? [])], [...(resources[0]?.amount ?? [])]]).toEqual([
    [0, 4 * second],
    [3, 0],
  ])
})

test('[SCHED-31] the same question gets the same schedule, and more effort no worse one', () => {
  for (let seed = 200; seed < 240; seed++) {
    const asked = randomQuestion(seed)
    const little = scheduleWorkflow({ ...asked, effort: 8 })
    expect(scheduleWorkflow({ ...asked, effort: 8 })).toEqual(little)
    const much = scheduleWorkflow({ ...asked, effort: 80 })
    if ('reasons' in little || 'reasons' in much) continue
    const late = (of: typeof much) => of.missed.reduce((sum, { byMs, stage }) => sum + (stage === undefined ? 0 : byMs), 0)
    if (asked.workflow.deadline === undefined && late(much) === late(little))
      expect(much.finish, `seed ${seed}`).toBeLessThanOrEqual(little.finish)
  }
})

test('[SCHED-33] tens of thousands of tasks, each with needs of its own, keep every capacity', () => {
  const asked = question({
    pools: { cpu: 64, memory: 1000 },
    stages: [
      { seconds: 7, count: 12_000, needs: { cpu: 1, memory: 10 } },
      { seconds: 3, each: 0, needs: { cpu: 4, memory: 1 } },
      { seconds: 60, needs: { cpu: 64 }, waitsFor: [[1, 'whole']] },
    ],
  })
  const schedule = planned(scheduleWorkflow(asked))
  expect(breaches(asked, schedule)).toEqual([])
  expect(schedule.finish / schedule.bound.finish).toBeLessThan(1.02)
})

test('[SCHED-31] asked for the order of another schedule, it is kept, also with other durations', () => {
  const stages = [
    { seconds: 5, needs: { cpu: 1 } },
    { seconds: 3, needs: { cpu: 1 } },
    { seconds: 4, count: 2, needs: { cpu: 1 } },
  ]
  const asked = question({ pools: { cpu: 1 }, stages })
  const like = planned(scheduleWorkflow(asked))
  const slower = question({ pools: { cpu: 1 }, stages: stages.map((stage, i) => ({ ...stage, seconds: stage.seconds + 4 * i })) })
  const again = planned(scheduleWorkflow({ ...slower, effort: 1, like }))
  expect(breaches(slower, again)).toEqual([])
  const order = (schedule: typeof like) =>
    schedule.stages
      .flatMap(({ stage, starts }) => Array.from(starts, (at, task) => ({ at, name: `${stage}/${task}` })))
      .sort((a, b) => a.at - b.at)
      .map(({ name }) => name)
  expect(order(again)).toEqual(order(like))
  for (let seed = 300; seed < 330; seed++) {
    const random = randomQuestion(seed, true)
    const first = scheduleWorkflow(random)
    if ('reasons' in first) continue
    const kept = planned(scheduleWorkflow({ ...random, effort: 1, like: first }))
    expect(breaches(random, kept), `seed ${seed}`).toEqual([])
    expect(planned(scheduleWorkflow({ ...random, effort: 2, like: first })).finish, `seed ${seed}`).toBeLessThanOrEqual(kept.finish)
  }
})
