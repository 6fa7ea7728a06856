import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import { describe } from '#calendar/describe.ts'

/** Texts made of pieces that mean something, in any order, and of any letters. */
const pieces = fc.constantFrom(
  ...[
    'Mon',
    '-',
    'Fri',
    '월',
    '금',
    '~',
    ' ',
    ',',
    ';',
    '09:00',
    '17:00',
    '24:00',
    '24/7',
    'daily',
    '2026-12-24',
    '2026-02-30',
    '/',
    'T',
    'Z',
    '+09:00',
  ],
  ...['PT', 'P3D', '..', 'Asia/Seoul', 'Etc/', 'GMT', '+', '9', '0', ':', 'é', '😀', '\n', '\u0000'],
)
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

test('[CAL-3] [CAL-4] [CAL-6] whatever is written is read or has a mistake within the text, in both languages', () => {
  fc.assert(
    fc.property(text, text, text, (hours, timezone, range) => {
      const source = { hours, timezone, holidays: [range], away: [], windows: [hours], bookings: [timezone] }
      const { calendar, problems } = compileCalendar(source)
      expect(calendar === undefined).toBe(problems.length > 0)
      for (const { field, index, start, end, message, hint } of problems) {
        const value = source[field]
        const of = typeof value === 'string' ? value : (value?.[index] ?? '')
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(of.length)
        if (of !== '') expect(end).toBeGreaterThan(start)
        expect([message.en, message.ko, hint?.en, hint?.ko].every((part) => part !== undefined && part !== '')).toBe(true)
      }
      if (calendar) expect(describe(calendar).en).not.toBe('')
    }),
    { numRuns: 600 },
  )
})
