import type { Calendar, CalendarSource } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'

/** A calendar of what is said; what is not said is empty, and the zone UTC. Throws when something is wrong with it. */
export function made(said: Partial<CalendarSource>): Calendar {
  const { calendar, problems } = compileCalendar({
    hours: undefined,
    timezone: 'UTC',
    holidays: [],
    away: [],
    windows: [],
    bookings: [],
    ...said,
  })
  if (calendar === undefined) throw new Error(problems.map(({ field, message }) => `${field}: ${message.en}`).join(' '))
  return calendar
}

export const at = (text: string): number => {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error(`no time: ${text}`)
  return ms
}

/** `2026-12-01T09:00Z`, with what is smaller than a minute only where there is some. */
export const iso = (ms: number | undefined): string =>
  ms === undefined ? 'undefined' : Number.isFinite(ms) ? new Date(ms).toISOString().replace(/(:00)?\.000Z$/, 'Z') : String(ms)

/** Open intervals within a range, one a line. */
export const opened = (calendar: Calendar, from: string, to: string): string[] =>
  [...calendar.openIn(at(from), at(to))].map((interval) => `${iso(interval.from)}/${iso(interval.to)}`)
