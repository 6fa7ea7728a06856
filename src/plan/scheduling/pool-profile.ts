import { roomTolerance } from './problem.ts'

/** How much of a pool is held over time: `used[i]` from `times[i]` until `times[i + 1]`, the last for ever. */
export interface PoolProfile {
  readonly limit: number
  readonly times: number[]
  readonly used: number[]
}

export function poolProfile(capacity: number): PoolProfile {
  return { limit: capacity * (1 + roomTolerance), times: [Number.NEGATIVE_INFINITY], used: [0] }
}

export function clearProfile({ times, used }: PoolProfile): void {
  times.length = 1
  used.length = 1
  used[0] = 0
}

/** The first time from `at` on from which that much is free so long; at most the capacity is asked for. */
export function poolFit({ limit, times, used }: PoolProfile, at: number, durationMs: number, amount: number): number {
  if (durationMs === 0) return at
  const last = times.length - 1
  const room = limit - amount
  let start = at
  for (let step = stepAt(times, at); step < last; step++) {
    const end = times[step + 1] as number
    if ((used[step] as number) > room) start = end
    else if (end - start >= durationMs) return start
  }
  return start
}

export function holdPool({ times, used }: PoolProfile, from: number, to: number, amount: number): void {
  if (from >= to) return
  const first = cut(times, used, from)
  const last = cut(times, used, to)
  for (let step = first; step < last; step++) used[step] = (used[step] as number) + amount
}

/** Makes sure that a step begins there, and says which. */
function cut(times: number[], used: number[], at: number): number {
  const step = stepAt(times, at)
  if (times[step] === at) return step
  times.splice(step + 1, 0, at)
  used.splice(step + 1, 0, used[step] as number)
  return step + 1
}

/** The last step that begins by then. */
function stepAt(times: readonly number[], at: number): number {
  const last = times.length - 1
  if ((times[last] as number) <= at) return last
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((times[middle] as number) <= at) low = middle
    else high = middle - 1
  }
  return low
}
