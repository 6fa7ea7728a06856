import { randomStream } from '#worlds/simulated/random.ts'
import { searchProject } from '../search/search-project.ts'
import { type Bound, lowerBound } from './bound.ts'
import { earliestTimes } from './calendar-path.ts'
import { improve } from './improve.ts'
import { listByKey } from './list.ts'
import { isBetter, type Merit, meritOf } from './merit.ts'
import { placeInTime } from './parallel.ts'
import { priorityBands } from './priorities.ts'
import type { Placed, SchedulingProblem } from './problem.ts'
import { pureProject } from './pure-project.ts'
import { rulesOf } from './rules.ts'
import { serialDecoder } from './serial.ts'
import { sortedBy } from './sorted-by.ts'

export interface Solved {
  readonly placed: Placed
  readonly merit: Merit
  /** What decided who goes first: a rule of priority or the search. */
  readonly by: 'criticality' | 'deadline' | 'search'
  readonly bound: Bound
}

export interface Effort {
  /** How many schedules the search may make, after those of the rules. */
  readonly schedules: number
  readonly seed: number
}

/** Up to so many activities, schedules are also made activity by activity, which costs more with each one. */
const mostSerial = 10_000
/** Schedules that a search makes, times the square of the activities: placing one looks past others. It keeps plans within seconds. */
const mostWork = { pure: 1e9, other: 3e8 }

/** Of large plans a schedule this near to the bound is good enough. */
const largeGap = 0.002

type Candidate = Pick<Solved, 'placed' | 'merit' | 'by'>

/** The best of the schedules that a known order and the rules give, and then of a search; a number is an activity for which no place was found. */
export function solve(problem: SchedulingProblem, effort: Effort, order?: Float64Array): Solved | number {
  const ordered = order && inOrder(problem, order)
  if (ordered !== undefined && effort.schedules <= 1) return { ...ordered, bound: { finish: longestChain(problem), refutation: undefined } }
  const found = byRules(problem, ordered)
  if (typeof found === 'number') return found
  const { candidates, bound } = found
  const best = candidates[0] as Candidate
  if (best.merit.lateMs === 0 && best.merit.finish <= bound.finish) return { ...best, bound }
  const pure = pureProject(problem)
  const work = pure === undefined ? mostWork.other : mostWork.pure
  const schedules = Math.min(effort.schedules, Math.floor(work / Math.max(1, problem.count) ** 2))
  if (schedules < 4) return { ...best, bound }
  return pure === undefined
    ? searched(problem, candidates, bound, { ...effort, schedules })
    : searchedPure(problem, pure, best, bound, { ...effort, schedules })
}

/** The schedule whose order is known; undefined: something has no place in it. */
function inOrder(problem: SchedulingProblem, order: Float64Array): Candidate | undefined {
  const placed = problem.count <= mostSerial ? serialDecoder(problem).decode(listByKey(problem, order)) : placeInTime(problem, order)
  return typeof placed === 'number' ? undefined : { placed, merit: meritOf(problem, placed), by: 'search' }
}

function longestChain(problem: SchedulingProblem): number {
  return earliestTimes(problem).ends.reduce((last, end) => Math.max(last, end), problem.start)
}

interface ByRules {
  /** The best first. */
  readonly candidates: readonly Candidate[]
  readonly bound: Bound
}

/** Schedules by every rule, in the order of time and activity by activity, until one is as good as can be told. */
function byRules(problem: SchedulingProblem, ordered: Candidate | undefined): ByRules | number {
  const serial = problem.count <= mostSerial ? serialDecoder(problem) : undefined
  const candidates: Candidate[] = ordered === undefined ? [] : [ordered]
  let bound: Bound | undefined
  let failed = 0
  for (const { name, keys } of rulesOf(problem, longestChain(problem))) {
    const by = name === 'latest-finish' ? 'deadline' : 'criticality'
    for (const placed of [placeInTime(problem, keys), ...(serial === undefined ? [] : [serial.decode(listByKey(problem, keys))])]) {
      if (typeof placed === 'number') failed = placed
      else candidates.push({ placed, merit: meritOf(problem, placed), by })
    }
    candidates.sort((a, b) => a.merit.lateMs - b.merit.lateMs || a.merit.finish - b.merit.finish)
    const [best] = candidates
    if (best === undefined) continue
    bound ??= lowerBound(problem, best.merit.finish)
    const enough = problem.count <= mostSerial ? 0 : (bound.finish - problem.start) * largeGap
    if (best.merit.lateMs === 0 && best.merit.finish <= bound.finish + enough) break
  }
  return bound === undefined ? failed : { candidates, bound }
}

function searched(problem: SchedulingProblem, found: readonly Candidate[], bound: Bound, { schedules, seed }: Effort): Solved {
  const best = found[0] as Candidate
  const placed = improve(
    problem,
    found.map((candidate) => candidate.placed),
    {
      random: randomStream(seed, 'schedule search'),
      schedules,
      bands: priorityBands(problem),
      isDone: ({ lateMs, finish }) => lateMs === 0 && finish <= bound.finish,
    },
  )
  return chosen(problem, best, placed, bound)
}

/** Pools alone: the search that knows them best, whose order is then placed to the millisecond. */
function searchedPure(
  problem: SchedulingProblem,
  { project, isExact }: NonNullable<ReturnType<typeof pureProject>>,
  best: Candidate,
  bound: Bound,
  { schedules, seed }: Effort,
): Solved {
  const target = bound.finish - problem.start
  let reached = false
  const found = searchProject(project, {
    schedules,
    seed,
    onImprovement: ({ makespan }) => {
      reached = isExact && makespan <= target
    },
    shouldStop: () => reached,
  })
  const proved = problem.start + found.bound
  const order = listByKey(problem, Float64Array.from(sortedRanks(found.starts)))
  const raised = isExact && proved > bound.finish ? { finish: proved, refutation: 'search' as const } : bound
  return chosen(problem, best, serialDecoder(problem).decode(order), raised)
}

function chosen(problem: SchedulingProblem, best: Candidate, placed: Placed | number, bound: Bound): Solved {
  if (typeof placed === 'number') return { ...best, bound }
  const merit = meritOf(problem, placed)
  return isBetter(merit, best.merit) ? { placed, merit, by: 'search', bound } : { ...best, bound }
}

function sortedRanks(starts: Int32Array): Int32Array {
  const ranks = new Int32Array(starts.length)
  sortedBy(starts).forEach((activity, at) => {
    ranks[activity] = at
  })
  return ranks
}
