import { type Activity, activityOf, age, offer, take } from './activity.ts'
import { type Bounds, boundsOf, byClause, byOrder, closeLevels, decided, forgetTrail, openLevel, raise } from './bounds.ts'
import { addClause, type Clauses, clausesOf, forgetClauses, propagateClauses } from './clauses.ts'
import { type Conflict, conflictOf, learnFrom } from './conflict.ts'
import { propagateExclusive } from './exclusive.ts'
import type { Model } from './model.ts'
import { propagateTimeTable, type TimeTable, timeTableOf } from './time-table.ts'

/**
 * Searches exactly: looks for a schedule that ends by a limit, or proves that there is none. Constraint propagation with
 * learning from conflicts, called lazy clause generation (Ohrimenko, Stuckey and Codish 2009; for this problem Schutt,
 * Feydy, Stuckey and Wallace 2011). What is learned under one limit is kept for the next.
 */
export interface Solver {
  readonly model: Model
  readonly bounds: Bounds
  readonly clauses: Clauses
  readonly activity: Activity
  readonly conflict: Conflict
  readonly table: TimeTable
  /** The starts that a decision prefers: those of the best schedule known. */
  readonly preferred: Int32Array
  /** Trail entries up to here have been followed. */
  followed: number
  restarts: number
  conflicts: number
  decisions: number
  /** Clauses may be this many before half of them are forgotten. */
  room: number
}

/** `horizon`: no schedule that ends later is wanted, ever. */
export function solverOf(model: Model, horizon: number): Solver {
  const sides = 2 * (model.jobs + 1)
  const solver: Solver = {
    model,
    bounds: boundsOf(sides),
    clauses: clausesOf(sides),
    activity: activityOf(model.jobs + 1, horizon + 2),
    conflict: conflictOf(sides),
    table: timeTableOf(model, horizon),
    preferred: new Int32Array(model.jobs + 1),
    followed: 0,
    restarts: 0,
    conflicts: 0,
    decisions: 0,
    room: 4000,
  }
  const { heads, tails } = model.network
  for (let job = 0; job < model.jobs; job++) {
    solver.bounds.values[2 * job] = heads[job] as number
    solver.bounds.values[2 * job + 1] = (tails[job] as number) - horizon
  }
  solver.bounds.values[2 * model.end] = model.network.criticalPath
  solver.bounds.values[2 * model.end + 1] = -horizon
  return solver
}

/** The effort so far: each decision, and each start that became fixed, is a job placed once. */
export function placements(solver: Solver): number {
  return solver.decisions + solver.bounds.fixed
}

/** Conflicts before the shortest restart. */
const restartUnit = 100

export type Outcome = 'found' | 'none' | 'stopped'

/**
 * Looks for a schedule that ends by `limit`. `none`: there is no such schedule. `found`: `starts` holds one. `stopped`: `mayGoOn`, asked at
 * every conflict, said no.
 */
export function solve(solver: Solver, limit: number, starts: Int32Array, mayGoOn: () => boolean): Outcome {
  const { bounds, model } = solver
  for (;;) {
    const quota = restartUnit * luby(++solver.restarts)
    const outcome = searchOn(solver, limit, quota, mayGoOn)
    if (outcome === 'found') for (let job = 0; job < model.jobs; job++) starts[job] = bounds.values[2 * job] as number
    backTo(solver, 0)
    if (outcome !== 'again') return outcome
    if (solver.clauses.count > solver.room) {
      forgetTrail(bounds)
      solver.followed = 0
      forgetClauses(solver.clauses, bounds.values)
      solver.room *= 1.05
    }
  }
}

/** From now on no schedule that ends after `limit` is wanted. False: there is none that ends by then. */
export function tighten(solver: Solver, limit: number): boolean {
  return raise(solver.bounds, 2 * solver.model.end + 1, -limit, decided, 0) && propagate(solver) === consistent
}

