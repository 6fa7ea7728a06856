import type { Workflow } from '#model/workflow.ts'
import type { StageDuration } from '../duration.ts'
import type { ExpectedRun } from '../expected-run.ts'
import type { Schedule } from '../schedule.ts'
import { buildProblem } from './build.ts'
import { describeSchedule } from './describe.ts'
import type { Infeasible } from './infeasible.ts'
import { crowdedMessage, obstaclesOf } from './obstacles.ts'
import { orderOf } from './order-of.ts'
import { solve } from './solve.ts'

export interface ToSchedule {
  readonly workflow: Workflow
  /** How many tasks each stage has. */
  readonly expected: ExpectedRun
  /** What there is of each pool. People and instruments are the workflow's. */
  readonly pools: { readonly [name: string]: number }
  /** By stage. */
  readonly durations: readonly StageDuration[]
  /** UTC ms. Nothing starts before, nor before the `start` of the workflow. */
  readonly start: number
  /** How many schedules may be made to find a good one. */
  readonly effort: number
  readonly seed: number
  /**
   * Another schedule of the workflow, whose order is tried first. With an effort of 1 it is the only one that is made, and the bound is the
   * longest chain: what asking again with other durations costs least.
   */
  readonly like?: Schedule
}

/** What runs where and when, from expected durations: see docs/spec/schedule.md. The same question gets the same schedule. */
export function scheduleWorkflow(asked: ToSchedule): Schedule | Infeasible {
  const { workflow } = asked
  const start = Math.max(asked.start, workflow.start ?? asked.start)
  const built = buildProblem({ ...asked, start })
  if ('reasons' in built) return built
  const obstacles = obstaclesOf(workflow, built)
  if (obstacles.length > 0) return { reasons: obstacles }
  const solved = solve(built.problem, { schedules: asked.effort, seed: asked.seed }, asked.like && orderOf(asked.like, built.precedence))
  if (typeof solved !== 'number') return describeSchedule(asked, built, solved)
  const stage = built.problem.families[built.problem.family[solved] ?? -1]?.stage ?? -1
  return { reasons: [{ stage, at: workflow.stages[stage]?.at, message: crowdedMessage(workflow, built, solved) }] }
}
