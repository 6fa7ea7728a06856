import * as z from 'zod'
import { amount, texts } from './schema-value.ts'

const fieldType = z.enum(['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]'])

const suspended = z.union([z.string(), texts])

const condition = z.strictObject({
  command: z
    .string()
    .optional()
    .meta({
      description:
        'A shell command, run each period in the folder of the workflow file: exit status 0 says that it holds, 1 that it does not; anything else, and silence, that nobody knows.',
      examples: ['test "$(caget -t RING:CURRENT)" -lt 10'],
    }),
  file: z
    .string()
    .optional()
    .meta({
      description: 'A file, beside the workflow file unless its path is absolute: it holds as long as that is there.',
      examples: ['/run/interlock/open'],
    }),
  signal: z
    .string()
    .optional()
    .meta({ description: 'A signal of the file whose newest word says, by `when`.', examples: ['ring_state'] }),
  when: z
    .string()
    .optional()
    .meta({
      description: 'With `signal`: an expression over its fields (without `${{ }}`) that is true when the condition holds.',
      examples: ["state == 'down'"],
    }),
  every: z
    .string()
    .optional()
    .meta({ description: 'The period of `command` and `file`.', default: '10 s', examples: ['30 s'] }),
  silent_after: z
    .string()
    .optional()
    .meta({
      description: 'A command that has said nothing for so long is ended, and nobody knows.',
      examples: ['1 min'],
      'x-left-out': 'three periods',
    }),
  steady: z
    .string()
    .optional()
    .meta({
      description: 'How long it must have changed before that counts. The first word counts at once.',
      default: '0 s',
      examples: ['1 min'],
    }),
  running: z.enum(['keep', 'stop']).optional().meta({
    description:
      'What becomes of attempts that run when it begins: they go on, or are stopped where they are (SIGSTOP) until it is over; that time counts against no limit.',
    default: 'keep',
  }),
  unknown: z.enum(['hold', 'go']).optional().meta({
    description: 'Whether tasks are held while nobody knows whether it holds.',
    default: 'hold',
  }),
})

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
  suspend_while: suspended.optional().meta({
    description:
      'Conditions of the file while one of which holds none of its tasks starts; what runs goes on or is stopped, as the condition says.',
    examples: ['beam_down', ['beam_down', 'vacuum_bad']],
  }),
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

const take = z.strictObject({
  workflow: z
    .string()
    .optional()
    .meta({
      description: 'Name of a workflow: the newest of its runs in this store that has succeeded. It is waited for where there is none.',
      examples: ['detector-calibration'],
    }),
  run: z
    .string()
    .optional()
    .meta({
      description: 'In place of `workflow`: the id of a run; while that goes on, it is waited for. May be `${{ }}`.',
      examples: ['${{ calibration }}'],
    }),
  stage: z.string().meta({ description: 'The stage of that run whose result it is; it has a single task.', examples: ['fit'] }),
  fingerprint: z
    .string()
    .optional()
    .meta({
      description: 'How the fingerprint of that run (of its file and parameter values) begins.',
      examples: ['3f9c01aa'],
      'x-left-out': 'any',
    }),
  no_older_than: z
    .string()
    .optional()
    .meta({
      description: 'How long ago that run may have ended; one that is older does not count, and a newer one is waited for.',
      examples: ['7 d'],
      'x-left-out': 'however long',
    }),
  within: z
    .string()
    .optional()
    .meta({
      description: 'How long it is waited for once all else is there; then the task fails with cause `no_result`.',
      examples: ['2 d'],
      'x-left-out': 'as long as it takes',
    }),
})

/** The keys of a stage that has its result from elsewhere. */
export const fromElsewhere = {
  take: take.optional().meta({
    description:
      'In place of work: the result of a stage of another run in the same store. Its `outputs` and `metrics` are those named here; an output is declared as it is there.',
    examples: [{ workflow: 'detector-calibration', stage: 'fit', no_older_than: '7 d', within: '2 d' }],
  }),
}

/** The keys of the file that declare what stages and runs share. */
export const shared = {
  conditions: z
    .record(z.string(), condition)
    .optional()
    .meta({
      description: 'Conditions of the surroundings, by name, each from a command, a file or a signal. `suspend_while` holds tasks by them.',
      examples: [{ beam_down: { command: 'test -e beam-down', every: '10 s', steady: '1 min', running: 'stop' } }],
    }),
  suspend_while: suspended
    .optional()
    .meta({ description: 'Conditions while one of which holds nothing of the run starts.', examples: ['beam_down'] }),
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
