import { endOf, startBy } from './earliest.ts'
import { lastFit, lastWorkStart } from './open-times.ts'
import type { Choice, SchedulingProblem, Shape } from './problem.ts'

/** Times of activities. */
export interface Times {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** The earliest times of each activity by precedence, releases, bookings and calendars alone. Infinity: calendars never let it. */
export function earliestTimes(problem: SchedulingProblem): Times {
  const { count, order, predecessorStart, predecessors, families, family, start } = problem
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    const activity = order[at] as number
    const { release = start, bookedAt } = families[family[activity] as number] ?? {}
    let ready = bookedAt ?? Math.max(start, release)
    const last = predecessorStart[activity + 1] as number
    for (let i = predecessorStart[activity] as number; i < last; i++) ready = Math.max(ready, ends[predecessors[i] as number] as number)
    earliestOf(problem, activity, ready, starts, ends)
  }
  return { starts, ends }
}

function earliestOf(
  { optionStart, optionShape, optionMs, shapes }: SchedulingProblem,
  activity: number,
  ready: number,
  starts: Float64Array,
  ends: Float64Array,
): void {
  const first = optionStart[activity] as number
  const last = optionStart[activity + 1] as number
  let start = first === last ? ready : Number.POSITIVE_INFINITY
  let end = start
  for (let option = first; option < last; option++) {
    const shape = shapes[optionShape[option] as number] as Shape
    const durationMs = optionMs[option] as number
    if (shape.kind === 'apart') {
      const all = shape.choices.map((choice) => endAfter(shape, choice, ready, durationMs)).sort((a, b) => a - b)
      end = Math.min(end, all[shape.quorum - 1] ?? Number.POSITIVE_INFINITY)
      start = Math.min(start, ...shape.choices.map((choice) => startBy(shape, choice, ready, durationMs)))
      continue
    }
    for (const choice of shape.choices) {
      if (choice.times === undefined && shape.kind === 'unbroken') {
        start = Math.min(start, ready)
        end = Math.min(end, ready + durationMs)
        continue
      }
      start = Math.min(start, startBy(shape, choice, ready, durationMs))
      end = Math.min(end, endAfter(shape, choice, ready, durationMs))
    }
  }
  starts[activity] = start
  ends[activity] = end
}

function endAfter(shape: Shape, choice: Choice, ready: number, durationMs: number): number {
  const begin = startBy(shape, choice, ready, durationMs)
  return begin === Number.POSITIVE_INFINITY ? begin : endOf(shape, choice, begin, durationMs)
}

/**
 * The latest times of each activity by precedence, bookings and calendars alone, when all is to end by `finish`, and on request by
 * its deadline.
 */
export function latestTimes(problem: SchedulingProblem, finish: number, withDeadlines = false): Times {
  const { count, order, successorStart, successors, families, family } = problem
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  for (let at = count - 1; at >= 0; at--) {
    const activity = order[at] as number
    const { bookedAt, deadline = finish } = families[family[activity] as number] ?? {}
    let end = withDeadlines ? Math.min(finish, deadline) : finish
    const last = successorStart[activity + 1] as number
    for (let i = successorStart[activity] as number; i < last; i++) end = Math.min(end, starts[successors[i] as number] as number)
    const start = latestStartOf(problem, activity, end)
    starts[activity] = bookedAt === undefined ? start : Math.min(start, bookedAt)
    ends[activity] = end
  }
  return { starts, ends }
}

function latestStartOf({ optionStart, optionShape, optionMs, shapes }: SchedulingProblem, activity: number, end: number): number {
  const first = optionStart[activity] as number
  const last = optionStart[activity + 1] as number
  if (first === last) return end
  let start = Number.NEGATIVE_INFINITY
  for (let option = first; option < last; option++) {
    const shape = shapes[optionShape[option] as number] as Shape
    const starts = shape.choices.map((choice) => latestStart(shape, choice, end, optionMs[option] as number))
    const needed = shape.kind === 'apart' ? (starts.sort((a, b) => b - a)[shape.quorum - 1] ?? start) : Math.max(...starts)
    start = Math.max(start, needed)
  }
  return start
}

/** The last start with which it ends by `end`, by calendars alone; -Infinity: there is none. */
export function latestStart({ kind }: Shape, { times, load }: Choice, end: number, durationMs: number): number {
  if (kind === 'unbroken') return times === undefined ? end - durationMs : lastFit(times, end, durationMs)
  const workMs = Math.ceil(durationMs / load)
  return times === undefined ? end - workMs : lastWorkStart(times, end, workMs)
}
