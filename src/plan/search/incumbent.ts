import { InvariantError } from '#model/invariant.ts'
import type { Found } from './project.ts'

/** The best schedule so far, what is proved about it, and how much effort went by. Shared by all parts of one search. */
export interface Incumbent {
  readonly count: number
  readonly starts: Int32Array
  makespan: number
  bound: number
  /** In schedules. */
  effort: number
  /** No part goes on beyond it. */
  readonly limit: number
  readonly onImprovement: (incumbent: Incumbent) => void
  readonly shouldStop: () => boolean
}

export function isOver(incumbent: Incumbent): boolean {
  return incumbent.makespan <= incumbent.bound || incumbent.effort >= incumbent.limit || incumbent.shouldStop()
}

/** Takes a schedule if it is shorter. `mirrored`: its times count from the end. True: it was. */
export function offer(incumbent: Incumbent, starts: Int32Array, makespan: number, mirrored: Int32Array | undefined): boolean {
  if (makespan >= incumbent.makespan) return false
  incumbent.makespan = makespan
  for (let job = 0; job < incumbent.count; job++) {
    const start = starts[job] as number
    incumbent.starts[job] = mirrored === undefined ? start : makespan - start - (mirrored[job] as number)
  }
  incumbent.onImprovement(incumbent)
  return true
}

/** No schedule is shorter than this. */
export function raiseBound(incumbent: Incumbent, bound: number): void {
  if (bound > incumbent.makespan) throw new InvariantError('must be so: a bound is never above a schedule')
  incumbent.bound = Math.max(incumbent.bound, bound)
}

/** What is found, in units of `unit`. */
export function foundIn(incumbent: Incumbent, unit: number): Found {
  return {
    starts: incumbent.starts.map((start) => start * unit),
    makespan: incumbent.makespan * unit,
    bound: incumbent.bound * unit,
    schedules: Math.ceil(incumbent.effort),
    optimal: incumbent.makespan <= incumbent.bound,
  }
}