function searchOn(solver: Solver, limit: number, quota: number, mayGoOn: () => boolean): Outcome | 'again' {
  const { bounds, clauses, model } = solver
  let left = quota
  for (;;) {
    const failed = propagate(solver)
    if (failed !== consistent) {
      if (bounds.levelStart.length === 0) return 'none'
      solver.conflicts++
      const learned = learnFrom(solver, failed)
      age(solver.activity)
      backTo(solver, learned.level)
      const [side, value] = learned.literals as [number, number]
      if (learned.literals.length === 2) raise(bounds, side, value, decided, 0)
      else raise(bounds, side, value, byClause, addClause(clauses, learned.literals, learned.spread))
      if (!mayGoOn()) return 'stopped'
      left--
      continue
    }
    if (left <= 0) return 'again'
    if (bounds.levelStart.length === 0) {
      openLevel(bounds)
      // Not within the limit at level 0: nothing else was assumed.
      if (!raise(bounds, 2 * model.end + 1, -limit, decided, 0)) return 'none'
      continue
    }
    if (!decide(solver)) return 'found'
    solver.decisions++
  }
}

const consistent = -2

/** Follows everything that is implied. Returns `consistent`, or what failed: a list of premises, or -1 when `raise` did. */
function propagate(solver: Solver): number {
  const { bounds, model, clauses } = solver
  const failure = { place: -1 }
  for (;;) {
    while (solver.followed < bounds.size) {
      const entry = solver.followed++
      const side = bounds.side[entry] as number
      const value = bounds.value[entry] as number
      for (let i = model.implied[side] as number; i < (model.implied[side + 1] as number); i++) {
        const to = value + (model.impliedDistances[i] as number)
        if (!raise(bounds, model.impliedSides[i] as number, to, byOrder, side)) return -1
      }
      if (propagateClauses(clauses, bounds, side, bounds.oldValue[entry] as number, value) >= 0) return -1
    }
    if (!propagateExclusive(model, bounds)) return -1
    if (solver.followed < bounds.size) continue
    if (!propagateTimeTable(solver.table, bounds, failure)) return failure.place
    if (solver.followed === bounds.size) return consistent
  }
}

function backTo(solver: Solver, level: number): void {
  const { bounds, activity } = solver
  const start = bounds.levelStart[level]
  if (start === undefined) return
  for (let entry = start; entry < bounds.size; entry++) {
    const side = bounds.side[entry] as number
    const base = (side >> 1) * activity.units
    const to = bounds.value[entry] as number
    for (let value = (bounds.oldValue[entry] as number) + 1; value <= to; value++) {
      offer(activity, base + ((side & 1) === 0 ? value - 1 : -value))
    }
  }
  closeLevels(bounds, level)
  solver.followed = bounds.size
}

/** Opens a level with the most active literal, on the side where the best schedule known is. False: every start is fixed. */
function decide(solver: Solver): boolean {
  const { bounds, activity, preferred } = solver
  const { values } = bounds
  for (let literal = take(activity); literal >= 0; literal = take(activity)) {
    const job = Math.floor(literal / activity.units)
    const time = literal % activity.units
    if (job === solver.model.end || (values[2 * job] as number) > time || -(values[2 * job + 1] as number) <= time) continue
    openLevel(bounds)
    if ((preferred[job] as number) <= time) raise(bounds, 2 * job + 1, -time, decided, 0)
    else raise(bounds, 2 * job, time + 1, decided, 0)
    return true
  }
  const job = earliestOpen(solver)
  if (job < 0) return false
  openLevel(bounds)
  raise(bounds, 2 * job + 1, -(values[2 * job] as number), decided, 0)
  return true
}

/** The unfixed job that can start first, of several the one that must start first; -1: all are fixed. */
function earliestOpen(solver: Solver): number {
  const { values } = solver.bounds
  let best = -1
  for (let job = 0; job <= solver.model.jobs; job++) {
    const early = values[2 * job] as number
    const late = -(values[2 * job + 1] as number)
    if (early === late) continue
    if (best < 0 || early < (values[2 * best] as number)) best = job
    else if (early === values[2 * best] && late < -(values[2 * best + 1] as number)) best = job
  }
  return best
}

/** 1 1 2 1 1 2 4 …: how long to search before starting again (Luby, Sinclair and Zuckerman 1993). */
export function luby(turn: number): number {
  let power = 1
  while (2 * power - 1 < turn) power *= 2
  if (2 * power - 1 === turn) return power
  return luby(turn - power + 1)
}
