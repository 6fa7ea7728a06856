import { at } from './made.ts'

/**
 * A second opinion, minute by minute: what the host's clock shows in a zone is read from formatted text, a clock that is put
 * back counts as what it showed last, and a minute is open when that lies in a stretch of its day or of the day before.
 */
export interface Span {
  readonly zone: string
  /** The first minute's moment. */
  readonly start: number
  /** For every minute what the clock has shown so far, as ms that would be UTC if the zone were. */
  readonly shown: Float64Array
}

/** By weekday from Monday, in minutes; past 1440 after midnight. */
export type Week = readonly (readonly (readonly [number, number])[])[]

export interface Rules {
  readonly week: Week | undefined
  /** Whole days of the zone, as days since 1970. */
  readonly daysOff: readonly number[]
  /** In minutes since the span's start. */
  readonly bookings: readonly (readonly [number, number])[]
  readonly windows: readonly (readonly [number, number])[]
}

const dayMs = 86_400_000
export const spanMinutes = 6 * 1_440
/** Clocks are followed from so much earlier on, so that what was shown before the span is known. */
const leadMinutes = 1_560

/** Six days around a moment. */
export function spanAround(zone: string, moment: string): Span {
  const start = Math.floor(at(moment) / 60_000) * 60_000 - 3 * dayMs
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const shown = new Float64Array(spanMinutes)
  let latest = Number.NEGATIVE_INFINITY
  for (let minute = -leadMinutes; minute < spanMinutes; minute++) {
    const [month = 0, day = 0, year = 0, hour = 0, min = 0] =
      format
        .format(start + minute * 60_000)
        .match(/\d+/g)
        ?.map(Number) ?? []
    latest = Math.max(latest, Date.UTC(year, month - 1, day, hour, min))
    if (minute >= 0) shown[minute] = latest
  }
  return { zone, start, shown }
}

/** One for every open minute of the span. */
export function openMinutes({ shown }: Span, { week, daysOff, bookings, windows }: Rules): Uint8Array {
  const within = (list: Rules['windows'], minute: number) => list.some(([from, to]) => minute >= from && minute < to)
  return Uint8Array.from(shown, (clock, minute) => {
    const day = Math.floor(clock / dayMs)
    const minuteOfDay = (clock - day * dayMs) / 60_000
    const weekday = new Date(day * dayMs).getUTCDay()
    const covers = (ofDay: number, ahead: number) =>
      (week?.[(weekday + 6 + 7 - ofDay) % 7] ?? []).some(([from, to]) => minuteOfDay + ahead >= from && minuteOfDay + ahead < to)
    if (week && !covers(0, 0) && !covers(1, 1_440)) return 0
    if (windows.length > 0 && !within(windows, minute)) return 0
    return daysOff.includes(day) || within(bookings, minute) ? 0 : 1
  })
}
