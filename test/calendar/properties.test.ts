import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Calendar } from '#calendar/calendar.ts'
import { during, intersect, minus, union } from '#calendar/combine.ts'
import { made } from './made.ts'
import { openMinutes, type Rules, type Span, spanAround, spanMinutes, type Week } from './oracle.ts'

/** How many random calendars; more by hand with CALENDAR_RUNS=5000. */
const numRuns = Number(process.env.CALENDAR_RUNS ?? 60)

/** Clocks put on and back, by an hour, half an hour, a day; odd offsets; ordinary days. */
const places = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Pacific/Chatham', '2026-04-04T14:00Z'],
  ['Asia/Kathmandu', '1985-12-31T18:30Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00Z'],
  ['America/St_Johns', '2006-10-29T02:31Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Asia/Pyongyang', '2018-05-04T15:00Z'],
  ['Asia/Gaza', '2040-10-27T00:00Z'],
  ['Asia/Seoul', '1988-10-08T17:00Z'],
  ['Europe/London', '1970-01-01T00:00Z'],
  ['America/Los_Angeles', '2099-11-01T09:00Z'],
  ['Asia/Seoul', '2026-12-01T00:00Z'],
  ['UTC', '2028-02-29T00:00Z'],
  // Where one page of four weeks ends and the next one begins.
  ['Asia/Seoul', '2026-11-19T00:00Z'],
  ['America/Los_Angeles', '2026-11-19T00:00Z'],
  ['Pacific/Kiritimati', '2026-11-19T00:00Z'],
] as const

const spans: Span[] = places.map(([zone, moment]) => spanAround(zone, moment))

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const isoMinute = (span: Span, minute: number) => new Date(span.start + minute * 60_000).toISOString()

/** Up to three stretches a day, and the last one may run over midnight, up to where the next day's could begin. */
const dayHours = fc
  .uniqueArray(fc.integer({ min: 12, max: 96 }), { maxLength: 6 })
  .map((quarters) => quarters.sort((a, b) => a - b).map((quarter) => quarter * 15))
  .map((bounds) => Array.from({ length: Math.floor(bounds.length / 2) }, (_, n) => [bounds[2 * n] ?? 0, bounds[2 * n + 1] ?? 0] as const))
const earlyHours = fc.option(fc.tuple(fc.integer({ min: 1_320, max: 1_439 }), fc.integer({ min: 1, max: 179 })), {
  nil: undefined,
  freq: 2,
})
const week: fc.Arbitrary<Week | undefined> = fc.option(
  fc.array(
    fc.tuple(dayHours, earlyHours).map(([day, night]) => {
      const last = day.at(-1)?.[1] ?? 0
      return night === undefined || last > night[0] ? day : [...day, [night[0], 1_440 + night[1]] as const]
    }),
    { minLength: 7, maxLength: 7 },
  ),
  { nil: undefined, freq: 10 },
)

const stretch = fc
  .tuple(fc.integer({ min: 0, max: spanMinutes - 1 }), fc.integer({ min: 1, max: 2_000 }))
  .map(([from, length]) => [from, from + length] as const)
const rules = fc.record({
  week,
  daysOff: fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 2 }),
  bookings: fc.array(stretch, { maxLength: 3 }),
  windows: fc.array(stretch, { maxLength: 2 }),
})
const scene = fc.tuple(fc.constantFrom(...spans), rules).map(([span, { daysOff, ...rest }]) => {
  const today = Math.floor((span.start + 3 * 86_400_000) / 86_400_000)
  return { span, rules: { ...rest, daysOff: daysOff.map((day) => today + day) } }
})

function hoursOf(week: Week): string | undefined {
  const clauses = week.map((day, weekday) => {
    const times = day.map(([from, to]) => `${clock(from)}-${clock(to > 1_440 ? to - 1_440 : to)}`)
    return times.length === 0 ? '' : `${names[weekday]} ${times.join(' ')}`
  })
  const text = clauses.filter((clause) => clause !== '').join(', ')
  return text === '' ? undefined : text
}

