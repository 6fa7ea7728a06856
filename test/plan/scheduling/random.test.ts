import { expect, test } from 'vitest'
import { lowerBound } from '#plan/scheduling/bound.ts'
import { buildProblem } from '#plan/scheduling/build.ts'
import { describeSchedule } from '#plan/scheduling/describe.ts'
import { listByKey } from '#plan/scheduling/list.ts'
import { meritOf } from '#plan/scheduling/merit.ts'
import { placeInTime } from '#plan/scheduling/parallel.ts'
import { rulesOf } from '#plan/scheduling/rules.ts'
import { scheduleWorkflow } from '#plan/scheduling/schedule-workflow.ts'
import { serialDecoder } from '#plan/scheduling/serial.ts'
import { breaches } from './checker.ts'
import { randomQuestion } from './random-question.ts'

const seeds = Number(process.env.PWOS_SCHEDULE_SEEDS ?? 150)

test('[SCHED-21] no schedule breaks a precedence, a capacity, a calendar, a window, a set-up or a booking', { timeout: 600_000 }, () => {
  let made = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const asked = randomQuestion(seed, seed % 2 === 0)
    const outcome = scheduleWorkflow(asked)
    if ('reasons' in outcome) continue
    made++
    expect(breaches(asked, outcome), `seed ${seed}`).toEqual([])
  }
  expect(made).toBeGreaterThan(seeds * 0.6)
})

test('[SCHED-21] nor does one made by any rule, activity by activity or in the order of time', { timeout: 600_000 }, () => {
  let made = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const asked = randomQuestion(seed, seed % 2 === 0)
    const built = buildProblem(asked)
    if ('reasons' in built) continue
    const { problem } = built
    const decoder = serialDecoder(problem)
    let bound = 0
    let finish = Number.POSITIVE_INFINITY
    for (const { name, keys } of rulesOf(problem, problem.start + 6_000_000)) {
      for (const [how, placed] of [
        ['in time', placeInTime(problem, keys)],
        ['one by one', decoder.decode(listByKey(problem, keys))],
      ] as const) {
        if (typeof placed === 'number') continue
        made++
        const schedule = describeSchedule(asked, built, {
          placed,
          by: 'criticality',
          bound: lowerBound(problem, meritOf(problem, placed).finish),
        })
        expect(breaches(asked, schedule), `seed ${seed}, ${name}, ${how}`).toEqual([])
        bound = Math.max(bound, schedule.bound.finish)
        finish = Math.min(finish, schedule.finish)
      }
    }
    expect(bound, `seed ${seed}: a bound above a finish that is reached`).toBeLessThanOrEqual(finish)
  }
  expect(made).toBeGreaterThan(seeds * 4)
})

test('[SCHED-21] the checker sees when a task is moved', () => {
  let moved = 0
  let seen = 0
  for (let seed = 1; seed <= 60; seed++) {
    const asked = randomQuestion(seed, seed % 2 === 0)
    const outcome = scheduleWorkflow(asked)
    if ('reasons' in outcome) continue
    for (const { stage, starts, ends } of outcome.stages) {
      const link = outcome.chain.find((one) => one.stage === stage && one.because !== 'start')
      if (link === undefined || starts[link.task] === ends[link.task]) continue
      moved++
      const by = (times: Float64Array) => times.map((time, task) => (task === link.task ? time - 1 : time))
      const earlier = outcome.stages.map((one) => (one.stage === stage ? { ...one, starts: by(starts), ends: by(ends) } : one))
      if (breaches(asked, { ...outcome, stages: earlier, chain: [], start: outcome.start - 1 }).some((text) => !/chain|finish/.test(text)))
        seen++
    }
  }
  // It cannot know when each of those who approve apart has done it, nor which place of an instrument was set up for whom.
  expect(moved).toBeGreaterThan(50)
  expect(seen / moved).toBeGreaterThan(0.9)
})
