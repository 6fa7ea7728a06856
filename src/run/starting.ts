import type { AttemptsStarted, RunEvent } from './events.ts'
import { chargeOf, keyOfTold, type Standing, standingOf } from './fair-share.ts'
import { ruleBetween } from './order.ts'
import type { Bucket, Entry, OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { type Demand, type Expected, goesBefore, type Reservation, reserve } from './reservation.ts'
import type { OwnerShare, RunShare } from './shares.ts'

/** What one look at the line has decided so far; the state itself stays as it is. */
export interface Plan {
  readonly state: OwnedState
  readonly now: number
  readonly held: Map<string, number>
  readonly events: RunEvent[]
  readonly started: Expected[]
  /** What is charged for it; undefined: one run has the line for itself. */
  readonly charged: Map<OwnerShare | RunShare, number> | undefined
  /** Keys that start in this plan and that others in line have too. */
  readonly keys: Set<string>
  /** What the first that does not fit waits for; its reservation is worked out when something could go before it. */
  blocked: Demand | undefined
  reservation: Reservation | undefined
  /** Room that is kept for what begins later. */
  readonly ahead: Reservation[]
  /** By pool, person or instrument and by run: who was given of it last, and with which event. */
  readonly given: Map<string, Map<OwnedRun, Given>>
  /** When something may look different without anything ending. */
  awaited: Awaited | undefined
}

export interface Given {
  readonly bucket: Bucket
  /** Index into the events. */
  readonly event: number
}

export interface Awaited {
  readonly stage: OwnedStage
  readonly until: number
}

export function emptyPlan(state: OwnedState, now: number): Plan {
  return {
    given: new Map(),
    charged: severalIn(state) ? new Map() : undefined,
    ...{ state, now, held: new Map(state.held), events: [], started: [], keys: new Set<string>() },
    ...{ blocked: undefined, reservation: undefined, ahead: [], awaited: undefined },
  }
}

/** All that runs, with what this plan has started. */
export function runningIn({ state, started }: Plan): readonly Expected[] {
  return [...state.bundles, ...started]
}

/** Whether a bundle that holds this may start now without delaying what has room reserved. */
export function isAllowed(plan: Plan, holds: Expected['holds'], durationMs: number | undefined): boolean {
  const { blocked, ahead, now, held } = plan
  if (blocked !== undefined) {
    plan.reservation ??= reserve(blocked, runningIn(plan), held, now)
    if (!goesBefore(plan.reservation, holds, now, durationMs)) return false
  }
  for (const reservation of ahead) if (!goesBefore(reservation, holds, now, durationMs)) return false
  return true
}

/** It is looked at again then, if nothing happens before. */
export function awaitIn(plan: Plan, stage: OwnedStage, until: number): void {
  if (until < Number.POSITIVE_INFINITY && (plan.awaited === undefined || until < plan.awaited.until)) plan.awaited = { stage, until }
}

function severalIn({ shapes }: OwnedState): boolean {
  let first: OwnedRun | undefined
  for (const { run } of shapes.values()) {
    if (first !== undefined && run !== first) return true
    first = run
  }
  return false
}

const alone: Standing = { owner: 0, run: 0 }

/** With what this plan has given away. */
export function standingIn({ charged }: Plan, run: OwnedRun): Standing {
  return charged === undefined ? alone : standingOf(run, charged)
}

export function noteStart(plan: Plan, { run }: OwnedStage, event: AttemptsStarted, expectedEnd: number | undefined): void {
  const { holds } = event
  const { charged } = plan
  if (charged !== undefined) {
    const amount = chargeOf(plan.state, run, holds, plan.now, expectedEnd)
    for (const who of [run.share, run.share.owner]) charged.set(who, (charged.get(who) ?? 0) + amount)
  }
  for (const pool in holds) plan.held.set(pool, (plan.held.get(pool) ?? 0) + (holds[pool] ?? 0))
  plan.started.push({ holds, expectedEnd })
  plan.events.push(event)
}

/** Twins in line: the second waits for what the first makes. */
export function isTwinOfStarted(plan: Plan, entry: Entry): boolean {
  if (!entry.shared) return false
  if (plan.keys.has(entry.key)) return true
  plan.keys.add(entry.key)
  return false
}

/** What was given since there were so many events. */
export function noteGiven({ charged, events, given }: Plan, bucket: Bucket, count: number): void {
  if (charged === undefined) return
  for (let event = count; event < events.length; event++) {
    const one = events[event]
    if (one?.type !== 'AttemptsStarted') continue
    for (const pool in one.holds) {
      const takers = given.get(pool) ?? new Map<OwnedRun, Given>()
      given.set(pool, takers.set(bucket.stage.run, { bucket, event }))
    }
  }
}

/** It waits for one of these: the events by which other runs were given of it tell so, with the rule, once for each stage. */
export function noteWaits({ given, events }: Plan, waiting: Bucket, names: readonly string[]): void {
  const pool = names.find((name) => given.has(name))
  if (pool === undefined) return
  const { stage } = waiting
  for (const [run, taken] of given.get(pool) ?? []) {
    const event = events[taken.event]
    if (run === stage.run || event?.type !== 'AttemptsStarted') continue
    const told = { run: stage.run.id, stage: stage.definition.index, pool, rule: ruleBetween(taken.bucket, waiting) }
    const key = keyOfTold(told)
    const before = event.before ?? []
    if (run.share.told.has(key) || before.some((other) => keyOfTold(other) === key)) continue
    events[taken.event] = { ...event, before: [...before, told] }
  }
}
