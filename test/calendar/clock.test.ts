import { expect, test } from 'vitest'
import { zoneOf } from '#calendar/zone.ts'
import { at, iso, made, opened } from './made.ts'

/**
 * Worked out by hand from the rules of the zones. Berlin: +1, +2 from the last Sunday of March, 01:00Z, to that of October.
 * New York: -5, -4 from the second Sunday of March 02:00 to the first of November 02:00, both by its clock.
 * Lord Howe: +10:30, +11 from the first Sunday of October 02:00 to the first of April 02:00.
 */
test.each([
  ['an ordinary day', 'Asia/Seoul', '09:00-17:00', '2026-12-01T00:00Z/2026-12-02T00:00Z', ['2026-12-01T00:00Z/2026-12-01T08:00Z']],
  ['Kathmandu', 'Asia/Kathmandu', '09:00-17:00', '2026-12-01T00:00Z/2026-12-02T00:00Z', ['2026-12-01T03:15Z/2026-12-01T11:15Z']],
  ['Chatham in summer', 'Pacific/Chatham', '09:00-17:00', '2026-12-01T12:00Z/2026-12-02T12:00Z', ['2026-12-01T19:15Z/2026-12-02T03:15Z']],
  ['Chatham in winter', 'Pacific/Chatham', '09:00-17:00', '2026-06-01T12:00Z/2026-06-02T12:00Z', ['2026-06-01T20:15Z/2026-06-02T04:15Z']],
  [
    'Berlin, the day before',
    'Europe/Berlin',
    '09:00-17:00',
    '2026-03-28T00:00Z/2026-03-29T00:00Z',
    ['2026-03-28T08:00Z/2026-03-28T16:00Z'],
  ],
  ['Berlin, the day after', 'Europe/Berlin', '09:00-17:00', '2026-03-29T00:00Z/2026-03-30T00:00Z', ['2026-03-29T07:00Z/2026-03-29T15:00Z']],
  [
    '02:30 that is jumped over, as a beginning',
    'Europe/Berlin',
    'Sun 02:30-06:00',
    '2026-03-28T00:00Z/2026-03-30T00:00Z',
    ['2026-03-29T01:00Z/2026-03-29T04:00Z'],
  ],
  [
    '02:30 that is jumped over, as an end',
    'Europe/Berlin',
    'Sun 01:00-02:30',
    '2026-03-28T00:00Z/2026-03-30T00:00Z',
    ['2026-03-29T00:00Z/2026-03-29T01:00Z'],
  ],
  ['a stretch that is jumped over', 'Europe/Berlin', 'Sun 02:10-02:50', '2026-03-28T00:00Z/2026-03-30T00:00Z', []],
  [
    'a night shift of 7 h',
    'Europe/Berlin',
    'Sat 22:00-06:00',
    '2026-03-28T00:00Z/2026-03-30T00:00Z',
    ['2026-03-28T21:00Z/2026-03-29T04:00Z'],
  ],
  [
    '02:30 that comes twice, as a beginning',
    'Europe/Berlin',
    'Sun 02:30-06:00',
    '2026-10-24T00:00Z/2026-10-26T00:00Z',
    ['2026-10-25T00:30Z/2026-10-25T05:00Z'],
  ],
  [
    '02:30 that comes twice, as an end',
    'Europe/Berlin',
    'Sun 01:00-02:30',
    '2026-10-24T00:00Z/2026-10-26T00:00Z',
    ['2026-10-24T23:00Z/2026-10-25T00:30Z'],
  ],
  [
    'the hour that comes twice',
    'Europe/Berlin',
    'Sun 02:00-03:00',
    '2026-10-24T00:00Z/2026-10-26T00:00Z',
    ['2026-10-25T00:00Z/2026-10-25T02:00Z'],
  ],
  [
    'a night shift of 9 h',
    'Europe/Berlin',
    'Sat 22:00-06:00',
    '2026-10-24T00:00Z/2026-10-26T00:00Z',
    ['2026-10-24T20:00Z/2026-10-25T05:00Z'],
  ],
  ['a day of 23 h', 'America/New_York', 'Sun 00:00-24:00', '2026-03-07T00:00Z/2026-03-10T00:00Z', ['2026-03-08T05:00Z/2026-03-09T04:00Z']],
  ['a day of 25 h', 'America/New_York', 'Sun 00:00-24:00', '2026-10-31T00:00Z/2026-11-03T00:00Z', ['2026-11-01T04:00Z/2026-11-02T05:00Z']],
  [
    '01:30 that comes twice',
    'America/New_York',
    'Sun 01:30-03:00',
    '2026-10-31T00:00Z/2026-11-03T00:00Z',
    ['2026-11-01T05:30Z/2026-11-01T08:00Z'],
  ],
  [
    'half an hour jumped over',
    'Australia/Lord_Howe',
    'Sun 02:15-06:00',
    '2026-10-03T00:00Z/2026-10-05T00:00Z',
    ['2026-10-03T15:30Z/2026-10-03T19:00Z'],
  ],
  [
    'half an hour twice',
    'Australia/Lord_Howe',
    'Sun 01:45-06:00',
    '2026-04-04T00:00Z/2026-04-06T00:00Z',
    ['2026-04-04T14:45Z/2026-04-04T19:30Z'],
  ],
  [
    'midnight that is jumped over',
    'America/Sao_Paulo',
    'Sun 00:00-06:00',
    '2018-11-03T00:00Z/2018-11-05T00:00Z',
    ['2018-11-04T03:00Z/2018-11-04T08:00Z'],
  ],
  [
    'the last hour of a day twice',
    'America/Sao_Paulo',
    'Sat 20:00-24:00',
    '2018-02-17T00:00Z/2018-02-19T00:00Z',
    ['2018-02-17T22:00Z/2018-02-18T03:00Z'],
  ],
  ['a day that never was', 'Pacific/Apia', 'Fri 00:00-24:00', '2011-12-28T00:00Z/2012-01-02T00:00Z', []],
  [
    'a clock put on for good',
    'Asia/Pyongyang',
    '09:00-10:00',
    '2018-05-04T00:00Z/2018-05-06T00:00Z',
    ['2018-05-04T00:30Z/2018-05-04T01:30Z', '2018-05-05T00:00Z/2018-05-05T01:00Z'],
  ],
  ['Seoul in its summer time of 1988', 'Asia/Seoul', '09:00-10:00', '1988-07-01T00:00Z/1988-07-01T12:00Z', []],
  ['1970', 'Europe/London', '09:00-10:00', '1970-01-01T00:00Z/1970-01-02T00:00Z', ['1970-01-01T08:00Z/1970-01-01T09:00Z']],
  ['2100', 'Europe/Berlin', '09:00-10:00', '2100-07-01T00:00Z/2100-07-02T00:00Z', ['2100-07-01T07:00Z/2100-07-01T08:00Z']],
])('[CAL-10] %s', (_, timezone, hours, range, expected) => {
  const [from = '', to = ''] = range.split('/')
  expect(opened(made({ hours, timezone }), from, to)).toEqual(expected)
})

