import type { OpenTimes } from './open-times.ts'

/**
 * What is to be scheduled, in a form in which a million activities fit into memory. Times are UTC milliseconds, whole numbers.
 * An activity is a task, or the end of all tasks of a stage: others wait for that one activity, not for every task. Lists of
 * lists lie end to end in one array: those of `a` from `start[a]` up to, without, `start[a + 1]`.
 */
export interface SchedulingProblem {
  /** Nothing starts before. */
  readonly start: number
  readonly count: number
  readonly predecessorStart: Int32Array
  readonly predecessors: Int32Array
  readonly successorStart: Int32Array
  readonly successors: Int32Array
  /** Every activity after its predecessors. */
  readonly order: Int32Array
  /** Ways to do an activity, in the order of preference; none: it takes no time and holds nothing. */
  readonly optionStart: Int32Array
  readonly optionShape: Int32Array
  readonly optionMs: Float64Array
  /** Its number among the options of the stage. */
  readonly optionNumber: Uint8Array
  /** Index into `families`. */
  readonly family: Int32Array
  readonly families: readonly Family[]
  readonly shapes: readonly Shape[]
  readonly pools: readonly Pool[]
  readonly units: readonly Unit[]
}

/** What the activities of a stage have in common. */
export interface Family {
  readonly stage: number
  readonly release: number
  /** Infinity: there is none. */
  readonly deadline: number
  /** When it must start; undefined: it is free. */
  readonly bookedAt: number | undefined
  readonly priority: number
}

/** What an activity holds: amounts of pools, and single units, one of the choices. */
export interface Shape {
  /**
   * `unbroken`: all it holds stays open from start to end. `paused`: work that passes only while all it holds is open.
   * `apart`: as many units as `quorum` says do such work, each at a time of its own.
   */
  readonly kind: 'unbroken' | 'paused' | 'apart'
  readonly pools: readonly number[]
  readonly amounts: readonly number[]
  /** At least one. */
  readonly choices: readonly Choice[]
  readonly quorum: number
}

/** Units that can do it together. */
export interface Choice {
  readonly units: readonly number[]
  /** When all of them, and the pools, are there; undefined: always. */
  readonly times: OpenTimes | undefined
  /** The share of open time that is given to the work: the least of its units. */
  readonly load: number
  /** The longest set-up of its units. */
  readonly setupMs: number
}

/** Many can hold a part of it at once. */
export interface Pool {
  readonly capacity: number
  /** When it is there; undefined: always. */
  readonly times: OpenTimes | undefined
}

/** One activity at a time: a person, or one place of an instrument that has to be set up. */
export interface Unit {
  /** Before an activity of another family than the last one, the first included. */
  readonly setupMs: number
  readonly times: OpenTimes | undefined
}

/** Where every activity is. A unit is held from `useFrom` to `useTo`, its set-up not counted. */
export interface Placed {
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Index into the problem's options; -1: it has none. */
  readonly options: Int32Array
  readonly uses: UnitUses
}

/** Who holds which unit, in parallel lists. */
export interface UnitUses {
  readonly activity: number[]
  readonly unit: number[]
  readonly from: number[]
  readonly to: number[]
}

/** Fractions of a pool need not add up exactly. */
export const roomTolerance = 1e-9

/** Nothing is placed: starts are NaN. */
export function nothingPlaced(count: number): Placed {
  return {
    starts: new Float64Array(count).fill(Number.NaN),
    ends: new Float64Array(count),
    options: new Int32Array(count).fill(-1),
    uses: { activity: [], unit: [], from: [], to: [] },
  }
}
