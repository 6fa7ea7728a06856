/** A stretch of time in UTC milliseconds, half-open: [from, to). */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * When a person, an instrument or a pool is there. Times are UTC milliseconds; open intervals are half-open, [from, to),
 * disjoint and never touching. Immutable: what was worked out is kept, so asking again is cheap.
 */
export interface Calendar {
  /** What it was made from, so that another one can be made with an absence or a window more; undefined: it is `combined`. */
  readonly source: CalendarSource | undefined
  /** The calendars it was combined from; undefined: it has a `source`. */
  readonly combined: Combination | undefined
  readonly extent: Extent
  isOpen(at: number): boolean
  /** The first open moment from `at` on; undefined: never again. */
  nextOpen(at: number): number | undefined
  /** When what is open at `at` closes; undefined: it is closed at `at`. Infinity: never closes. */
  closesAt(at: number): number | undefined
  /** Open intervals within [from, to), in order, cut off at both ends. */
  openIn(from: number, to: number): Iterable<Interval>
  /** Open time within [from, to), in ms. */
  workBetween(from: number, to: number): number
  /** The first moment by which that much open time has passed since `start`; undefined: the calendar ends before. */
  workEnd(start: number, workMs: number): number | undefined
  /** The last moment from which that much open time passes until `end`; undefined: there was not so much before. */
  workStart(end: number, workMs: number): number | undefined
  /** The first start from `from` on after which it stays open that long; undefined: there is none. */
  fit(from: number, durationMs: number): number | undefined
  /** The last start at which that long an opening ends by `end`; undefined: there is none. */
  latestStart(end: number, durationMs: number): number | undefined
}

/** Texts as the workflow file has them; `undefined` or empty: not said. Open is what lies in the hours and in a window, less the rest. */
export interface CalendarSource {
  readonly hours: string | undefined
  /** IANA name. */
  readonly timezone: string
  /** Dates and ranges of dates or instants, in the zone. */
  readonly holidays: readonly string[]
  readonly away: readonly string[]
  readonly windows: readonly string[]
  /** Ranges of instants taken by others. */
  readonly bookings: readonly string[]
}

/** `all`: open when all of them are; `any`: when one of them is; `minus`: when the first is and no other. */
export interface Combination {
  readonly how: 'all' | 'any' | 'minus'
  readonly of: readonly Calendar[]
}

/**
 * Where a calendar's exceptions and windows lie, and how it goes on outside of them. Hours that repeat may go on without a
 * single opening (two people who are never there together), which only looking can tell.
 */
export interface Extent {
  /** What is said of dates lies within [from, to); Infinity and -Infinity the wrong way round when nothing is said. */
  readonly from: number
  readonly to: number
  readonly before: Beyond
  readonly after: Beyond
}

export type Beyond = 'closed' | 'open' | 'repeating'
