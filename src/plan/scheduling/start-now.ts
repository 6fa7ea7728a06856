import { type Board, endOf, startBy } from './earliest.ts'
import { fitOpen } from './open-times.ts'
import { type PoolProfile, poolFit } from './pool-profile.ts'
import type { Choice, SchedulingProblem, Shape } from './problem.ts'
import { unitFit } from './unit-line.ts'

/** What is held at the present moment of a schedule that is made in the order of time. */
export interface Present {
  readonly problem: SchedulingProblem
  /** By pool: capacity with its tolerance, and how much is held; pools that cannot be short have no limit. */
  readonly limits: Float64Array
  readonly used: Float64Array
  /** By unit: until when it is held, and by which family it was last; -1: by none. */
  readonly freeAt: Float64Array
  readonly lastFamily: Int32Array
  /** What is booked ahead; undefined: nothing is. */
  readonly booked: Board | undefined
}

/** What was found: an end of Infinity says that it cannot start now, and `retryAt` when to ask again without anything ending before. */
export interface Attempt {
  end: number
  choice: Choice | undefined
  retryAt: number
}

/** Whether it can start now; takes the choice that ends soonest. */
export function startNow(present: Present, shape: Shape, durationMs: number, family: number, now: number, attempt: Attempt): void {
  attempt.end = Number.POSITIVE_INFINITY
  attempt.choice = undefined
  attempt.retryAt = Number.POSITIVE_INFINITY
  if (!hasRoom(present, shape)) return
  for (const choice of shape.choices) tryChoice(present, shape, choice, durationMs, family, now, attempt)
}

function hasRoom({ used, limits }: Present, { pools, amounts }: Shape): boolean {
  for (let i = 0; i < pools.length; i++) {
    const pool = pools[i] as number
    if ((used[pool] as number) + (amounts[i] as number) > (limits[pool] as number)) return false
  }
  return true
}

function tryChoice(
  present: Present,
  shape: Shape,
  choice: Choice,
  durationMs: number,
  family: number,
  now: number,
  attempt: Attempt,
): void {
  const possible = firstPossible(present, shape, choice, durationMs, family, now)
  if (possible > now) {
    attempt.retryAt = Math.min(attempt.retryAt, possible)
    return
  }
  const end = endOf(shape, choice, now, durationMs)
  if (end >= attempt.end) return
  const free = present.booked === undefined ? now : unbooked(present.booked, shape, choice, end - now, family, now)
  if (free > now) {
    attempt.retryAt = Math.min(attempt.retryAt, free)
    return
  }
  attempt.end = end
  attempt.choice = choice
}

/** Each of the quorum as soon as it can, also later: those that end first. */
export function startApart(present: Present, shape: Shape, durationMs: number, family: number, now: number): ApartWork[] {
  const found = shape.choices.map((choice): ApartWork => {
    let start = now
    for (;;) {
      start = firstPossible(present, shape, choice, durationMs, family, start)
      const end = start === Number.POSITIVE_INFINITY ? start : endOf(shape, choice, start, durationMs)
      if (end === Number.POSITIVE_INFINITY || present.booked === undefined) return { unit: choice.units[0] as number, start, end }
      const free = unbooked(present.booked, shape, choice, end - start, family, start)
      if (free === start) return { unit: choice.units[0] as number, start, end }
      start = free
    }
  })
  return found.sort((a, b) => a.end - b.end || a.start - b.start || a.unit - b.unit).slice(0, shape.quorum)
}

export interface ApartWork {
  readonly unit: number
  readonly start: number
  readonly end: number
}

/** When units, set-ups and calendars would let it start if nothing else is done with them. */
function firstPossible(
  { freeAt, lastFamily, problem }: Present,
  shape: Shape,
  choice: Choice,
  durationMs: number,
  family: number,
  now: number,
): number {
  let possible = now
  let setupMs = 0
  for (const unit of choice.units) {
    const own = lastFamily[unit] === family ? 0 : (problem.units[unit]?.setupMs ?? 0)
    setupMs = Math.max(setupMs, own)
    possible = Math.max(possible, (freeAt[unit] as number) + own)
  }
  if (choice.times === undefined) return possible
  for (;;) {
    const start = startBy(shape, choice, possible, durationMs)
    if (setupMs === 0 || start === Number.POSITIVE_INFINITY) return start
    const begin = fitOpen(choice.times, start - setupMs, setupMs + (shape.kind === 'unbroken' ? durationMs : 0))
    if (begin + setupMs <= start) return start
    possible = begin + setupMs
  }
}

/** The first moment from `now` on that leaves everything alone that is booked. */
function unbooked(board: Board, shape: Shape, choice: Choice, lengthMs: number, family: number, now: number): number {
  let start = now
  for (const unit of choice.units) {
    const line = board.lines[unit]
    if (line !== undefined && line.from.length > 0) start = Math.max(start, unitFit(line, now, lengthMs, family, Number.NEGATIVE_INFINITY))
  }
  shape.pools.forEach((pool, i) => {
    const profile: PoolProfile | undefined = board.profiles[pool]
    if (profile !== undefined) start = Math.max(start, poolFit(profile, now, lengthMs, shape.amounts[i] as number))
  })
  return start
}