test('[CAL-10] a day away has as many hours as the day', () => {
  const hoursAway = (day: string) =>
    72 -
    made({ timezone: 'Europe/Berlin', away: [day] }).workBetween(at(`${day}T00:00Z`) - 86_400_000, at(`${day}T00:00Z`) + 2 * 86_400_000) /
      3_600_000
  expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hoursAway)).toEqual([24, 23, 25])
})

test('[CAL-10] times of windows follow the same rule', () => {
  const window = made({ timezone: 'Europe/Berlin', windows: ['2026-03-29T02:30/2026-10-25T02:30'] })
  expect([window.nextOpen(0), window.closesAt(at('2026-06-01T00:00Z'))].map(iso)).toEqual(['2026-03-29T01:00Z', '2026-10-25T00:30Z'])
})

/** The clock as the host shows it, read from its parts. */
function hostClock(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (ms) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = format.format(ms).match(/\d+/g)?.map(Number) ?? []
    return Date.UTC(year, month - 1, day, hour, minute, second)
  }
}

test('[CAL-11] every zone shows the clock of the host', () => {
  const years = 200 * 365.2425 * 86_400
  const wrong = Intl.supportedValuesOf('timeZone').flatMap((name, nth) => {
    const host = hostClock(name)
    const zone = zoneOf(name)
    // Moments at odd seconds, others for every zone.
    const moments = Array.from({ length: 30 }, (_, n) => at('1900-01-01T00:00Z') + (((nth * 31 + n) * 179_424_673) % years) * 1_000)
    return moments.filter((ms) => zone.clockAt(ms) !== host(ms)).map((ms) => `${name} ${iso(ms)}`)
  })
  expect(wrong).toEqual([])
})

test('[CAL-11] every change of a clock is found to the second', () => {
  for (const name of ['Europe/Berlin', 'Africa/Casablanca', 'Asia/Gaza', 'Australia/Lord_Howe', 'Africa/Monrovia', 'America/Recife']) {
    const zone = zoneOf(name)
    const host = hostClock(name)
    let changes = 0
    for (let ms = at('1969-12-31T00:00Z'), end = at('2030-01-01T00:00Z'); ms < end; ms += 5 * 86_400_000) {
      if (zone.clockAt(ms) - ms === zone.clockAt(ms + 5 * 86_400_000) - ms - 5 * 86_400_000) continue
      let [low, high] = [ms, ms + 5 * 86_400_000]
      while (high - low > 1_000) {
        const middle = low + Math.floor((high - low) / 2_000) * 1_000
        if (zone.clockAt(middle) - middle === zone.clockAt(ms) - ms) low = middle
        else high = middle
      }
      expect([zone.clockAt(low), zone.clockAt(high)]).toEqual([host(low), host(high)])
      expect(zone.momentOf(zone.clockAt(high))).toBeLessThanOrEqual(high)
      changes++
    }
    expect(changes).toBeGreaterThan(0)
  }
})

test('[CAL-11] in order of the clock is in order of time', () => {
  const zone = zoneOf('Europe/Berlin')
  let before = Number.NEGATIVE_INFINITY
  for (let clock = at('2026-10-24T22:00Z'); clock < at('2026-10-25T06:00Z'); clock += 60_000) {
    const moment = zone.momentOf(clock)
    expect(moment).toBeGreaterThan(before)
    before = moment
  }
  expect(() => zoneOf('Asia/Soul')).toThrow(RangeError)
})
