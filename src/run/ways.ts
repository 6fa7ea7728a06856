import type { Calendar } from '#calendar/calendar.ts'

/** What a task needs to start, and the ways in which that can be met. */
export interface Needs {
  readonly id: string
  readonly pools: { readonly [pool: string]: number }
  readonly limitMs: number | undefined
  /** What is asked of a cluster, which `pools` do not hold; left out: it runs here. */
  readonly asked?: { readonly [pool: string]: number }
  /** Undefined: room in the pools is all that counts. `pools` and `limitMs` are then those of the first way. */
  readonly terms: Terms | undefined
}

/** What counts for a start besides room in pools. */
export interface Terms {
  /**
   * `unbroken`: all it holds stays open from start to end. `paused`: a person's work, which passes only while all it holds
   * is open. `asked`: an approval, which holds nothing and is there from when it is asked for.
   */
  readonly kind: 'unbroken' | 'paused' | 'asked'
  /** UTC ms; it does not start before. */
  readonly release: number
  readonly isBooked: boolean
  /** At least one, in the order of preference. */
  readonly ways: readonly Way[]
}

/** One of the options of a stage, as a task needs it. */
export interface Way {
  readonly option: number
  /** Pools and instruments. */
  readonly pools: { readonly [pool: string]: number }
  readonly limitMs: number | undefined
  /** As in `Needs`. */
  readonly asked?: { readonly [pool: string]: number }
  /** So many of these persons; the first are those who do the work of a `task`. */
  readonly people: readonly AskedPeople[]
  /** At least one: who does it, and when all that is held is there together. */
  readonly choices: readonly Choice[]
}

export interface AskedPeople {
  readonly called: string
  readonly persons: readonly string[]
  readonly count: number
}

export interface Choice {
  readonly persons: readonly string[]
  /** Undefined: always. */
  readonly calendar: Calendar | undefined
  /** The least share of the hours that one of them gives. */
  readonly load: number
}
