import { earliestTimes } from './calendar-path.ts'
import { listByKey } from './list.ts'
import { isBetter, type Merit, meritOf } from './merit.ts'
import { placeInTime } from './parallel.ts'
import type { Placed, SchedulingProblem } from './problem.ts'
import { rulesOf } from './rules.ts'
import { serialDecoder } from './serial.ts'

export interface Solved {
  readonly placed: Placed
  readonly merit: Merit
  /** Which rule decided: a rule of priority or the search. */
  readonly by: 'criticality' | 'deadline' | 'search'
}

/** Up to so many activities, schedules are also made activity by activity, which costs more with each one. */
const mostSerial = 20_000

/** The best of the schedules that the rules give, and then of a search; a number is an activity for which no place was found. */
export function solve(problem: SchedulingProblem, effort: number): Solved | number {
  let best: Solved | undefined
  let failed = 0
  const look = (placed: Placed | number, by: Solved['by']) => {
    if (typeof placed === 'number') {
      failed = placed
      return
    }
    const merit = meritOf(problem, placed)
    if (best === undefined || isBetter(merit, best.merit)) best = { placed, merit, by }
  }
  const earliest = earliestTimes(problem).ends.reduce((last, end) => Math.max(last, end), problem.start)
  const rules = rulesOf(problem, earliest)
  const serial = problem.count <= mostSerial ? serialDecoder(problem) : undefined
  let made = 0
  for (const { name, keys } of rules) {
    const by = name === 'latest-finish' ? 'deadline' : 'criticality'
    if (made < effort) look(placeInTime(problem, keys), by)
    made++
    if (serial !== undefined && made < effort) look(serial.decode(listByKey(problem, keys)), by)
    made++
  }
  return best ?? failed
}
