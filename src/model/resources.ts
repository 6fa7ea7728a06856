import type { Calendar } from '#calendar/calendar.ts'
import type { Expression } from '#expression/compiled.ts'
import type { Place } from './problem.ts'

/** A counted thing that tasks hold while they run: cpu, memory (in bytes), licence, … */
export interface Pool {
  readonly name: string
  readonly capacity: Expression
  /** When it is there; undefined: always. */
  readonly calendar: Calendar | undefined
  readonly cost: Cost | undefined
  readonly at: Place
}

/** Someone who does tasks, approves, or must be there while something runs. One thing at a time. */
export interface Person {
  readonly name: string
  /** What others may call for in place of the name. */
  readonly roles: readonly string[]
  readonly calendar: Calendar | undefined
  /** Above 0 and at most 1: the share of the open hours that is given to this work. */
  readonly load: number
  readonly cost: Cost | undefined
  /** Where notifications go. */
  readonly email: string | undefined
  readonly at: Place
}

/** A thing that is booked: a beamline, a cryostat, a microscope. */
export interface Instrument {
  readonly name: string
  readonly title: string | undefined
  /** How many can use it at once. */
  readonly capacity: number
  readonly calendar: Calendar | undefined
  /** Taken before each use by another stage than the last one. */
  readonly setupMs: number
  readonly cost: Cost | undefined
  readonly at: Place
}

/** What an hour of one unit costs, for example `0.02 EUR/h`. */
export interface Cost {
  readonly amount: number
  /** As written, for example `EUR` or `core-h`: amounts of different currencies are never added. */
  readonly currency: string
}

/** How long a task is expected to take, in seconds. A single value has all three alike; a range `a..b` has its middle as `likely`. */
export interface Estimate {
  readonly form: 'value' | 'range' | 'three-point'
  readonly optimistic: Expression
  readonly likely: Expression
  readonly pessimistic: Expression
  readonly at: Place
}

/** What a task holds while it runs, and how long it then takes: one of the ways in which a stage can be done. */
export interface Option {
  readonly needs: readonly Need[]
  readonly time: Estimate | undefined
}

/** `pool` names a pool, an instrument, a person or a role. */
export interface Need {
  readonly pool: string
  /** A number, or a quantity: memory in bytes, time in seconds once evaluated. */
  readonly amount: Expression
  readonly at: Place
}
