import { latestTimes } from './calendar-path.ts'
import { banded, priorityBands } from './priorities.ts'
import type { SchedulingProblem, Shape } from './problem.ts'
import { leastMs, longestRest } from './rank.ts'

/** A rule of priority: by activity, smaller goes first. */
export interface Rule {
  readonly name: 'longest-rest' | 'latest-finish' | 'heaviest-rest' | 'most-work-first'
  readonly keys: Float64Array
}

/**
 * Rules of priority, the best ones first. Stated priorities come before everything, and what a task of high priority waits for has
 * its priority too. `finish`: any finish that can be reached, so that latest times hang on calendars that matter.
 */
export function rulesOf(problem: SchedulingProblem, finish: number): readonly Rule[] {
  const ms = leastMs(problem)
  const rest = longestRest(problem, ms)
  const weight = weights(problem)
  const heavy = longestRest(
    problem,
    ms.map((own, activity) => own * (0.5 + (weight[activity] as number))),
  )
  const work = ms.map((own, activity) => own * (weight[activity] as number))
  const all: Rule[] = [
    { name: 'longest-rest', keys: rest.map((own) => -own) },
    { name: 'latest-finish', keys: latestByDeadlines(problem, finish) },
    { name: 'heaviest-rest', keys: heavy.map((own) => -own) },
    { name: 'most-work-first', keys: work.map((own, activity) => -own - (rest[activity] as number) * 1e-3) },
  ]
  const bands = priorityBands(problem)
  return bands === undefined ? all : all.map(({ name, keys }) => ({ name, keys: banded(keys, bands) }))
}

/** Latest ends before the finish and the deadlines; what is late already has what waits for it to say how late. */
function latestByDeadlines(problem: SchedulingProblem, finish: number): Float64Array {
  const { ends } = latestTimes(problem, finish, true)
  return ends.map((end) => Math.max(end, problem.start - 1e13))
}

/** By activity: the largest share of a pool that its first option holds. */
function weights({ count, optionStart, optionShape, shapes, pools }: SchedulingProblem): Float64Array {
  const ofShape = shapes.map(({ pools: held, amounts, choices }: Shape) => {
    const shares = held.map((pool, i) => (amounts[i] as number) / (pools[pool]?.capacity ?? 1))
    return Math.max(0, ...shares, ...choices.slice(0, 1).map(({ units }) => (units.length > 0 ? 1 : 0)))
  })
  return Float64Array.from({ length: count }, (_, activity) => {
    const first = optionStart[activity] as number
    return first === optionStart[activity + 1] ? 0 : (ofShape[optionShape[first] as number] as number)
  })
}
