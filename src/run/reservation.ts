import type { Bundle, Shape } from './owned.ts'
import { capacityIn, type Held } from './room.ts'

/**
 * Backfill that cannot starve. The first task in line that does not fit has a reservation: the earliest time at which
 * enough of what runs is expected to be over. Others go before it only if they are expected to end by then, or use
 * what will be left beside it (EASY backfilling: Lifka 1995, Mu'alem and Feitelson 2001).
 *
 * Expected ends are fixed when a bundle starts. One that is overdue, or whose duration nobody knows, has no known end;
 * as long as the reservation hangs on such a one, nothing is allowed because it is short, only because there is room
 * beside. So the time of a reservation never moves away: estimates may be as wrong as they like, and the task still
 * starts when what ran before it, and what went before it by mistake, has ended.
 */
export interface Reservation {
  readonly shape: Shape
  /** Undefined: what it waits for has no known end. */
  readonly at: number | undefined
  /** What is left beside it then, in the pools that it needs. */
  readonly left: Map<string, number>
}

export type Expected = Pick<Bundle, 'holds' | 'expectedEnd'>

export function reserve(shape: Shape, running: readonly Expected[], held: Held, now: number): Reservation {
  const known = running.filter(({ expectedEnd }) => expectedEnd !== undefined && expectedEnd > now)
  const unknown = running.filter(({ expectedEnd }) => expectedEnd === undefined || expectedEnd <= now)
  known.sort((a, b) => (a.expectedEnd ?? 0) - (b.expectedEnd ?? 0))
  const byTime = afterEnds(shape, known, held)
  if (byTime !== undefined) return { shape, at: byTime.last?.expectedEnd ?? now, left: byTime.left }
  const anyhow = afterEnds(shape, [...unknown, ...known], held)
  return { shape, at: undefined, left: anyhow?.left ?? new Map() }
}

/** Lets bundles end in this order until the shape fits; undefined: it never does. */
function afterEnds({ run, needs }: Shape, ends: readonly Expected[], held: Held) {
  const left = new Map<string, number>()
  for (const pool in needs.pools) left.set(pool, capacityIn(run, pool) - (held.get(pool) ?? 0) - (needs.pools[pool] ?? 0))
  let last: Expected | undefined
  let at = 0
  while (isShort(left)) {
    last = ends[at++]
    if (last === undefined) return undefined
    for (const [pool, amount] of left) left.set(pool, amount + (last.holds[pool] ?? 0))
  }
  return { left, last }
}

function isShort(left: ReadonlyMap<string, number>): boolean {
  for (const amount of left.values()) if (amount < -1e-9 * Math.max(1, Math.abs(amount))) return true
  return false
}

/** Whether a bundle can start now without delaying what is reserved; what it uses of the rest is taken. */
export function goesBefore({ at, left }: Reservation, { needs }: Shape, now: number, durationMs: number | undefined): boolean {
  if (at !== undefined && durationMs !== undefined && now + durationMs <= at) return true
  for (const [pool, amount] of left) if ((needs.pools[pool] ?? 0) > amount) return false
  for (const [pool, amount] of left) left.set(pool, amount - (needs.pools[pool] ?? 0))
  return true
}
