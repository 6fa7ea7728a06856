import type { Calendar, CalendarSource } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import { sayReading } from './moments.ts'
import { mapAt, oneOrMore, textTreeAt } from './pick.ts'
import type { Entry } from './tree.ts'
import type { TextTree, Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

/** What holds of times where a person or thing says nothing of its own. */
export interface CalendarDefaults {
  readonly timezone: string
  readonly hours: TextTree | undefined
  readonly holidays: readonly TextTree[]
}

/** For things that are not people: the zone alone. */
export function zoneOnly(timezone: string): CalendarDefaults {
  return { timezone, hours: undefined, holidays: [] }
}

/** `calendar:` of the file, which holds for people. It is checked also where there is nobody. */
export function calendarDefaults(writing: Writing, entries: Entries, timezone: string): CalendarDefaults {
  const own = mapAt(entries, 'calendar')
  calendarAt(writing, own, zoneOnly(timezone))
  return { timezone, hours: textTreeAt(own, 'hours'), holidays: textsUnder(own, 'holidays') }
}

/** When a person, an instrument or a pool is there; undefined: nothing is said, so always. */
export function calendarAt(writing: Writing, entries: Entries, defaults: CalendarDefaults): Calendar | undefined {
  const timezone = textTreeAt(entries, 'timezone')
  const hours = textTreeAt(entries, 'hours') ?? defaults.hours
  const lists = {
    holidays: entries.has('holidays') ? textsUnder(entries, 'holidays') : defaults.holidays,
    away: textsUnder(entries, 'away'),
    windows: textsUnder(entries, 'windows'),
    bookings: textsUnder(entries, 'bookings'),
  }
  if (timezone === undefined && hours === undefined && Object.values(lists).every((list) => list.length === 0)) return undefined
  const source: CalendarSource = {
    hours: hours?.value,
    timezone: timezone?.value ?? defaults.timezone,
    holidays: lists.holidays.map(({ value }) => value),
    away: lists.away.map(({ value }) => value),
    windows: lists.windows.map(({ value }) => value),
    bookings: lists.bookings.map(({ value }) => value),
  }
  const { calendar, problems } = compileCalendar(source)
  for (const problem of problems) {
    const { field, index } = problem
    const tree = field === 'hours' ? hours : field === 'timezone' ? timezone : lists[field][index]
    if (tree) sayReading(writing, tree, problem)
  }
  return calendar
}

function textsUnder(entries: Entries, key: string): readonly TextTree[] {
  return oneOrMore(entries.get(key)?.value)
}
