import fc from 'fast-check'
import { expect, test } from 'vitest'
import { always, during, intersect, minus, never, union } from '#calendar/combine.ts'
import { describe } from '#calendar/describe.ts'
import { formatInstant, formatLocal } from '#calendar/format-instant.ts'
import type { WeeklyHours } from '#calendar/hours.ts'
import { hoursText } from '#calendar/hours-text.ts'
import { readHours } from '#calendar/read-hours.ts'
import { at, made } from './made.ts'

const analyst = made({ hours: '월-금 9:00-17:00', timezone: 'Asia/Seoul', away: ['2026-12-24/2027-01-01'] })
const beamline = made({ windows: ['2026-12-01T08:00Z/2026-12-04T20:00Z'] })

test.each([
  [
    analyst,
    'Mon-Fri 09:00-17:00 (Asia/Seoul), away 2026-12-24 to 2027-01-01',
    '월-금 09:00-17:00 (Asia/Seoul), 부재 2026-12-24~2027-01-01',
  ],
  [beamline, 'only 2026-12-01 08:00 to 2026-12-04 20:00 (UTC)', '이용 기간 2026-12-01 08:00~2026-12-04 20:00 (UTC)'],
  [made({}), 'always', '항상'],
  [always, 'always', '항상'],
  [never, 'never', '열리지 않음'],
  [made({ hours: '24/7', timezone: 'Asia/Seoul' }), '24/7 (Asia/Seoul)', '24/7 (Asia/Seoul)'],
  [made({ holidays: ['2026-12-25'] }), 'always (UTC), holidays 2026-12-25', '항상 (UTC), 휴일 2026-12-25'],
  [
    made({ hours: '22:00-06:00', windows: ['2026-12-01/..'] }),
    'daily 22:00-06:00 (UTC), only from 2026-12-01 on',
    '매일 22:00-06:00 (UTC), 이용 기간 2026-12-01부터',
  ],
  [made({ windows: ['../2026-12-01T12:00'] }), 'only until 2026-12-01 12:00 (UTC)', '이용 기간 2026-12-01 12:00까지 (UTC)'],
  [made({ windows: ['../..'] }), 'only always (UTC)', '이용 기간 항상 (UTC)'],
  [
    made({
      timezone: 'Asia/Seoul',
      bookings: ['2026-12-02T01:00Z/2026-12-02T15:00Z', '2026-12-08', '2026-12-05', '2026-12-12', '2026-12-15'],
    }),
    'always (Asia/Seoul), booked 2026-12-02 10:00 to 2026-12-03 00:00, 2026-12-05, 2026-12-08 and 2 more',
    '항상 (Asia/Seoul), 예약됨 2026-12-02 10:00~2026-12-03 00:00, 2026-12-05, 2026-12-08 외 2건',
  ],
  [
    minus(union([analyst, beamline]), [always]),
    '[[Mon-Fri 09:00-17:00 (Asia/Seoul), away 2026-12-24 to 2027-01-01] or [only 2026-12-01 08:00 to 2026-12-04 20:00 (UTC)]] except [always]',
    '[[월-금 09:00-17:00 (Asia/Seoul), 부재 2026-12-24~2027-01-01] 또는 [이용 기간 2026-12-01 08:00~2026-12-04 20:00 (UTC)]] 중 [항상] 제외',
  ],
  [
    intersect([beamline, during([{ from: at('2026-12-02T00:00Z'), to: at('2026-12-03T00:00Z') }])]),
    '[only 2026-12-01 08:00 to 2026-12-04 20:00 (UTC)] and [only 2026-12-02 (UTC)]',
    '[이용 기간 2026-12-01 08:00~2026-12-04 20:00 (UTC)] 그리고 [이용 기간 2026-12-02 (UTC)]',
  ],
])('[CAL-18] described %#', (calendar, en, ko) => {
  expect(describe(calendar)).toEqual({ en, ko })
})

test.each([
  'Mon-Thu 09:00-12:00 13:00-18:00, Fri 09:00-12:00',
  'Mon, Wed, Fri-Sat 10:00-11:30',
  'daily 08:00-20:00',
  'Sat-Sun 18:00-24:00',
  '24/7',
])('[CAL-18] hours described as written: %s', (text) => {
  expect(hoursText(readHours(text).value ?? []).en).toBe(text)
})

test('[CAL-18] described hours are read back as the same hours, in both languages', () => {
  const day = fc.uniqueArray(fc.integer({ min: 0, max: 1_440 }), { maxLength: 6 }).map((minutes) => {
    const bounds = minutes.sort((a, b) => a - b)
    return Array.from({ length: Math.floor(bounds.length / 2) }, (_, n) => ({ from: bounds[2 * n] ?? 0, to: bounds[2 * n + 1] ?? 0 }))
  })
  const kinds = fc.array(day, { minLength: 2, maxLength: 2 })
  const week: fc.Arbitrary<WeeklyHours> = fc
    .tuple(kinds, fc.array(fc.nat({ max: 1 }), { minLength: 7, maxLength: 7 }))
    .map(([days, chosen]) => chosen.map((kind) => days[kind] ?? []))
    .filter((days) => days.some((stretches) => stretches.length > 0))
  fc.assert(
    fc.property(week, (hours) => {
      const { en, ko } = hoursText(hours)
      expect([readHours(en).value, readHours(ko).value]).toEqual([hours, hours])
    }),
  )
})

test.each([
  ['2026-12-01T00:00Z', 'Asia/Seoul', '2026-12-01 09:00 +09:00'],
  ['2026-12-01T00:00:59.999Z', 'UTC', '2026-12-01 00:00 UTC'],
  ['2026-12-01T00:00Z', 'America/New_York', '2026-11-30 19:00 -05:00'],
  ['2026-07-01T00:00Z', 'America/New_York', '2026-06-30 20:00 -04:00'],
  ['2026-12-01T00:00Z', 'Asia/Kathmandu', '2026-12-01 05:45 +05:45'],
  ['2026-12-01T00:00Z', 'Pacific/Chatham', '2026-12-01 13:45 +13:45'],
  ['1969-12-31T23:59Z', 'Africa/Monrovia', '1969-12-31 23:14 -00:44:30'],
  ['2026-01-15T12:00Z', 'Europe/London', '2026-01-15 12:00 UTC'],
])('[CAL-19] %s in %s', (moment, zone, text) => {
  expect(formatInstant(at(moment), zone)).toBe(text)
  expect(text.startsWith(formatLocal(at(moment), zone))).toBe(true)
})
