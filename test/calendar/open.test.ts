import { expect, test } from 'vitest'
import { always, during, intersect, minus, never, union } from '#calendar/combine.ts'
import { at, iso, made, opened } from './made.ts'

const hour = 3_600_000

/** Monday 30 November to Sunday 6 December 2026; Seoul is 9 h ahead all year. */
const week = ['2026-11-30T00:00Z', '2026-12-07T00:00Z'] as const

test('[CAL-9] nothing said is always', () => {
  const calendar = made({})
  expect(opened(calendar, ...week)).toEqual(['2026-11-30T00:00Z/2026-12-07T00:00Z'])
  expect(calendar.nextOpen(at(week[0]))).toBe(at(week[0]))
  expect(calendar.closesAt(0)).toBe(Number.POSITIVE_INFINITY)
  expect(made({ hours: '24/7', timezone: 'Asia/Seoul' }).closesAt(0)).toBe(Number.POSITIVE_INFINITY)
})

test('[CAL-9] hours, less holidays, absences and bookings', () => {
  const calendar = made({
    hours: 'Mon-Fri 09:00-17:00',
    timezone: 'Asia/Seoul',
    holidays: ['2026-12-01'],
    away: ['2026-12-03/2026-12-03T12:00'],
    bookings: ['2026-12-02T01:00Z/2026-12-02T03:00Z', '2026-12-02T02:00Z/PT2H'],
  })
  expect(opened(calendar, ...week)).toEqual([
    '2026-11-30T00:00Z/2026-11-30T08:00Z',
    '2026-12-02T00:00Z/2026-12-02T01:00Z',
    '2026-12-02T04:00Z/2026-12-02T08:00Z',
    '2026-12-03T03:00Z/2026-12-03T08:00Z',
    '2026-12-04T00:00Z/2026-12-04T08:00Z',
  ])
})

test('[CAL-9] windows alone, touching and overlapping ones as one', () => {
  const calendar = made({
    windows: ['2026-12-03T08:00Z/PT4H', '2026-12-01T08:00Z/2026-12-02', '2026-12-03', '2026-12-01T06:00Z/2026-12-01T09:00Z'],
  })
  expect(opened(calendar, ...week)).toEqual(['2026-12-01T06:00Z/2026-12-04T00:00Z'])
})

test('[CAL-9] a window wholly outside the hours opens nothing', () => {
  const calendar = made({ hours: 'Mon-Fri 09:00-17:00', windows: ['2026-12-05/2026-12-06', '2026-12-07T18:00Z/2026-12-07T20:00Z'] })
  expect(calendar.nextOpen(0)).toBeUndefined()
  expect([...calendar.openIn(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)]).toEqual([])
  expect(calendar.workBetween(0, at('2100-01-01T00:00Z'))).toBe(0)
  expect(calendar.fit(0, 1)).toBeUndefined()
  expect(calendar.latestStart(at('2100-01-01T00:00Z'), 1)).toBeUndefined()
})

test('[CAL-9] intervals meet over midnight and over weeks', () => {
  const calendar = made({ hours: 'Fri 22:00-06:00, Sat 06:00-24:00, Sun 00:00-24:00, Mon 00:00-07:00' })
  expect(opened(calendar, '2026-11-30T12:00Z', '2026-12-08T00:00Z')).toEqual(['2026-12-04T22:00Z/2026-12-07T07:00Z'])
  expect(iso(calendar.closesAt(at('2026-12-05T12:00Z')))).toBe('2026-12-07T07:00Z')
})

