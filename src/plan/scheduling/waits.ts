import type { ChainLink } from '../schedule.ts'
import { choiceTaken, type Drawn, shapeTaken } from './drawn.ts'
import { nextOpen, type OpenTimes } from './open-times.ts'
import { type Choice, roomTolerance, type Shape } from './problem.ts'
import type { StepsOfPools } from './resource-use.ts'
import { readyAt } from './serial.ts'
import { firstFrom } from './sorted-by.ts'

/** Why an activity did not start earlier, and after whom. */
export interface Cause {
  readonly because: ChainLink['because']
  /** Pool or unit that it waited for, or that was closed. */
  readonly pool: number | undefined
  readonly unit: number | undefined
  /** Whose end it waited for. */
  readonly after: number | undefined
}

/** How many of those that end at one moment are looked at. */
const mostLooked = 64

export function causeOf(schedule: Drawn, steps: StepsOfPools, activity: number): Cause {
  const { problem, placed } = schedule
  const start = placed.starts[activity] as number
  const ready = readyAt(problem, placed, activity)
  const none = { pool: undefined, unit: undefined, after: undefined }
  const { bookedAt } = problem.families[problem.family[activity] as number] ?? {}
  if (bookedAt !== undefined) return { because: 'release', ...none, after: lastPredecessor(schedule, activity) }
  if (start <= ready) return readyCause(schedule, activity, ready)
  const shape = shapeTaken(schedule, activity)
  if (shape === undefined) return readyCause(schedule, activity, ready)
  const found =
    unitHolder(schedule, activity, start) ?? poolHolder(schedule, steps, shape, start) ?? settingUp(schedule, activity, start, ready)
  if (found !== undefined) return { because: 'resource', ...found }
  const choice = choiceTaken(schedule, shape, activity)
  if (choice.times !== undefined)
    return { because: 'calendar', ...closedBefore(schedule, shape, choice, activity), after: lastPredecessor(schedule, activity) }
  const held = heldBefore(schedule, shape, start)
  const any = { pool: shape.pools[0], unit: shape.pools.length > 0 ? undefined : choice.units[0] }
  return { because: 'resource', ...(held ?? any), after: held?.after ?? lastPredecessor(schedule, activity) }
}

function readyCause({ problem, placed }: Drawn, activity: number, ready: number): Cause {
  const { predecessorStart, predecessors, families, family, start } = problem
  const none = { pool: undefined, unit: undefined }
  for (let i = predecessorStart[activity] as number; i < (predecessorStart[activity + 1] as number); i++) {
    const before = predecessors[i] as number
    if (placed.ends[before] === ready && ready > start) return { because: 'precedence', ...none, after: before }
  }
  const released = (families[family[activity] as number]?.release ?? start) > start
  return { because: released ? 'release' : 'start', ...none, after: undefined }
}

/** The predecessor that ends last. */
function lastPredecessor({ problem, placed }: Drawn, activity: number): number | undefined {
  const { predecessorStart, predecessors } = problem
  let last: number | undefined
  for (let i = predecessorStart[activity] as number; i < (predecessorStart[activity + 1] as number); i++) {
    const before = predecessors[i] as number
    if (last === undefined || (placed.ends[before] as number) > (placed.ends[last] as number)) last = before
  }
  return last !== undefined && (placed.ends[last] as number) > problem.start ? last : undefined
}

type Holder = Pick<Cause, 'pool' | 'unit' | 'after'>

/** Who used its unit until its start, or until its set-up. */
function unitHolder(schedule: Drawn, activity: number, start: number): Holder | undefined {
  const { placed, usesOf, useBefore, setups } = schedule
  const { uses } = placed
  for (const use of usesOf.get(activity) ?? []) {
    const before = useBefore[use] as number
    if (before < 0 || (uses.to[before] as number) + (setups[use] as number) !== start) continue
    const other = uses.activity[before] as number
    // Of people who work apart, one may be free before all have ended.
    const after = (placed.ends[other] as number) <= start ? other : lastPredecessor(schedule, activity)
    return { pool: undefined, unit: uses.unit[use] as number, after }
  }
  return undefined
}

/** It was ready, but its instrument had to be set up. */
function settingUp(schedule: Drawn, activity: number, start: number, ready: number): Holder | undefined {
  const { placed, usesOf, setups } = schedule
  const use = (usesOf.get(activity) ?? []).find((one) => (setups[one] as number) > 0 && start - (setups[one] as number) <= ready)
  return use === undefined ? undefined : { pool: undefined, unit: placed.uses.unit[use], after: lastPredecessor(schedule, activity) }
}

/** Who ended at its start and held something of a pool that was short until then. */
function poolHolder(schedule: Drawn, steps: StepsOfPools, shape: Shape, start: number): Holder | undefined {
  const { problem, placed, byEnd } = schedule
  const short = shape.pools.filter((pool, i) => {
    const capacity = (problem.pools[pool]?.capacity ?? 0) * (1 + roomTolerance)
    return steps.before(pool, start) + (shape.amounts[i] as number) > capacity
  })
  if (short.length === 0) return undefined
  const first = firstFrom(byEnd, placed.ends, start)
  for (let at = first; at < Math.min(byEnd.length, first + mostLooked); at++) {
    const other = byEnd[at] as number
    if (placed.ends[other] !== start) break
    const pool = placed.starts[other] === start ? undefined : shapeTaken(schedule, other)?.pools.find((one) => short.includes(one))
    if (pool !== undefined) return { pool, unit: undefined, after: other }
  }
  return undefined
}

/** Nobody ended just then (the opening came later, or a faster option was waited for): who held something of it last. */
function heldBefore(schedule: Drawn, shape: Shape, start: number): Holder | undefined {
  const { placed, byEnd } = schedule
  const first = firstFrom(byEnd, placed.ends, start)
  for (const step of [-1, 1]) {
    for (let looked = 0, at = step < 0 ? first - 1 : first; looked < mostLooked && at >= 0 && at < byEnd.length; looked++, at += step) {
      const other = byEnd[at] as number
      if (placed.starts[other] === placed.ends[other] || (placed.starts[other] as number) >= start) continue
      const pool = shapeTaken(schedule, other)?.pools.find((one) => shape.pools.includes(one))
      if (pool !== undefined) return { pool, unit: undefined, after: (placed.ends[other] as number) <= start ? other : undefined }
    }
  }
  return undefined
}

/** Which of what it holds was closed just before its start, or its set-up. */
function closedBefore(
  { problem, placed, setups, usesOf }: Drawn,
  shape: Shape,
  { units }: Choice,
  activity: number,
): Pick<Cause, 'pool' | 'unit'> {
  const setupMs = (usesOf.get(activity) ?? []).reduce((most, use) => Math.max(most, setups[use] as number), 0)
  const before = (placed.starts[activity] as number) - setupMs - 1
  const closed = (times: OpenTimes | undefined) => times !== undefined && nextOpen(times, before) > before
  const pool = shape.pools.find((one) => closed(problem.pools[one]?.times))
  const unit = pool === undefined ? units.find((one) => closed(problem.units[one]?.times)) : undefined
  return { pool, unit }
}
