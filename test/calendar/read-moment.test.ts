import { expect, test } from 'vitest'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import { readDuration } from '#calendar/duration.ts'
import { readMoment } from '#calendar/moment.ts'
import { readRange, readWhen } from '#calendar/range.ts'
import { zoneOf } from '#calendar/zone.ts'
import { readZone } from '#calendar/zone-name.ts'

const seoul = zoneOf('Asia/Seoul')
const iso = (at: number | undefined) => (at === undefined ? undefined : Number.isFinite(at) ? new Date(at).toISOString() : String(at))

test.each([
  ['Asia/Seoul', 'Asia/Seoul'],
  ['asia/seoul', 'Asia/Seoul'],
  [' UTC ', 'UTC'],
  ['utc', 'UTC'],
  ['Asia/Kathmandu', 'Asia/Kathmandu'],
  ['Etc/GMT-9', 'Etc/GMT-9'],
])('[CAL-4] the zone %s', (text, name) => {
  expect(readZone(text).value).toBe(name)
})

test.each([
  ['Asia/Soul', 'Asia/Soul', 'Asia/Seoul'],
  ['Europ/Berlin', 'Europ/Berlin', 'Europe/Berlin'],
  [' Berlin', 'Berlin', 'Europe/Berlin'],
  ['New York', 'New York', 'America/New_York'],
  ['Seoul/Asia', 'Seoul/Asia', 'Asia/Seoul'],
  ['Asia/Sydney', 'Asia/Sydney', 'Australia/Sydney'],
  ['KST', 'KST', 'Asia/Seoul'],
  ['서울', '서울', 'Asia/Seoul'],
  ['+09:00', '+09:00', 'Etc/GMT-9'],
  ['UTC-5', 'UTC-5', 'Etc/GMT+5'],
  ['UTC+0', 'UTC+0', 'UTC'],
  ['nowhere at all', 'nowhere at all', undefined],
  ['', '', undefined],
  ['  ', '  ', undefined],
])('[CAL-4] the mistaken zone %j', (text, at, meant) => {
  const { problem } = readZone(text)
  expect(text.slice(problem?.start, problem?.end)).toBe(at)
  expect(problem?.hint?.en).toBe(
    meant === undefined
      ? 'Write the name of a place as the time zone database has it, such as `Asia/Seoul`, or `UTC`.'
      : `Did you mean \`${meant}\`?`,
  )
})

test.each([
  ['2026-12-25', '2026-12-24T15:00:00.000Z', '2026-12-25T15:00:00.000Z'],
  ['2026-12-24/2027-01-01', '2026-12-23T15:00:00.000Z', '2027-01-01T15:00:00.000Z'],
  ['2028-02-29', '2028-02-28T15:00:00.000Z', '2028-02-29T15:00:00.000Z'],
  ['2026-12-01T08:00Z/2026-12-04T20:00Z', '2026-12-01T08:00:00.000Z', '2026-12-04T20:00:00.000Z'],
  ['2026-12-01T08:00+02:00/2026-12-01T20:00-0530', '2026-12-01T06:00:00.000Z', '2026-12-02T01:30:00.000Z'],
  ['2026-12-01T08:00/2026-12-04 20:00:30', '2026-11-30T23:00:00.000Z', '2026-12-04T11:00:30.000Z'],
  ['2026-12-01T08:00:00.250Z/2026-12-01T08:00:00.5z', '2026-12-01T08:00:00.250Z', '2026-12-01T08:00:00.500Z'],
  ['2026-12-01/2026-12-04T12:00', '2026-11-30T15:00:00.000Z', '2026-12-04T03:00:00.000Z'],
  ['2026-12-01T18:00/2026-12-01T24:00', '2026-12-01T09:00:00.000Z', '2026-12-01T15:00:00.000Z'],
  ['2026-12-01T08:00Z/PT36H', '2026-12-01T08:00:00.000Z', '2026-12-02T20:00:00.000Z'],
  [' 2026-12-01 / 2026-12-02 ', '2026-11-30T15:00:00.000Z', '2026-12-02T15:00:00.000Z'],
  ['2026-12-01/..', '2026-11-30T15:00:00.000Z', 'Infinity'],
  ['../2026-12-01', '-Infinity', '2026-12-01T15:00:00.000Z'],
])('[CAL-5] the range %s in Seoul', (text, from, to) => {
  const { value, problem } = readRange(text, seoul)
  expect(problem).toBeUndefined()
  expect([iso(value?.from), iso(value?.to)]).toEqual([from, to])
})