/** The calendar of the rules; with `within`, closed outside of the span, so that everything about it is known. */
function calendarOf(span: Span, rules: Rules): Calendar {
  const range = ([from, to]: readonly [number, number]) => `${isoMinute(span, from)}/${isoMinute(span, to)}`
  return made({
    hours: rules.week && hoursOf(rules.week),
    timezone: span.zone,
    holidays: rules.daysOff.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
    bookings: rules.bookings.map(range),
    windows: rules.windows.map(range),
  })
}

const wholeSpan: Rules = { week: undefined, daysOff: [], bookings: [], windows: [[0, spanMinutes]] }

/** Weeks without any hours say nothing, which means always. */
const minutesOf = (span: Span, { week, ...rest }: Rules) => openMinutes(span, { ...rest, week: week && (hoursOf(week) ? week : undefined) })

function intervalsOf(open: Uint8Array): string[] {
  const found: string[] = []
  for (let minute = 0, from = -1; minute <= open.length; minute++) {
    if (open[minute] === 1 && from < 0) from = minute
    if (open[minute] !== 1 && from >= 0) {
      found.push(`${from}-${minute}`)
      from = -1
    }
  }
  return found
}

const minutes = (span: Span, calendar: Calendar) =>
  [...calendar.openIn(span.start, span.start + spanMinutes * 60_000)].map(
    ({ from, to }) => `${(from - span.start) / 60_000}-${(to - span.start) / 60_000}`,
  )

test('[CAL-9] [CAL-10] what is open is what the clock says, minute by minute', () => {
  fc.assert(
    fc.property(scene, ({ span, rules }) => {
      const calendar = calendarOf(span, rules)
      const open = minutesOf(span, rules)
      expect(minutes(span, calendar)).toEqual(intervalsOf(open))
      for (let minute = 0; minute < spanMinutes; minute += 7) {
        if (calendar.isOpen(span.start + minute * 60_000) !== (open[minute] === 1)) expect(minute).toBe('open or not')
      }
    }),
    { numRuns },
  )
})

/** A moment of the span or a little outside, in minutes. */
const moment = fc.integer({ min: -100, max: spanMinutes + 100 })
const length = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: spanMinutes }))

/** Asks a calendar that is closed outside of the span in minutes. */
function asked(span: Span, calendar: Calendar) {
  const ms = (minute: number) => span.start + minute * 60_000
  const minute = (at: number | undefined) => (at === undefined ? undefined : (at - span.start) / 60_000)
  return {
    nextOpen: (from: number) => minute(calendar.nextOpen(ms(from))),
    closesAt: (from: number) => minute(calendar.closesAt(ms(from))),
    workBetween: (from: number, to: number) => calendar.workBetween(ms(from), ms(to)) / 60_000,
    workEnd: (from: number, work: number) => minute(calendar.workEnd(ms(from), work * 60_000)),
    workStart: (to: number, work: number) => minute(calendar.workStart(ms(to), work * 60_000)),
    fit: (from: number, work: number) => minute(calendar.fit(ms(from), work * 60_000)),
    latestStart: (to: number, work: number) => minute(calendar.latestStart(ms(to), work * 60_000)),
  }
}

/** The same questions answered by counting minutes. */
function counted(open: Uint8Array) {
  const isOpen = (minute: number) => open[minute] === 1
  const workBetween = (from: number, to: number) => open.slice(Math.max(0, from), Math.max(0, to)).reduce((sum, one) => sum + one, 0)
  const all = Array.from({ length: spanMinutes + 1 }, (_, minute) => minute)
  /** How long it stays open from a minute on. */
  const stays = new Int32Array(spanMinutes + 1)
  for (let minute = spanMinutes - 1; minute >= 0; minute--) stays[minute] = isOpen(minute) ? (stays[minute + 1] ?? 0) + 1 : 0
  return {
    nextOpen: (from: number) => all.find((minute) => minute >= from && isOpen(minute)),
    closesAt: (from: number) => (isOpen(from) ? from + (stays[from] ?? 0) : undefined),
    workBetween,
    workEnd: (from: number, work: number) => {
      const opened = all.filter((minute) => minute >= from && isOpen(minute))
      const last = opened[work - 1]
      return work === 0 ? from : last === undefined ? undefined : last + 1
    },
    workStart: (to: number, work: number) => {
      const opened = all.filter((minute) => minute < to && isOpen(minute))
      return work === 0 ? to : opened[opened.length - work]
    },
    fit: (from: number, work: number) => all.find((minute) => minute >= from && isOpen(minute) && (stays[minute] ?? 0) >= work),
    latestStart: (to: number, work: number) => all.findLast((minute) => minute + work <= to && (stays[minute] ?? 0) >= work && work > 0),
  }
}

