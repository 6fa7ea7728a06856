import * as z from 'zod'
import { amount, texts } from './schema-value.ts'

const fieldType = z.enum(['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]'])

/** The keys of a stage with which it goes together with others. */
const field = z.union([
  fieldType,
  z.strictObject({
    type: fieldType.optional().meta({ description: 'Type of the value.', default: 'number' }),
    unit: z
      .string()
      .optional()
      .meta({ description: 'Unit of a number. Another unit of the same dimension is converted.', examples: ['keV'] }),
    min: amount.optional().meta({ description: 'Smallest value allowed.', examples: ['1 keV'] }),
    max: amount.optional().meta({ description: 'Largest value allowed.', examples: ['20 keV'] }),
    choices: z
      .array(z.union([z.number(), z.string()]))
      .optional()
      .meta({ description: 'The only values allowed.', examples: [['A', 'B']] }),
    optional: z.boolean().optional().meta({ description: 'It may be left out.', default: false }),
  }),
])

const signalNames = z.union([z.string(), texts])

export const together = {
  await: z
    .union([
      signalNames,
      z.record(
        z.string(),
        z.strictObject({
          within: z
            .string()
            .optional()
            .meta({
              description: 'How long it is waited for once all else is there; then the tasks fail with cause `no_signal`.',
              examples: ['2 h'],
              'x-left-out': 'as long as it takes',
            }),
        }),
      ),
    ])
    .optional()
    .meta({
      description:
        'Signals of the file that must have come before a task begins. What they tell is `signals.NAME.FIELD` in all expressions of the stage.',
      examples: ['beam_ready', { beam_ready: { within: '2 h' } }],
    }),
  send: z
    .union([
      signalNames,
      z.record(
        z.string(),
        z.strictObject({
          data: z
            .record(z.string(), z.union([z.number(), z.string(), z.boolean()]).meta({ description: 'The value; may be `${{ }}`.' }))
            .optional()
            .meta({ description: 'What it tells, by field.', examples: [{ energy: '${{ metrics.energy }}' }] }),
          to: z
            .string()
            .optional()
            .meta({
              description: 'To whom: `run` (this run), `all` (every run of the store that is not over), or the name of a workflow.',
              default: 'run',
              examples: ['all'],
            }),
        }),
      ),
    ])
    .optional()
    .meta({
      description: 'Signals that each task sends when it is done.',
      examples: ['aligned', { calibrated: { data: { slope: '${{ metrics.slope }}' }, to: 'all' } }],
    }),
  locks: z
    .union([z.string(), texts, z.record(z.string(), amount.meta({ description: 'How many permits of it.', examples: [2] }))])
    .optional()
    .meta({
      description:
        'What a task holds alone while it runs, by names of your choice, over all runs of the store; with a number, so many permits of it. All of them are taken at once. A name may hold `${{ }}`.',
      examples: ['detector', ['detector', 'sample-changer'], { database: 2 }],
    }),
  barrier: z
    .string()
    .optional()
    .meta({
      description:
        'None of its tasks starts before every task of every stage with the same barrier has all that it waits for, or is not to run.',
      examples: ['all-cooled'],
    }),
}

/** The keys of the file that declare what stages and runs share. */
export const shared = {
  signals: z
    .record(
      z.string(),
      z.record(z.string(), field).meta({ description: 'What it tells, by name: a type, or a map with unit, bounds and choices.' }),
    )
    .optional()
    .meta({
      description:
        'What stages, runs and people (`pwos signal`) tell each other, by name, with the fields of each. `{}` is a signal that tells nothing but itself.',
      examples: [{ beam_ready: { energy: { unit: 'keV' }, shift: 'string' }, aligned: {} }],
    }),
  locks: z
    .record(
      z.string(),
      z
        .int()
        .min(1)
        .max(1_000_000)
        .meta({ description: 'How many permits there are.', examples: [4] }),
    )
    .optional()
    .meta({
      description:
        'Locks with the number of their permits, counted over all runs of the store. Once this stands here, a lock that it does not name is an error. Left out: any name is a lock that one task holds at a time.',
      examples: [{ database: 4, detector: 1 }],
    }),
}
