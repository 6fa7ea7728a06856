import { latestStart } from './calendar-path.ts'
import { choiceTaken, type Drawn, shapeTaken } from './drawn.ts'
import { handOvers } from './hand-overs.ts'
import { sortedBy } from './sorted-by.ts'

export interface Slack {
  /** By activity: how much it may slip without delaying the finish, everything keeping its place in the order, in ms. */
  readonly total: Float64Array
  /** By activity: without delaying what waits for it. */
  readonly free: Float64Array
}

/**
 * Slack in the schedule as it is: who gets a resource from whom counts like a precedence, so that what has slack can really slip
 * alone (a partial-order schedule, Policella et al. 2007).
 */
export function slackOf(schedule: Drawn): Slack {
  return { total: totalSlack(schedule), free: freeSlack(schedule) }
}

function totalSlack(schedule: Drawn): Float64Array {
  const { problem, placed, finish, usesOf, useBefore, setups } = schedule
  const { predecessorStart, predecessors, order: topological } = problem
  const place = new Int32Array(problem.count)
  topological.forEach((activity, at) => {
    place[activity] = at
  })
  const byStart = sortedBy(placed.starts).sort(
    (a, b) => (placed.starts[a] as number) - (placed.starts[b] as number) || (place[a] as number) - (place[b] as number),
  )
  const { from, start } = handOvers(schedule, byStart)
  const latestEnd = new Float64Array(problem.count).fill(finish)
  const total = new Float64Array(problem.count)
  const mustEndBy = (activity: number, at: number) => {
    if (at < (latestEnd[activity] as number)) latestEnd[activity] = at
  }
  for (let at = byStart.length - 1; at >= 0; at--) {
    const activity = byStart[at] as number
    const latest = latestStartOf(schedule, activity, latestEnd[activity] as number)
    total[activity] = Math.max(0, latest - (placed.starts[activity] as number))
    for (let i = predecessorStart[activity] as number; i < (predecessorStart[activity + 1] as number); i++)
      mustEndBy(predecessors[i] as number, latest)
    for (let i = start[at] as number; i < (start[at + 1] as number); i++) mustEndBy(from[i] as number, latest)
    for (const use of usesOf.get(activity) ?? []) {
      const before = useBefore[use] as number
      if (before >= 0) mustEndBy(placed.uses.activity[before] as number, latest - (setups[use] as number))
    }
  }
  return total
}

function latestStartOf(schedule: Drawn, activity: number, end: number): number {
  const { problem, placed } = schedule
  const { bookedAt } = problem.families[problem.family[activity] as number] ?? {}
  const shape = shapeTaken(schedule, activity)
  if (shape === undefined) return end
  if (bookedAt !== undefined) return bookedAt
  const durationMs = problem.optionMs[placed.options[activity] as number] as number
  if (shape.kind !== 'apart') return latestStart(shape, choiceTaken(schedule, shape, activity), end, durationMs)
  // Those who work apart are taken to slip together.
  const slip = end - (placed.ends[activity] as number)
  return shape.choices.some(({ times }) => times !== undefined)
    ? (placed.starts[activity] as number)
    : (placed.starts[activity] as number) + slip
}

function freeSlack({ problem, placed, finish }: Drawn): Float64Array {
  const { count, order, successorStart, successors, optionStart } = problem
  const next = new Float64Array(count).fill(finish)
  const free = new Float64Array(count)
  for (let at = count - 1; at >= 0; at--) {
    const activity = order[at] as number
    for (let i = successorStart[activity] as number; i < (successorStart[activity + 1] as number); i++) {
      const successor = successors[i] as number
      const isEnd = optionStart[successor] === optionStart[successor + 1]
      next[activity] = Math.min(next[activity] as number, isEnd ? (next[successor] as number) : (placed.starts[successor] as number))
    }
    free[activity] = Math.max(0, (next[activity] as number) - (placed.ends[activity] as number))
  }
  return free
}
