import { expect, test } from 'vitest'
import type { WeeklyHours } from '#calendar/hours.ts'
import { readHours } from '#calendar/read-hours.ts'

/** By weekday from Monday, as `9-17` in hours of the day. */
function shown(week: WeeklyHours | undefined): string | undefined {
  return week?.map((day) => day.map(({ from, to }) => `${from / 60}-${to / 60}`).join(' ')).join('|')
}

const sameEveryDay = (times: string) => Array(7).fill(times).join('|')

test.each([
  ['Mon-Fri 09:00-17:00', '9-17|9-17|9-17|9-17|9-17||'],
  ['월-금 09:00-17:00', '9-17|9-17|9-17|9-17|9-17||'],
  ['월요일~금요일 09:00~17:00', '9-17|9-17|9-17|9-17|9-17||'],
  ['monday – FRIDAY 9:00 – 17:00', '9-17|9-17|9-17|9-17|9-17||'],
  ['Mon-Thu 09:00-12:00 13:00-18:00, Fri 09:00-12:00', '9-12 13-18|9-12 13-18|9-12 13-18|9-12 13-18|9-12||'],
  ['Mon-Thu 09:00-12:00, 13:00-18:00; Fri 09:00-12:00', '9-12 13-18|9-12 13-18|9-12 13-18|9-12 13-18|9-12||'],
  ['Fri 13:00-15:00, Mon-Fri 09:00-12:00', '9-12|9-12|9-12|9-12|9-12 13-15||'],
  ['Mon, Wed, Fri 10:00-11:30', '10-11.5||10-11.5||10-11.5||'],
  ['Mon Wed-Thu 10:00-11:00', '10-11||10-11|10-11|||'],
  ['Sat-Mon 08:00-12:00', '8-12|||||8-12|8-12'],
  ['daily 08:00-20:00', sameEveryDay('8-20')],
  ['매일 08:00-20:00', sameEveryDay('8-20')],
  ['08:00-20:00', sameEveryDay('8-20')],
  ['24/7', sameEveryDay('0-24')],
  ['Mon 24/7', '0-24||||||'],
  ['weekdays 09:00-17:00, weekends 10:00-12:00', '9-17|9-17|9-17|9-17|9-17|10-12|10-12'],
  ['평일 09:00-17:00, 주말 10:00-12:00', '9-17|9-17|9-17|9-17|9-17|10-12|10-12'],
])('[CAL-1] the hours %s', (text, week) => {
  const read = readHours(text)
  expect(read.problem).toBeUndefined()
  expect(shown(read.value)).toBe(week)
})

test.each([
  ['22:00-06:00', sameEveryDay('22-30')],
  ['Fri 22:00-06:00', '||||22-30||'],
  ['Mon 09:00-12:00 12:00-17:00', '9-17||||||'],
  ['Mon 18:00-24:00 00:00-06:00', '0-6 18-24||||||'],
])('[CAL-2] the hours %s', (text, week) => {
  expect(shown(readHours(text).value)).toBe(week)
})

