import type { SchedulingProblem } from './problem.ts'

/**
 * By activity: a whole number, smaller for higher stated priorities; what a task of high priority waits for has its priority too.
 * Undefined: all have the same.
 */
export function priorityBands({ families, count, order, family, successorStart, successors }: SchedulingProblem): Float64Array | undefined {
  if (families.every(({ priority }) => priority === 0)) return undefined
  const inherited = new Float64Array(count)
  for (let at = count - 1; at >= 0; at--) {
    const activity = order[at] as number
    let priority = families[family[activity] as number]?.priority ?? 0
    const last = successorStart[activity + 1] as number
    for (let i = successorStart[activity] as number; i < last; i++)
      priority = Math.max(priority, inherited[successors[i] as number] as number)
    inherited[activity] = priority
  }
  const levels = new Map([...new Set(inherited)].sort((a, b) => b - a).map((priority, level) => [priority, level]))
  return inherited.map((priority) => levels.get(priority) ?? 0)
}

/** Keys of one band all lie before those of the next. */
export function banded(keys: Float64Array, bands: Float64Array): Float64Array {
  const least = keys.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const span = keys.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - least + 1
  return keys.map((key, activity) => (key - least) / span + (bands[activity] as number))
}
