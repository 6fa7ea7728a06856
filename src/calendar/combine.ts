import type { Calendar, CalendarSource, Interval } from './calendar.ts'
import { isoUtcMs } from './civil.ts'
import { intersectLines, invertLine, type Line, lineOf, openLine, pageMs, uniteLines } from './line.ts'
import { makeCalendar } from './make-calendar.ts'
import { spansOf } from './spans.ts'

const nothingSaid: CalendarSource = { hours: undefined, timezone: 'UTC', holidays: [], away: [], windows: [], bookings: [] }

/** Open at every moment. */
export const always: Calendar = makeCalendar(openLine, nothingSaid)

/** Open at no moment. */
export const never: Calendar = makeCalendar(lineOf([]), { how: 'any', of: [] })

/** Open when all of them are: work that needs several people and things at once. Of none: always. */
export function intersect(calendars: readonly Calendar[]): Calendar {
  const [only = always] = calendars
  return calendars.length <= 1 ? only : makeCalendar(intersectLines(calendars.map(lineOfCalendar)), { how: 'all', of: calendars })
}

/** Open when one of them is: work that any of several people can do. Of none: never. */
export function union(calendars: readonly Calendar[]): Calendar {
  const [only = never] = calendars
  return calendars.length <= 1 ? only : makeCalendar(uniteLines(calendars.map(lineOfCalendar)), { how: 'any', of: calendars })
}

/** Open when the first is and the others are not: a calendar less what is booked. */
export function minus(calendar: Calendar, taken: readonly Calendar[]): Calendar {
  if (taken.length === 0) return calendar
  const rest = invertLine(uniteLines(taken.map(lineOfCalendar)))
  return makeCalendar(intersectLines([lineOfCalendar(calendar), rest]), { how: 'minus', of: [calendar, ...taken] })
}

/** Open in these intervals alone, in any order; those that are empty or the wrong way round are left out. */
export function during(intervals: Iterable<Interval>): Calendar {
  const { from, to } = spansOf(intervals)
  const windows = from.map((begin, index) => ({ from: begin, to: to[index] as number }))
  return windows.length === 0 ? never : makeCalendar(lineOf(windows), { ...nothingSaid, windows: windows.map(written) })
}

/** Exact to the ms, as bookings made by programs are. */
function written({ from, to }: Interval): string {
  return `${isoUtcMs(from)}/${isoUtcMs(to)}`
}

/** Calendars have all that is needed, also those that were not made here. */
function lineOfCalendar({ extent, openIn }: Calendar): Line {
  return { extent, spansIn: (page) => spansOf(openIn(page * pageMs, (page + 1) * pageMs)) }
}
