import { earliestTimes, latestTimes, type Times } from './calendar-path.ts'
import { type Load, loadsOf } from './loads.ts'
import type { SchedulingProblem } from './problem.ts'
import { type Refutation, refutedByLength, refutedByWork } from './refute.ts'

/** No schedule ends before `finish`. */
export interface Bound {
  readonly finish: number
  /** What proves it: work that does not fit, or the search, which has looked at all that could be better; else the longest chain. */
  readonly refutation: Refutation | 'search' | undefined
}

/** Up to so many activities the bound is made exact; above, to a thousandth of the span. */
const mostExact = 20_000

/**
 * A destructive lower bound (Klein and Scholl 1999): finishes are assumed one after the other, halving the span between what is refuted
 * and `reached`, a finish that some schedule has.
 */
export function lowerBound(problem: SchedulingProblem, reached: number): Bound {
  const earliest = earliestTimes(problem)
  const path = earliest.ends.reduce((last, end) => Math.max(last, end), problem.start)
  const loads = loadsOf(problem)
  let finish = path
  let refutation: Refutation | undefined
  if (finish >= reached) return { finish: reached, refutation }
  const enough = problem.count <= mostExact ? 0 : (reached - problem.start) / 1000
  const tryOut = (assumed: number): boolean => {
    const found = refute(problem, loads, earliest, assumed)
    if (found === undefined) return false
    finish = assumed + 1
    refutation = found
    return true
  }
  let open = reached
  if (tryOut(reached - 1)) return { finish: reached, refutation }
  while (open - finish > enough) {
    const middle = Math.floor((finish + open - 1) / 2)
    if (!tryOut(middle)) open = middle
  }
  return { finish, refutation }
}

function refute(problem: SchedulingProblem, loads: readonly Load[], earliest: Times, assumed: number): Refutation | undefined {
  const latest = latestTimes(problem, assumed)
  for (const load of loads) {
    const found = refutedByWork(load, earliest, latest) ?? refutedByLength(load, earliest, latest)
    if (found !== undefined) return found
  }
  return undefined
}