test('[CAL-12] [CAL-13] [CAL-14] questions are answered as by counting minutes', () => {
  fc.assert(
    fc.property(scene, fc.array(fc.tuple(moment, moment, length), { minLength: 10, maxLength: 10 }), ({ span, rules }, asks) => {
      const calendar = intersect([calendarOf(span, rules), calendarOf(span, wholeSpan)])
      const told = asked(span, calendar)
      const count = counted(minutesOf(span, rules))
      for (const [from, to, work] of asks) {
        expect(told.nextOpen(from)).toBe(count.nextOpen(from))
        expect(told.closesAt(from)).toBe(count.closesAt(from))
        expect(told.workBetween(from, to)).toBe(count.workBetween(from, to))
        expect(told.fit(from, work)).toBe(count.fit(from, work))
        if (work > 0) expect(told.latestStart(to, work)).toBe(count.latestStart(to, work))
        expect(told.workEnd(from, work)).toBe(count.workEnd(from, work))
        expect(told.workStart(to, work)).toBe(count.workStart(to, work))
      }
    }),
    { numRuns },
  )
})

test('[CAL-13] the end of work and its start are inverse to the work between', () => {
  const ms = fc.integer({ min: -90_000_000, max: 700_000_000 })
  fc.assert(
    fc.property(scene, ms, fc.integer({ min: 1, max: 400_000_000 }), ({ span, rules }, offset, work) => {
      const calendar = calendarOf(span, rules)
      const start = span.start + offset
      const end = calendar.workEnd(start, work)
      if (end !== undefined) {
        expect(calendar.workBetween(start, end)).toBe(work)
        expect(calendar.workBetween(start, end - 1)).toBe(work - 1)
      } else expect(calendar.workBetween(start, start + 10 * 366 * 86_400_000)).toBeLessThan(work)
      const begin = calendar.workStart(start, work)
      if (begin !== undefined) {
        expect(calendar.workBetween(begin, start)).toBe(work)
        expect(calendar.workBetween(begin + 1, start)).toBe(work - 1)
      } else expect(calendar.workBetween(start - 10 * 366 * 86_400_000, start)).toBeLessThan(work)
    }),
    { numRuns },
  )
})

