import { expect, test } from 'vitest'
import { lowerBound } from '#plan/search/lower-bound.ts'
import { type Found, problemsOf } from '#plan/search/project.ts'
import { searchProject } from '#plan/search/search-project.ts'
import { generatedProject, makingOf, projectOf } from './generated-project.ts'
import { shortestByTrying, violations } from './violations.ts'

const seeds = Array.from({ length: Number(process.env.PWOS_SEEDS ?? 400) }, (_, seed) => seed)

/** Thirty jobs on four scarce resources: long enough a search to look into. */
const hard = generatedProject(5, { count: 40, resources: 4, complexity: 1.5, factor: 1, strength: 0.03, longest: 10 })

test('[SCHED-1] every reason why a project has no schedule is named', () => {
  expect(problemsOf(projectOf([1, 1], [[], []], [3, 1], [2]))).toEqual([{ kind: 'demand_above_capacity', job: 0, resource: 0 }])
  expect(problemsOf(projectOf([1, 1, 1], [[1], [2], [1]], [1, 1, 9], [2]))).toEqual([
    { kind: 'demand_above_capacity', job: 2, resource: 0 },
    { kind: 'circle', jobs: [1, 2] },
  ])
  expect(problemsOf(projectOf([1, 1], [[5], []], [], []))).toEqual([{ kind: 'shape', what: 'every successor is a job' }])
  expect(problemsOf(projectOf([-1], [[]], [], []))).toEqual([{ kind: 'shape', what: 'no negative number' }])
  expect(problemsOf(projectOf([2 ** 30, 1], [[], []], [], []))).toMatchObject([{ kind: 'shape' }])
  expect(problemsOf({ ...hard, durations: new Int32Array(3) })).toMatchObject([{ kind: 'shape' }])
  expect(problemsOf({ ...hard, successorStart: new Int32Array(3) })).toMatchObject([{ kind: 'shape' }])
  expect(problemsOf({ ...hard, demands: new Int32Array(3) })).toMatchObject([{ kind: 'shape' }])
  expect(problemsOf({ ...hard, capacities: new Int32Array(3) })).toMatchObject([{ kind: 'shape' }])
  expect(problemsOf(hard)).toEqual([])
})

test('[SCHED-1] searching where there is no schedule says why', () => {
  const options = { schedules: 10, seed: 1 }
  expect(() => searchProject(projectOf([1], [[]], [3], [2]), options)).toThrow('job 0 must not need more of resource 0 than there is')
  expect(() => searchProject(projectOf([1, 1], [[1], [0]], [], []), options)).toThrow('jobs must not wait for each other: 0, 1')
  expect(() => lowerBound(projectOf([1], [[]], [], [1]))).toThrow('a project must have a demand for each job and resource')
})

test('[SCHED-2, SCHED-5] schedules of generated projects break nothing, and the bound is under them', () => {
  for (const seed of seeds) {
    const project = generatedProject(seed, makingOf(seed, seed % 10 === 0 ? 60 : 25))
    const seen: Found[] = []
    const found = searchProject(project, { schedules: 40, seed, onImprovement: (better) => seen.push(better) })
    for (const { starts, makespan } of [...seen, found]) expect([seed, ...violations(project, starts, makespan)]).toEqual([seed])
    expect([seed, found.bound <= found.makespan, found.optimal]).toEqual([seed, true, found.bound === found.makespan])
  }
})

test('[SCHED-6, SCHED-5] small projects are scheduled as shortly as trying every list can, and proved so', () => {
  for (const seed of seeds.slice(0, 150)) {
    const project = generatedProject(seed, { ...makingOf(seed, 6), longest: 4, resources: 1 + (seed % 3) })
    const shortest = shortestByTrying(project)
    const found = searchProject(project, { schedules: 2000, seed })
    expect([seed, found.makespan, found.optimal]).toEqual([seed, shortest, true])
    expect([seed, lowerBound(project) <= shortest]).toEqual([seed, true])
  }
})

test('[SCHED-3] a search is the same for the same seed, and another for another', () => {
  const trace = (seed: number) => {
    const seen: string[] = []
    searchProject(hard, {
      schedules: 400,
      seed,
      onImprovement: (found) => seen.push(`${found.makespan}@${found.schedules} ${found.starts.join()}`),
    })
    return seen
  }
  expect(trace(7)).toEqual(trace(7))
  expect(trace(7)).not.toEqual(trace(8))
})

test('[SCHED-4] the effort asked for is spent, not more, and not after a proof', () => {
  for (const schedules of [0, 1, 2, 3, 10, 100, 700]) {
    const found = searchProject(hard, { schedules, seed: 1 })
    expect(violations(hard, found.starts, found.makespan)).toEqual([])
    if (!found.optimal) expect(found.schedules).toBeGreaterThanOrEqual(schedules)
    expect(found.schedules).toBeLessThanOrEqual(schedules + 10)
  }
  const chain = projectOf([2, 3, 4], [[1], [2], []], [1, 1, 1], [1])
  expect(searchProject(chain, { schedules: 1000, seed: 1 })).toMatchObject({ makespan: 9, bound: 9, optimal: true, schedules: 1 })
})

