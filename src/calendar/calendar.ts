/** When a person, an instrument or a pool is there. Times are UTC milliseconds; open intervals are half-open, [from, to). */
export interface Calendar {
  /** What it was made from, so that another one can be made with an absence or a window more. */
  readonly source: CalendarSource
  isOpen(at: number): boolean
  /** The first open moment from `at` on; undefined: never again. */
  nextOpen(at: number): number | undefined
  /** When what is open at `at` closes; undefined: it is closed at `at`. Infinity: never closes. */
  closesAt(at: number): number | undefined
  /** Open intervals within [from, to), in order. */
  openIn(from: number, to: number): Iterable<{ readonly from: number; readonly to: number }>
  /** Open time within [from, to), in ms. */
  workBetween(from: number, to: number): number
  /** When that much open time has passed since `start`; undefined: the calendar ends before. */
  workEnd(start: number, workMs: number): number | undefined
  /** The first start from `from` on after which it stays open that long; undefined: there is none. */
  fit(from: number, durationMs: number): number | undefined
  /** The last start at which that long an opening ends by `end`; undefined: there is none. */
  latestStart(end: number, durationMs: number): number | undefined
}

/** Texts as the workflow file has them, already checked; `undefined` or empty: not said. */
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