test('[CAL-12] [CAL-13] a calendar that ends says so', () => {
  const calendar = made({ windows: ['2026-12-01T08:00Z/2026-12-01T20:00Z'] })
  const end = at('2026-12-01T20:00Z')
  expect(calendar.isOpen(end)).toBe(false)
  expect(calendar.isOpen(end - 1)).toBe(true)
  expect(calendar.nextOpen(end)).toBeUndefined()
  expect(calendar.closesAt(end)).toBeUndefined()
  expect(calendar.workEnd(0, 12 * hour)).toBe(end)
  expect(calendar.workEnd(0, 12 * hour + 1)).toBeUndefined()
  expect(calendar.workStart(Number.POSITIVE_INFINITY, 12 * hour)).toBe(at('2026-12-01T08:00Z'))
  expect(calendar.workStart(end, 12 * hour + 1)).toBeUndefined()
  expect(calendar.workBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(12 * hour)
  const gone = made({ hours: '09:00-17:00', away: ['2026-12-02/..'] })
  expect(gone.nextOpen(at('2026-12-01T17:00Z'))).toBeUndefined()
  expect(gone.workEnd(at('2026-12-01T09:00Z'), 9 * hour)).toBeUndefined()
  const joins = made({ hours: '09:00-17:00', windows: ['2026-12-02/..'] })
  expect(iso(joins.nextOpen(0))).toBe('2026-12-02T09:00Z')
  expect(iso(joins.workStart(at('2026-12-03T17:00Z'), 16 * hour))).toBe('2026-12-02T09:00Z')
  expect(joins.workStart(at('2026-12-03T17:00Z'), 16 * hour + 1)).toBeUndefined()
})

test('[CAL-13] sixteen hours of work take two days of eight, and the weekend', () => {
  const calendar = made({ hours: 'Mon-Fri 09:00-17:00', timezone: 'Asia/Seoul' })
  // Friday 13:00 in Seoul: four hours on Friday, eight on Monday, four on Tuesday.
  expect(iso(calendar.workEnd(at('2026-12-04T04:00Z'), 16 * hour))).toBe('2026-12-08T04:00Z')
  expect(iso(calendar.workStart(at('2026-12-08T04:00Z'), 16 * hour))).toBe('2026-12-04T04:00Z')
  // A whole day's work ends when the day does, not when the next one begins.
  expect(iso(calendar.workEnd(at('2026-12-04T00:00Z'), 8 * hour))).toBe('2026-12-04T08:00Z')
  expect(iso(calendar.workStart(at('2026-12-07T08:00Z'), 8 * hour))).toBe('2026-12-07T00:00Z')
  expect(calendar.workEnd(5, 0)).toBe(5)
  // Fifty years of five days of eight hours: 365.2425 · 5 / 7 a year, to within a few weeks.
  const retired = calendar.workEnd(at('2026-11-30T00:00Z'), 50 * 260.8875 * 8 * hour) ?? 0
  expect(Math.abs(retired - at('2076-11-30T00:00Z'))).toBeLessThan(7 * 24 * hour)
  expect(calendar.workBetween(at('2026-11-30T00:00Z'), retired)).toBe(50 * 260.8875 * 8 * hour)
  expect(calendar.workBetween(at('2027-01-01T00:00Z'), at('2026-12-01T00:00Z'))).toBe(0)
})

test('[CAL-14] what needs a whole day waits for one', () => {
  const calendar = made({ hours: 'Mon-Fri 09:00-17:00', timezone: 'Asia/Seoul', bookings: ['2026-12-07T12:00/2026-12-07T13:00'] })
  expect(iso(calendar.fit(at('2026-12-04T00:00:00.001Z'), 8 * hour))).toBe('2026-12-08T00:00Z')
  expect(iso(calendar.fit(at('2026-12-04T00:00:00.001Z'), 4 * hour))).toBe('2026-12-04T00:00:00.001Z')
  expect(iso(calendar.fit(at('2026-12-04T06:00Z'), 4 * hour))).toBe('2026-12-07T04:00Z')
  expect(calendar.fit(0, 8 * hour + 1)).toBeUndefined()
  expect(iso(calendar.latestStart(at('2026-12-08T07:00Z'), 8 * hour))).toBe('2026-12-04T00:00Z')
  expect(iso(calendar.latestStart(at('2026-12-05T00:00Z'), hour))).toBe('2026-12-04T07:00Z')
  expect(calendar.latestStart(at('2026-12-08T07:00Z'), 9 * hour)).toBeUndefined()
  expect(iso(calendar.fit(at('2026-12-05T00:00Z'), 0))).toBe('2026-12-07T00:00Z')
  expect(iso(calendar.latestStart(at('2026-12-06T00:00Z'), 0))).toBe('2026-12-04T08:00Z')
  expect(iso(calendar.latestStart(at('2026-12-04T03:00Z'), 0))).toBe('2026-12-04T03:00Z')
  expect(iso(calendar.latestStart(at('2026-12-04T00:00Z'), 0))).toBe('2026-12-04T00:00Z')
  const night = made({ hours: '22:00-06:00', timezone: 'Europe/Berlin' })
  // Only the night in which clocks are put back has nine hours.
  expect(iso(night.fit(at('2026-01-01T00:00Z'), 9 * hour))).toBe('2026-10-24T20:00Z')
  expect(iso(night.latestStart(at('2026-10-01T00:00Z'), 9 * hour))).toBe('2025-10-25T20:00Z')
})

test('[CAL-15] hours that never meet are never', () => {
  const together = intersect([made({ hours: 'Mon 09:00-17:00' }), made({ hours: 'Tue 09:00-17:00', away: ['2026-12-01'] })])
  expect(together.nextOpen(at(week[0]))).toBeUndefined()
  expect(together.workEnd(at(week[0]), 1)).toBeUndefined()
  expect(together.workStart(at(week[0]), 1)).toBeUndefined()
  expect(together.workBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0)
  const shifts = union([made({ hours: '08:00-20:00' }), made({ hours: '20:00-08:00' })])
  expect(shifts.closesAt(at(week[0]))).toBe(Number.POSITIVE_INFINITY)
  expect(shifts.fit(at(week[0]), 1e12)).toBe(at(week[0]))
  // They meet once clocks have been put on: the one's evening is the other's morning.
  const berlin = made({ hours: '17:00-18:00', timezone: 'Europe/Berlin' })
  const summerOnly = intersect([berlin, made({ hours: '15:00-16:00' })])
  expect(iso(summerOnly.nextOpen(at('2026-12-01T00:00Z')))).toBe('2027-03-28T15:00Z')
})

test('[CAL-15] far and infinite times have answers too', () => {
  const calendar = made({ hours: 'Mon-Fri 09:00-17:00', timezone: 'Europe/Berlin' })
  const far = Number.POSITIVE_INFINITY
  expect(calendar.nextOpen(8e15)).toBeUndefined()
  expect(calendar.nextOpen(far)).toBeUndefined()
  expect(calendar.isOpen(8e15)).toBe(false)
  expect(calendar.isOpen(far)).toBe(false)
  expect(new Date(calendar.nextOpen(-far) ?? 0).getUTCFullYear()).toBe(1439)
  expect(calendar.workEnd(0, 1e15)).toBeUndefined()
  expect(calendar.workEnd(0, far)).toBeUndefined()
  expect(calendar.fit(0, far)).toBeUndefined()
  expect(calendar.workBetween(-far, far)).toBeGreaterThan(1_000 * 250 * 8 * hour)
  expect(iso(calendar.nextOpen(at('2099-12-31T17:00Z')))).toBe('2100-01-01T08:00Z')
  expect(always.fit(-far, 5)).toBe(-far)
  expect(always.workBetween(-far, far)).toBe(far)
  expect(always.workEnd(3, 4)).toBe(7)
  expect(always.latestStart(far, 5)).toBe(far)
  expect(always.isOpen(far)).toBe(true)
  expect(never.nextOpen(-far)).toBeUndefined()
  expect(made({ windows: ['2026-12-01/..'] }).workBetween(at('2026-11-30T00:00Z'), far)).toBe(far)
  expect(made({ windows: ['../2026-12-01'] }).workEnd(-far, 1)).toBe(-far)
  expect(iso(made({ windows: ['../2026-12-01'] }).latestStart(far, hour))).toBe('2026-12-01T23:00Z')
  expect(made({ away: ['2026-12-01'] }).workEnd(at('2026-11-30T00:00Z'), 48 * hour)).toBe(at('2026-12-03T00:00Z'))
  expect(made({ away: ['2026-12-01'] }).closesAt(-1e15)).toBe(at('2026-12-01T00:00Z'))
  expect(made({ away: ['2026-12-01'] }).workStart(at('2026-12-03T00:00Z'), 48 * hour)).toBe(at('2026-11-30T00:00Z'))
})

test('[CAL-16] what is combined of nothing, and of plain intervals', () => {
  expect(intersect([])).toBe(always)
  expect(union([])).toBe(never)
  const calendar = made({ hours: 'Mon-Fri 09:00-17:00' })
  expect(intersect([calendar])).toBe(calendar)
  expect(minus(calendar, [])).toBe(calendar)
  expect(minus(calendar, [always]).nextOpen(0)).toBeUndefined()
  expect(
    during([
      { from: 5, to: 5 },
      { from: 9, to: 7 },
    ]),
  ).toBe(never)
  const beam = during([
    { from: at('2026-12-02T12:00Z'), to: at('2026-12-03T12:00Z') },
    { from: at('2026-12-01T16:00Z'), to: at('2026-12-02T12:00Z') },
  ])
  expect(opened(intersect([calendar, beam]), ...week)).toEqual([
    '2026-12-01T16:00Z/2026-12-01T17:00Z',
    '2026-12-02T09:00Z/2026-12-02T17:00Z',
    '2026-12-03T09:00Z/2026-12-03T12:00Z',
  ])
  expect(opened(minus(calendar, [beam]), '2026-12-01T00:00Z', '2026-12-04T00:00Z')).toEqual([
    '2026-12-01T09:00Z/2026-12-01T16:00Z',
    '2026-12-03T12:00Z/2026-12-03T17:00Z',
  ])
  expect(opened(union([calendar, beam]), '2026-12-01T00:00Z', '2026-12-04T00:00Z')).toEqual(['2026-12-01T09:00Z/2026-12-03T17:00Z'])
  const early = made({ windows: ['2026-01-01/2026-02-01'] })
  const late = made({ windows: ['2030-01-01/2030-02-01'] })
  expect(intersect([early, late]).nextOpen(0)).toBeUndefined()
  expect(intersect([early, late]).workBetween(0, at('2100-01-01T00:00Z'))).toBe(0)
  expect(union([early, late]).workBetween(0, at('2100-01-01T00:00Z'))).toBe((32 + 32) * 24 * hour)
  expect(iso(union([late, early]).nextOpen(at('2027-01-01T00:00Z')))).toBe('2030-01-01T00:00Z')
})

test('[CAL-16] the source makes another calendar with one absence more', () => {
  const { source } = made({ hours: 'Mon-Fri 09:00-17:00', timezone: 'asia/seoul' })
  expect(source?.timezone).toBe('Asia/Seoul')
  expect(opened(made({ ...source, away: ['2026-12-01/2026-12-03'] }), ...week)).toEqual([
    '2026-11-30T00:00Z/2026-11-30T08:00Z',
    '2026-12-04T00:00Z/2026-12-04T08:00Z',
  ])
  const window = during([{ from: 1_001, to: 2_002 }])
  expect(made(window.source ?? {}).workBetween(0, 5_000)).toBe(1_001)
  expect([intersect([window, always]).source, intersect([window, always]).combined?.how]).toEqual([undefined, 'all'])
})

test('[CAL-17] a million questions over two years, and searches that find nothing', () => {
  const analyst = made({
    hours: 'Mon-Thu 09:00-12:00 13:00-18:00, Fri 09:00-12:00',
    timezone: 'Europe/Berlin',
    away: ['2026-12-24/2027-01-01'],
  })
  const both = intersect([analyst, made({ hours: 'Mon-Fri 09:00-17:00', timezone: 'America/New_York' })])
  const start = at('2026-01-01T00:00Z')
  const before = performance.now()
  let sum = 0
  for (let n = 0; n < 250_000; n++) {
    const moment = start + ((n * 7_919_000) % (730 * 24 * hour))
    sum += both.nextOpen(moment) ?? 0
    sum += analyst.workEnd(moment, 16 * hour) ?? 0
    sum += analyst.fit(moment, 2 * hour) ?? 0
    sum += analyst.latestStart(moment, 5 * hour) ?? 0
  }
  for (let n = 0; n < 2_000; n++) sum += both.fit(start + n * hour, 12 * hour) ?? 0
  expect(sum).toBeGreaterThan(0)
  expect(performance.now() - before).toBeLessThan(15_000)
})