test('[SCHED-7] every improvement is told at once, each shorter than the last', () => {
  const seen: Found[] = []
  const found = searchProject(hard, { schedules: 500, seed: 3, onImprovement: (better) => seen.push(better) })
  expect(seen.length).toBeGreaterThan(1)
  expect(seen.map((better) => better.makespan)).toEqual([...new Set(seen.map((better) => better.makespan))].sort((a, b) => b - a))
  expect(seen.at(-1)?.starts).toEqual(found.starts)
})

test('[SCHED-8] a search that is told to stop returns the best schedule so far, at least one', () => {
  expect(searchProject(hard, { schedules: 1e6, seed: 1, shouldStop: () => true }).schedules).toBeLessThan(30)
  let asked = 0
  const found = searchProject(hard, { schedules: 1e6, seed: 1, shouldStop: () => ++asked > 300 })
  expect(violations(hard, found.starts, found.makespan)).toEqual([])
})

test('[SCHED-9] the bound knows the critical path, the work on each resource, and what cannot run at once', () => {
  expect(lowerBound(projectOf([2, 3, 4], [[1], [2], []], [], []))).toBe(9)
  // 3 jobs of 2 × 4 on a capacity of 4 take 12 by their work.
  expect(lowerBound(projectOf([2, 2, 2], [[], [], []], [4, 4, 4], [4]))).toBe(6)
  // After a job of 5, two of 3 share what one needs, and 2 follows both.
  expect(lowerBound(projectOf([5, 3, 3, 2], [[1, 2], [3], [3], []], [0, 1, 1, 0], [1]))).toBe(13)
  // By work three jobs of 3 that need 2 of 3 take 6 units, but no two run at once.
  expect(lowerBound(projectOf([3, 3, 3], [[], [], []], [2, 2, 2], [3]))).toBe(9)
})

test('[SCHED-10] many resources and huge capacities are kept as exactly as few and small ones', () => {
  const huge = 2 ** 31 - 1
  const twenty = { count: 30, resources: 20, complexity: 1, factor: 0.5, strength: 0.05, longest: 5 }
  for (const seed of seeds.slice(0, 40)) {
    const many = generatedProject(seed, twenty)
    const found = searchProject(many, { schedules: 100, seed })
    expect(violations(many, found.starts, found.makespan)).toEqual([])
  }
  // Half of the capacity and one: never two at once. With one less: always.
  const half = 2 ** 30
  expect(searchProject(projectOf([1, 1], [[], []], [half, half], [huge]), { schedules: 50, seed: 1 }).makespan).toBe(2)
  expect(searchProject(projectOf([1, 1], [[], []], [half - 1, half], [huge]), { schedules: 50, seed: 1 }).makespan).toBe(1)
})

test('[SCHED-11] a coarser or finer unit of time changes nothing but the numbers', () => {
  const finer = { ...hard, durations: hard.durations.map((duration) => duration * 3_600_000) }
  const found = searchProject(hard, { schedules: 300, seed: 1 })
  expect(searchProject(finer, { schedules: 300, seed: 1 })).toEqual({
    ...found,
    starts: found.starts.map((start) => start * 3_600_000),
    makespan: found.makespan * 3_600_000,
    bound: found.bound * 3_600_000,
  })
  expect(lowerBound(finer)).toBe(lowerBound(hard) * 3_600_000)
})

test('[SCHED-11] times far finer than the jobs are searched too', () => {
  for (const seed of seeds.slice(0, 40)) {
    const project = generatedProject(seed, { count: 40, resources: 3, complexity: 1, factor: 0.7, strength: 0.1, longest: 10_000_000 })
    const found = searchProject(project, { schedules: 100, seed })
    expect(violations(project, found.starts, found.makespan)).toEqual([])
    expect(found.makespan).toBeLessThan(project.durations.reduce((sum, duration) => sum + duration, 0))
  }
})

test('[SCHED-12] no jobs, one job, and jobs without duration are projects like any other', () => {
  const options = { schedules: 100, seed: 1 }
  expect(searchProject(projectOf([], [], [], [4]), options)).toMatchObject({ makespan: 0, bound: 0, optimal: true })
  expect(lowerBound(projectOf([], [], [], []))).toBe(0)
  expect(searchProject(projectOf([7], [[]], [4], [4]), options)).toMatchObject({ makespan: 7, bound: 7, optimal: true })
  expect(searchProject(projectOf([0, 0, 0], [[1], [2], []], [9, 9, 9], [1]), options)).toMatchObject({ makespan: 0, optimal: true })
  expect(searchProject(projectOf([0, 5, 0, 5], [[1], [2], [3], []], [1, 1, 1, 1], [1]), options)).toMatchObject({ makespan: 10 })
})
