import type { AttemptsStarted, RunEvent } from './events.ts'
import { chargeOf, type Standing, standingOf } from './fair-share.ts'
import type { Entry, OwnedRun, OwnedStage, OwnedState } from './owned.ts'
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
  /** When something may look different without anything ending. */
  awaited: Awaited | undefined
}

export interface Awaited {
  readonly stage: OwnedStage
  readonly until: number
}

export function emptyPlan(state: OwnedState, now: number): Plan {
  return {
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
