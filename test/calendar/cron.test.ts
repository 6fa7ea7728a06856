import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import { nextMoment, readCron } from '#calendar/cron.ts'
import { zoneOf } from '#calendar/zone.ts'

function moments(text: string, zone: string, from: string, count: number): readonly string[] {
  const { value } = readCron(text)
  if (value === undefined) throw new Error(`${text} is no schedule`)
  const found: string[] = []
  for (let at = Date.parse(from); found.length < count; ) {
    const next = nextMoment(value, zoneOf(zone), at)
    if (next === undefined) break
    found.push(new Date(next).toISOString().slice(0, 16))
    at = next
  }
  return found
}

test.each([
  ['30 6 * * mon-fri', 'UTC', '2026-11-27T06:30Z', ['2026-11-30T06:30', '2026-12-01T06:30']],
  ['*/20 8-9 * * *', 'UTC', '2026-11-27T08:30Z', ['2026-11-27T08:40', '2026-11-27T09:00', '2026-11-27T09:20']],
  ['0 9 * * *', 'Asia/Seoul', '2026-11-27T00:00Z', ['2026-11-28T00:00']],
  // Either day is enough where both are restricted, as in crontab(5): the 13th, and Fridays.
  ['0 0 13 * 5', 'UTC', '2026-11-10T00:00Z', ['2026-11-13T00:00', '2026-11-20T00:00', '2026-11-27T00:00', '2026-12-04T00:00']],
  ['0 0 29 feb *', 'UTC', '2026-01-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
  ['0 0 * * 0,7', 'UTC', '2026-11-23T00:00Z', ['2026-11-29T00:00', '2026-12-06T00:00']],
  ['@monthly', 'UTC', '2026-11-23T00:00Z', ['2026-12-01T00:00']],
  ['0 0 30 2 *', 'UTC', '2026-11-23T00:00Z', []],
])('[START-1] %s in %s', (text, zone, from, expected) => {
  expect(moments(text, zone, from, Math.max(1, expected.length))).toEqual(expected)
})

/** Berlin: 2026-03-29 01:00Z the clock jumps from 02:00 to 03:00; 2026-10-25 01:00Z it is put back from 03:00 to 02:00. */
test.each([
  ['30 2 * * *', '2026-03-28T02:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
  ['30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
  ['*/30 * * * *', '2026-03-29T00:00Z', ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30']],
  ['30 * * * *', '2026-10-24T23:31Z', ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30']],
])('[START-1] when clocks change: %s from %s', (text, from, expected) => {
  expect(moments(text, 'Europe/Berlin', from, expected.length)).toEqual(expected)
})

test('[START-1] only moments at which somebody is there', () => {
  const source = { hours: 'Mon-Fri 09:00-17:00', timezone: 'UTC', holidays: ['2026-12-01'], away: [], windows: [], bookings: [] }
  const { calendar } = compileCalendar(source)
  const { value: cron } = readCron('0 */6 * * *')
  if (cron === undefined || calendar === undefined) throw new Error('both are right')
  const first = nextMoment(cron, zoneOf('UTC'), Date.parse('2026-11-30T12:00Z'), calendar) ?? 0
  expect(new Date(first).toISOString()).toBe('2026-12-02T12:00:00.000Z')
})

test('[START-1] moments are after what was asked, in order, and what the clock then shows fits', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
  const start = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2028-01-01') })
  fc.assert(
    fc.property(zones, start, fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), (name, from, minute, hour) => {
      const { value: cron } = readCron(`${minute} ${hour} * * *`)
      const zone = zoneOf(name)
      const at = cron && nextMoment(cron, zone, from)
      if (at === undefined) return false
      const clock = new Date(zone.clockAt(at))
      const shows = clock.getUTCHours() === hour && clock.getUTCMinutes() === minute
      // In a gap it is the moment of the jump: a minute before the clock showed less than what was asked.
      const isJump = zone.clockAt(at) - zone.clockAt(at - 60_000) > 60_000
      return at > from && at - from <= 26 * 3_600_000 && (shows || isJump)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['61 * * * *', 0, 2],
  ['* 24 * * *', 2, 4],
  ['* * * 13 *', 6, 8],
  ['* * * * funday', 8, 14],
  ['5-1 * * * *', 0, 3],
  ['*/0 * * * *', 0, 3],
  ['* * *', 0, 5],
])('[START-8] %s is no schedule, and the place is told', (text, start, end) => {
  expect(readCron(text).problem).toMatchObject({ start, end })
})
