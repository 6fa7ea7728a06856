import type { Workflow } from '#model/workflow.ts'
import type { StageDuration } from '../duration.ts'
import type { ExpectedRun } from '../expected-run.ts'
import type { Schedule } from '../schedule.ts'
import { buildProblem } from './build.ts'
import { describeSchedule } from './describe.ts'
import type { Infeasible } from './infeasible.ts'
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
}

/** What runs where and when, from expected durations: see docs/spec/schedule.md. The same question gets the same schedule. */
export function scheduleWorkflow(asked: ToSchedule): Schedule | Infeasible {
  const { workflow } = asked
  const start = Math.max(asked.start, workflow.start ?? asked.start)
  const built = buildProblem({ ...asked, start })
  if ('reasons' in built) return built
  const { problem } = built
  const solved = solve(problem, { schedules: asked.effort, seed: asked.seed })
  if (typeof solved === 'number') {
    const stage = problem.families[problem.family[solved] ?? -1]?.stage
    const message = { en: 'there is no time at which it can be done', ko: '실행할 수 있는 시간이 없습니다' }
    return { reasons: [{ stage, at: workflow.stages[stage ?? -1]?.at, message }] }
  }
  return describeSchedule(asked, built, solved)
}
