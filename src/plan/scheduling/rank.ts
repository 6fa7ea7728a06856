import type { SchedulingProblem } from './problem.ts'

/** The least time that an activity takes, by activity. */
export function leastMs({ count, optionStart, optionMs }: SchedulingProblem): Float64Array {
  const least = new Float64Array(count)
  for (let activity = 0; activity < count; activity++) {
    const first = optionStart[activity] as number
    const last = optionStart[activity + 1] as number
    if (first === last) continue
    let ms = Number.POSITIVE_INFINITY
    for (let option = first; option < last; option++) ms = Math.min(ms, optionMs[option] as number)
    least[activity] = ms
  }
  return least
}

/** By activity: the longest chain of durations from its start to the end of all, itself included (its upward rank). */
export function longestRest({ count, order, successorStart, successors }: SchedulingProblem, ms: Float64Array): Float64Array {
  const rest = new Float64Array(count)
  for (let at = count - 1; at >= 0; at--) {
    const activity = order[at] as number
    let after = 0
    const last = successorStart[activity + 1] as number
    for (let i = successorStart[activity] as number; i < last; i++) after = Math.max(after, rest[successors[i] as number] as number)
    rest[activity] = after + (ms[activity] as number)
  }
  return rest
}
