import * as z from 'zod'
import { plan } from './planned.ts'
import { amount, oneOrMoreTexts } from './schema-value.ts'

/** The shape of pools, people and instruments. */

const leftOutAlways = { 'x-left-out': 'always there' }

const hours = z.string().meta({
  description:
    'Hours that repeat every week: days and the stretches of those days. A stretch that ends before it begins runs over midnight.',
  examples: ['Mon-Fri 09:00-12:00 13:00-18:00', 'daily 20:00-08:00', '24/7'],
})
const timezone = z.string().meta({
  description: 'Time zone of its hours and dates, as the IANA database names it.',
  examples: ['Asia/Seoul'],
  'x-left-out': 'that of the file',
})
const ranges = (description: string, examples: readonly unknown[]) =>
  oneOrMoreTexts.optional().meta({ description, examples: [...examples] })

const holidays = ranges('Days on which nothing is open, as dates or ranges of dates.', [['2026-12-25', '2026-12-31/2027-01-01']])
const bookings = ranges('Times that others have taken already.', [['2026-12-02T09:00/2026-12-02T13:00']])
const windows = ranges('The only times at which it is there at all: ranges of dates or times, in its time zone unless they say another.', [
  ['2026-12-01T08:00Z/2026-12-04T20:00Z'],
])
const cost = z
  .string()
  .optional()
  .meta({
    description: 'What one unit costs for a time that it is held: an amount, a currency (any word), and per what time.',
    examples: ['0.02 EUR/h', '1200 USD/day'],
  })

const whenThere = { hours: hours.optional().meta(leftOutAlways), timezone: timezone.optional(), windows, holidays, bookings, cost }

const poolCapacity = amount.meta({ description: 'How much there is of it.', examples: [64, '256 GB', '${{ nodes * 64 }}'] })

/** A number, or a map with the number and when it is there. */
export const pool = z.union([
  amount,
  z
    .strictObject({ capacity: poolCapacity, ...whenThere })
    .meta({ description: 'A counted thing that is not always there, or costs something.' }),
])

const person = plan(
  z.strictObject({
    name: z.string().meta({ description: 'Name by which stages ask for this person, and the inbox is read.', examples: ['analyst-1'] }),
    roles: oneOrMoreTexts.optional().meta({
      description: 'What stages may ask for in place of the name. Several people may have the same role.',
      examples: [['analyst', 'shift']],
    }),
    hours: hours.optional().meta({ 'x-left-out': '`calendar.hours`, else always there' }),
    timezone: timezone.optional(),
    holidays: holidays.meta({ description: 'Days off, in place of `calendar.holidays`.' }),
    away: ranges('Days or times at which this person is not there.', [['2026-12-24/2027-01-01']]),
    bookings,
    load: z
      .union([z.number(), z.string()])
      .optional()
      .meta({ description: 'The share of the hours that is given to this work.', default: '100 %', examples: ['50 %', 0.5] }),
    cost,
    email: z
      .string()
      .optional()
      .meta({ description: 'Where notifications go.', examples: ['analyst@example.org'] }),
  }),
  ['title', 'skills', 'phone', 'notify'],
)

const instrument = plan(
  z.strictObject({
    name: z.string().meta({ description: 'Name by which stages ask for it in `needs`.', examples: ['beamline'] }),
    title: z
      .string()
      .optional()
      .meta({ description: 'What people call it.', examples: ['Powder diffraction beamline'] }),
    capacity: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: 'How many tasks can use it at once.', default: 1, examples: [2] }),
    setup: z
      .string()
      .optional()
      .meta({
        description: 'Time taken before each use by another stage than the last one.',
        default: '0 s',
        examples: ['30 min'],
      }),
    ...whenThere,
  }),
  ['roles', 'locks', 'suspend_while'],
)

export const people = z.array(person).meta({
  description: 'People who do tasks, approve, or must be there while something runs. One thing at a time.',
  examples: [[{ name: 'analyst-1', roles: ['analyst'], hours: 'Mon-Fri 09:00-17:00', timezone: 'Asia/Seoul' }]],
})

export const instruments = z.array(instrument).meta({
  description: 'Things that are booked: a beamline, a cryostat, a microscope.',
  examples: [[{ name: 'beamline', windows: ['2026-12-01T08:00Z/2026-12-04T20:00Z'], setup: '30 min' }]],
})

export const calendar = z.strictObject({
  hours: hours.optional().meta({ 'x-left-out': 'always there' }),
  holidays,
})
