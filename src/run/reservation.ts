import type { Bundle, OwnedRun } from './owned.ts'
import { capacityIn, type Held } from './room.ts'
import type { AskedPeople } from './ways.ts'

/**
 * Backfill that cannot starve. The first task in line that does not fit has a reservation: the earliest time at which
 * enough of what runs is expected to be over. Others go before it only if they are expected to end by then, or use
 * what will be left beside it (EASY backfilling: Lifka 1995, Mu'alem and Feitelson 2001).
 *
 * Expected ends are fixed when a bundle starts. One that is overdue, or whose duration nobody knows, has no known end;
 * as long as the reservation hangs on such a one, nothing is allowed because it is short, only because there is room
 * beside. So the time of a reservation never moves away: estimates may be as wrong as they like, and the task still
 * starts when what ran before it, and what went before it by mistake, has ended.
 *
 * What waits for a calendar or a date has no reservation. Only what is booked, or has missed an opening since it is in line,
 * is kept room for ahead of time: what is known to run into it and to take its room waits (`reserveAhead`).
 */
export interface Reservation {
  /** Undefined: what it waits for has no known end. */
  readonly at: number | undefined
  /** It begins at `at`, and what nobody knows the duration of may still go before it. */
  readonly isAhead: boolean
  /** What is left beside it then, in the pools that it needs. */
  readonly left: Map<string, number>
  /** The same of the people whom it asks for. */
  readonly people: PeopleLeft[]
}

interface PeopleLeft {
  readonly persons: readonly string[]
  left: number
}

/** What a task of the run needs at once. */
export interface Demand {
  readonly run: OwnedRun
  readonly pools: { readonly [pool: string]: number }
  readonly people: readonly AskedPeople[]
}

export type Expected = Pick<Bundle, 'holds' | 'expectedEnd'>

export function reserve(demand: Demand, running: readonly Expected[], held: Held, now: number): Reservation {
  const known = running.filter(({ expectedEnd }) => expectedEnd !== undefined && expectedEnd > now)
  const unknown = running.filter(({ expectedEnd }) => expectedEnd === undefined || expectedEnd <= now)
  known.sort((a, b) => (a.expectedEnd ?? 0) - (b.expectedEnd ?? 0))
  const byTime = roomOf(demand, held)
  const last = endUntilItFits(byTime, known)
  if (!isShort(byTime)) return { at: last?.expectedEnd ?? now, isAhead: false, ...byTime }
  const anyhow = roomOf(demand, held)
  // As long as nobody knows when the people come free, what only machines do may use the machines.
  const scarce =
    demand.people.length > 0 ? new Set([...anyhow.left].filter(([, amount]) => !isBelowZero(amount)).map(([pool]) => pool)) : none
  endUntilItFits(anyhow, [...unknown, ...known])
  for (const pool of scarce) anyhow.left.delete(pool)
  return { at: undefined, isAhead: false, ...anyhow }
}

const none: ReadonlySet<string> = new Set()

/** For what begins at `at`: what is expected to run then beside it is taken away; what has no known end counts as over. */
export function reserveAhead(demand: Demand, running: readonly Expected[], at: number): Reservation {
  const room = roomOf(demand, nothingHeld)
  for (const { holds, expectedEnd } of running) if (expectedEnd !== undefined && expectedEnd > at) give(room, holds, -1)
  return { at, isAhead: true, ...room }
}

const nothingHeld: Held = new Map()

type Room = Pick<Reservation, 'left' | 'people'>

/** What is left if it started now: below zero where it does not fit. */
function roomOf({ run, pools, people }: Demand, held: Held): Room {
  const left = new Map<string, number>()
  for (const pool in pools) left.set(pool, capacityIn(run, pool) - (held.get(pool) ?? 0) - (pools[pool] ?? 0))
  const free = people.map(({ persons, count }) => ({
    persons,
    left: persons.reduce((sum, person) => sum + ((held.get(person) ?? 0) > 0 ? 0 : 1), -count),
  }))
  return { left, people: free }
}

/** Lets bundles end in this order until it fits, and returns the last one; undefined: it fits already. */
function endUntilItFits(room: Room, ends: readonly Expected[]): Expected | undefined {
  let last: Expected | undefined
  for (let at = 0; isShort(room) && at < ends.length; at++) {
    last = ends[at]
    if (last !== undefined) give(room, last.holds, 1)
  }
  return last
}

function give({ left, people }: Room, holds: Expected['holds'], sign: 1 | -1): void {
  for (const [pool, amount] of left) left.set(pool, amount + sign * (holds[pool] ?? 0))
  for (const group of people) group.left += sign * heldOf(group, holds)
}

function heldOf({ persons }: PeopleLeft, holds: Expected['holds']): number {
  return persons.reduce((sum, person) => sum + (holds[person] ?? 0), 0)
}

function isShort({ left, people }: Room): boolean {
  for (const amount of left.values()) if (isBelowZero(amount)) return true
  for (const group of people) if (group.left < 0) return true
  return false
}

function isBelowZero(amount: number): boolean {
  return amount < -1e-9 * Math.max(1, Math.abs(amount))
}

/** Whether a bundle that holds this can start now without delaying what is reserved; what it uses of the rest is taken. */
export function goesBefore(reservation: Reservation, holds: Expected['holds'], now: number, durationMs: number | undefined): boolean {
  const { at, isAhead, left, people } = reservation
  if (durationMs === undefined ? isAhead : at !== undefined && now + durationMs <= at) return true
  for (const [pool, amount] of left) if ((holds[pool] ?? 0) > amount) return false
  for (const group of people) if (heldOf(group, holds) > group.left) return false
  give(reservation, holds, -1)
  return true
}