test('[CAL-14] the last start that ends in time fits, and none fits after it', () => {
  const ms = fc.integer({ min: 0, max: 500_000_000 })
  fc.assert(
    fc.property(scene, ms, fc.integer({ min: 1, max: 60_000_000 }), ({ span, rules }, offset, duration) => {
      const calendar = calendarOf(span, rules)
      const end = span.start + offset
      const start = calendar.latestStart(end, duration)
      if (start === undefined) return
      expect(start + duration).toBeLessThanOrEqual(end)
      expect(calendar.fit(start, duration)).toBe(start)
      expect(calendar.workBetween(start, start + duration)).toBe(duration)
      expect(calendar.fit(start + 1, duration) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(end - duration)
    }),
    { numRuns },
  )
})

test('[CAL-16] combined calendars are open as their parts are', () => {
  const pair = fc.tuple(scene, rules, rules).map(([{ span, rules: first }, second, third]) => {
    const today = Math.floor((span.start + 3 * 86_400_000) / 86_400_000)
    const moved = (rule: Rules) => ({ ...rule, daysOff: rule.daysOff.map((day) => today + day) })
    return { span, all: [first, moved(second), moved(third)] as const }
  })
  fc.assert(
    fc.property(pair, moment, length, ({ span, all }, from, work) => {
      const [a, b, c] = all.map((one) => minutesOf(span, one)) as [Uint8Array, Uint8Array, Uint8Array]
      const [one, two, three] = all.map((rule) => calendarOf(span, rule)) as [Calendar, Calendar, Calendar]
      const open = a.map((_, minute) => ((a[minute] && b[minute]) || (c[minute] && !a[minute]) ? 1 : 0))
      const combined = union([intersect([one, two]), minus(three, [one])])
      expect(minutes(span, combined)).toEqual(intervalsOf(open))
      const within = asked(span, intersect([combined, calendarOf(span, wholeSpan)]))
      expect(within.fit(from, work)).toBe(counted(open).fit(from, work))
      expect(within.nextOpen(from)).toBe(counted(open).nextOpen(from))
      expect(within.workBetween(from, from + work)).toBe(counted(open).workBetween(from, from + work))
    }),
    { numRuns: Math.ceil(numRuns / 2) },
  )
})

/** Openings over three years, from hours to months long, as intervals in hours and in order. */
const openings = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 * 366 * 24 }), { minLength: 2, maxLength: 40 })
  .map((hours) => hours.sort((a, b) => a - b))
  .map((hours) => Array.from({ length: Math.floor(hours.length / 2) }, (_, n) => ({ from: hours[2 * n] ?? 0, to: hours[2 * n + 1] ?? 0 })))

test('[CAL-12] [CAL-13] [CAL-14] openings of any length over years', () => {
  const start = Date.UTC(2026, 0, 1)
  const hour = 3_600_000
  const asked = fc.integer({ min: -10, max: 3 * 366 * 24 + 10 })
  fc.assert(
    fc.property(openings, asked, fc.integer({ min: 1, max: 3_000 }), fc.boolean(), (spans, at, work, inverted) => {
      const written = during(spans.map(({ from, to }) => ({ from: start + from * hour, to: start + to * hour })))
      const calendar = inverted ? minus(made({}), [written]) : written
      const bounds = [Number.NEGATIVE_INFINITY, ...spans.flatMap(({ from, to }) => [from, to]), Number.POSITIVE_INFINITY]
      const open = inverted
        ? Array.from({ length: bounds.length / 2 }, (_, n) => ({ from: bounds[2 * n] ?? 0, to: bounds[2 * n + 1] ?? 0 }))
        : spans
      const ms = (hours: number | undefined) => (hours === undefined ? undefined : start + hours * hour)
      const after = open.filter(({ to }) => to > at).map(({ from, to }) => ({ from: Math.max(from, at), to }))
      const before = open.filter(({ from }) => from < at).map(({ from, to }) => ({ from, to: Math.min(to, at) }))
      expect(calendar.nextOpen(start + at * hour)).toBe(ms(after[0]?.from))
      expect(calendar.closesAt(start + at * hour)).toBe(ms(open.find(({ from, to }) => from <= at && at < to)?.to))
      expect(calendar.fit(start + at * hour, work * hour)).toBe(ms(after.find(({ from, to }) => to - from >= work)?.from))
      const last = before.findLast(({ from, to }) => to - from >= work)
      expect(calendar.latestStart(start + at * hour, work * hour)).toBe(ms(last && last.to - work))
      let left = work
      const ending = after.find(({ from, to }) => {
        if (to - from >= left) return true
        left -= to - from
        return false
      })
      expect(calendar.workEnd(start + at * hour, work * hour)).toBe(ms(ending && ending.from + left))
      expect([...calendar.openIn(Number.NEGATIVE_INFINITY, start + at * hour)]).toEqual(
        before.map(({ from, to }) => ({ from: ms(from), to: ms(to) })),
      )
    }),
    { numRuns: numRuns * 5 },
  )
})