test.each([
  ['2026-02-30', '30', 'There is no day 30 in month 2 of 2026.', 'Its last day is `2026-02-28`.'],
  ['2026-12-24/2026-02-30', '30', 'There is no day 30 in month 2 of 2026.', /last day/],
  ['2026-04-00', '00', 'There is no day 0 in month 4 of 2026.', 'Its last day is `2026-04-30`.'],
  ['2026-24-12', '24', 'There is no month 24.', /year, month, day/],
  ['0226-12-24', '0226', 'The year 226 is out of range.', 'Years go from 1900 to 2200.'],
  ['2026-12-24/20267-01-01', '20267-01-01', '`20267-01-01` is no date or time.', /Write a date/],
  ['2026-12-24T25:00/2026-12-26', '25:00', 'There is no such time of day: `25:00`.', 'A day goes from 00:00 to 24:00.'],
  ['2026-12-24T09:00+25:00/2026-12-26', '09:00+25:00', 'There is no such time of day: `09:00+25:00`.', /A day goes/],
  ['2027-01-01/2026-12-24', '2027-01-01/2026-12-24', 'It ends before it begins.', 'Did you mean `2026-12-24/2027-01-01`?'],
  ['2026-12-04T20:00Z/2026-12-01T08:00Z', '2026-12-04T20:00Z/2026-12-01T08:00Z', 'It ends before it begins.', /Did you mean/],
  ['2026-12-04T20:00Z/2026-12-04T20:00Z', '2026-12-04T20:00Z/2026-12-04T20:00Z', 'It ends when it begins: it is empty.', /Write/],
  ['2026-12-04T20:00Z', '2026-12-04T20:00Z', 'A moment has no length: an end is missing.', /Write/],
  ['2026-12-04/', '/', 'A range has a beginning and an end.', /Write/],
  ['/2026-12-04', '/', 'A range has a beginning and an end.', /Write/],
  ['2026-12-04/2026-12-05/2026-12-06', '/', 'A range has one beginning and one end.', /Write/],
  ['2026/12/24', '2026/12/24', '`2026/12/24` is no date or time.', 'Did you mean `2026-12-24`?'],
  ['24.12.2026', '24.12.2026', '`24.12.2026` is no date or time.', 'Did you mean `2026-12-24`?'],
  ['2026년 12월 4일', '2026년 12월 4일', '`2026년 12월 4일` is no date or time.', 'Did you mean `2026-12-04`?'],
  ['2026-1-5', '2026-1-5', '`2026-1-5` is no date or time.', 'Did you mean `2026-01-05`?'],
  ['20261224', '20261224', '`20261224` is no date or time.', 'Did you mean `2026-12-24`?'],
  ['christmas', 'christmas', '`christmas` is no date or time.', /Write a date/],
  ['', '', 'The range of time is empty.', /Write a date/],
  ['2026-12-24/P', 'P', '`P` is no duration.', /Write for example/],
])('[CAL-6] the mistake in %j', (text, at, message, hint) => {
  const { problem } = readRange(text, seoul)
  expect(text.slice(problem?.start, problem?.end)).toBe(at)
  expect(problem?.message.en).toBe(message)
  expect(problem?.hint?.en).toMatch(hint)
  expect(problem?.message.ko).toMatch(/[가-힣]/)
})

test.each([
  ['P3D', 259_200_000],
  ['PT36H', 129_600_000],
  ['P1DT12H', 129_600_000],
  ['P2W', 1_209_600_000],
  ['PT1.5S', 1_500],
  [' PT90M ', 5_400_000],
])('[CAL-7] the duration %s', (text, ms) => {
  expect(readDuration(text).value).toBe(ms)
})

test.each([
  ['P1M', 'P1M', 'Months and years have no fixed length.'],
  ['P1Y2D', 'P1Y2D', 'Months and years have no fixed length.'],
  ['P', 'P', '`P` is no duration.'],
  ['PT', 'PT', '`PT` is no duration.'],
  ['P1DT', 'P1DT', '`P1DT` is no duration.'],
  [' 3 d', '3 d', '`3 d` is no duration.'],
])('[CAL-7] the mistaken duration %s', (text, at, message) => {
  const { problem } = readDuration(text)
  expect(text.slice(problem?.start, problem?.end)).toBe(at)
  expect(problem?.message.en).toBe(message)
})

test('[CAL-7] a deadline is a moment, a day or so long after another moment', () => {
  expect(readWhen('2026-12-10T12:00+09:00', seoul).value).toEqual({ kind: 'instant', at: Date.UTC(2026, 11, 10, 3) })
  expect(readWhen('2026-12-10', seoul).value).toEqual({ kind: 'day', from: Date.UTC(2026, 11, 9, 15), to: Date.UTC(2026, 11, 10, 15) })
  expect(readWhen('P7D', seoul).value).toEqual({ kind: 'after', ms: 604_800_000 })
  expect(readMoment('', seoul).problem?.message.en).toBe('The time is empty.')
  expect(readWhen('P7X', seoul).problem?.message.en).toBe('`P7X` is no duration.')
})

test('[CAL-8] a calendar tells all that is wrong with it', () => {
  const { calendar, problems } = compileCalendar({
    hours: 'Mon-Fry 09:00-17:00',
    timezone: 'Asia/Soul',
    holidays: ['2026-12-25', '2026-02-30'],
    away: ['2027-01-01/2026-12-24'],
    windows: ['', '2026-12-01'],
    bookings: ['tomorrow'],
  })
  expect(calendar).toBeUndefined()
  expect(problems.map(({ field, index, message }) => `${field} ${index}: ${message.en}`)).toEqual([
    'timezone 0: There is no time zone `Asia/Soul`.',
    'hours 0: `Fry` is no day of the week.',
    'windows 0: The range of time is empty.',
    'holidays 1: There is no day 30 in month 2 of 2026.',
    'away 0: It ends before it begins.',
    'bookings 0: `tomorrow` is no date or time.',
  ])
})
