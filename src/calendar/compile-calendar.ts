import type { Calendar, CalendarSource, Interval } from './calendar.ts'
import { isRoundTheClock } from './hours.ts'
import { intersectLines, invertLine, type Line, lineOf, openLine } from './line.ts'
import { makeCalendar } from './make-calendar.ts'
import { readRange } from './range.ts'
import { readHours } from './read-hours.ts'
import type { ReadingProblem } from './reading.ts'
import { weeklyLine } from './weekly.ts'
import { type Zone, zoneOf } from './zone.ts'
import { readZone } from './zone-name.ts'

type ListField = 'holidays' | 'away' | 'windows' | 'bookings'

/** A mistake in one of the texts; `index` is its position in a list, 0 for `hours` and `timezone`. */
export interface CalendarProblem extends ReadingProblem {
  readonly field: keyof CalendarSource
  readonly index: number
}

export interface CompiledCalendar {
  /** Undefined: there are problems. */
  readonly calendar: Calendar | undefined
  readonly problems: readonly CalendarProblem[]
}

/** Reads all texts of a calendar and says everything that is wrong with them. */
export function compileCalendar(source: CalendarSource): CompiledCalendar {
  const problems: CalendarProblem[] = []
  const named = readZone(source.timezone)
  if (named.problem) problems.push({ ...named.problem, field: 'timezone', index: 0 })
  // With a wrong zone the rest is read all the same, so that every mistake is told at once.
  const zone = zoneOf(named.value ?? 'UTC')
  const lines = [hoursLine(source.hours, zone, problems)]
  const read = (field: ListField) => readRanges(source[field], field, zone, problems)
  const windows = read('windows')
  if (windows.length > 0) lines.push(lineOf(windows))
  const closed = [...read('holidays'), ...read('away'), ...read('bookings')]
  if (closed.length > 0) lines.push(invertLine(lineOf(closed)))
  if (problems.length > 0) return { calendar: undefined, problems }
  return { calendar: makeCalendar(intersectLines(lines), { ...source, timezone: zone.name }), problems }
}

function hoursLine(text: string | undefined, zone: Zone, problems: CalendarProblem[]): Line {
  if (text === undefined) return openLine
  const hours = readHours(text)
  if (hours.problem) {
    problems.push({ ...hours.problem, field: 'hours', index: 0 })
    return openLine
  }
  return isRoundTheClock(hours.value) ? openLine : weeklyLine(hours.value, zone)
}

function readRanges(texts: readonly string[], field: ListField, zone: Zone, problems: CalendarProblem[]): readonly Interval[] {
  return texts.flatMap((text, index) => {
    const range = readRange(text, zone)
    if (range.problem) problems.push({ ...range.problem, field, index })
    return range.value ?? []
  })
}