test.each([
  ['', '', 'The hours are empty.', 'Write hours such as `Mon-Fri 09:00-17:00`, `daily 08:00-20:00`, `22:00-06:00` or `24/7`.'],
  ['  ', '  ', 'The hours are empty.', /such as/],
  [', ;', ', ;', 'The hours are empty.', /such as/],
  ['Mon-Fry 09:00-17:00', 'Fry', '`Fry` is no day of the week.', 'Did you mean `Fri`?'],
  ['Mno-Fri 09:00-17:00', 'Mno', '`Mno` is no day of the week.', 'Did you mean `Mon`?'],
  ['Mon-Fri, Satturday 09:00-17:00', 'Satturday', '`Satturday` is no day of the week.', 'Did you mean `Saturday`?'],
  ['dayly 09:00-17:00', 'dayly', '`dayly` is no day of the week.', 'Did you mean `daily`?'],
  ['뭘-금 09:00-17:00', '뭘', '`뭘` is no day of the week.', /such as/],
  ['Mon-daily 09:00-17:00', 'Mon-daily', '`Mon-daily` is no range of days.', /such as/],
  ['-Fri 09:00-17:00', '-Fri', '`-Fri` is no day of the week.', 'Did you mean `Fri`?'],
  ['Mon-Fri', 'Mon-Fri', 'It is not said at what time `Mon-Fri`.', 'For example `Mon-Fri 09:00-17:00`.'],
  ['Mon 09:00-12:00, Tue', 'Tue', 'It is not said at what time `Tue`.', 'For example `Tue 09:00-17:00`.'],
  ['Mon 09:00-25:00', '25:00', 'There is no time 25:00: a day ends at 24:00.', 'A stretch over midnight is written `22:00-06:00`.'],
  ['Mon 09:00-24:30', '24:30', 'There is no time 24:30: a day ends at 24:00.', /over midnight/],
  ['Mon 09:60-17:00', '09:60', 'There is no time 09:60: a day ends at 24:00.', 'Minutes go to 59.'],
  ['Mon 24:00-06:00', '24:00', 'Nothing begins at 24:00: that is where the day ends.', 'Write `00:00` on the next day.'],
  ['Mon 09:00-09:00', '09:00-09:00', '`09:00-09:00` is empty: it ends when it begins.', 'A whole day is `00:00-24:00`.'],
  ['Mon 9-17', '9', '`9` is no time of day.', 'Did you mean `09:00`?'],
  ['Mon 09:00-5pm', '5pm', '`5pm` is no time of day.', 'Did you mean `17:00`?'],
  ['Mon 09:00-17h30', '17h30', '`17h30` is no time of day.', 'Did you mean `17:30`?'],
  ['Mon 09:00-9x', '9x', '`9x` is no time of day.', 'Write hours and minutes: `09:00`.'],
  ['Mon 09:00', '09:00', '`09:00` lacks where it begins or ends.', /such as/],
  ['Mon 09:00-', '09:00-', '`09:00-` lacks where it begins or ends.', /such as/],
  ['Mon, -17:00', '-17:00', '`-17:00` lacks where it begins or ends.', /such as/],
  ['Mon 09:00-12:00 11:00-14:00', '11:00-14:00', '`11:00-14:00` on Mon overlaps `09:00-12:00` on Mon.', 'Say each stretch once.'],
  ['Mon-Fri 09:00-17:00, Fri 16:00-18:00', '16:00-18:00', '`16:00-18:00` on Fri overlaps `09:00-17:00` on Fri.', /once/],
  ['Sun 22:00-06:00, Mon 05:00-09:00', '05:00-09:00', '`05:00-09:00` on Mon overlaps `22:00-06:00` on Sun.', /once/],
  ['Mon 05:00-09:00, Sun 22:00-06:00', '22:00-06:00', '`22:00-06:00` on Sun overlaps `05:00-09:00` on Mon.', /once/],
  ['24/7 Mon 09:00-17:00', '09:00-17:00', '`09:00-17:00` on Mon overlaps `24/7` on Mon.', /once/],
])('[CAL-3] the mistake in %j', (text, at, message, hint) => {
  const { problem } = readHours(text)
  expect(text.slice(problem?.start, problem?.end)).toBe(at)
  expect(problem?.message.en).toBe(message)
  expect(problem?.hint?.en).toMatch(hint)
  expect(problem?.message.ko).toMatch(/[가-힣]/)
  expect(problem?.hint?.ko).toMatch(/[가-힣]/)
})

test('[CAL-3] hours of any length are read, or refused, at once', () => {
  expect(readHours(`${'Mon'.repeat(100_000)} 09:00-17:00`).problem?.message.en).toBe('Hours have at most 2000 letters.')
  expect(readHours('a'.repeat(1_999)).problem?.message.en).toMatch(/is no day/)
})
