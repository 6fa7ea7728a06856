import * as z from 'zod'
import { checkpointDefaults, checkpointSignals, preemptions, wholeness } from '#model/checkpoint.ts'

/** `checkpoint` of a stage. */
export const checkpoint = z
  .union([
    z.literal(true),
    z.strictObject({
      signal: z
        .enum(checkpointSignals)
        .optional()
        .meta({ description: 'The signal that asks the program to save its state and to end.', default: checkpointDefaults.signal }),
      grace: z
        .string()
        .optional()
        .meta({
          description: 'How long it may take to save and to end: it is asked so long before its time limit.',
          default: '1 min, and at most half of the limit',
          examples: ['5 min'],
        }),
      whole: z.enum(wholeness).optional().meta({
        description:
          'When what lies in the folder is whole: `at_end`, when the program has ended by itself; `always`, as it renames whole files into it: then also an attempt that was killed leaves its state.',
        default: checkpointDefaults.whole,
      }),
      exit_code: z
        .int()
        .min(1)
        .max(125)
        .optional()
        .meta({
          description: 'The exit code that says: saved, to be continued. It also counts when nobody asked.',
          examples: [85],
          'x-left-out': 'any end after the signal with another state than before',
        }),
      at_most: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .meta({ description: 'How often a task goes on in another attempt.', default: checkpointDefaults.atMost }),
    }),
  ])
  .meta({
    description:
      'Its program can save its state in the folder `$PWOS_CHECKPOINT` and go on from it: it is asked to before its time limit `needs.time`, and goes on in another attempt, which counts as no failure. `$PWOS_RESTART` says `scratch` or `checkpoint`.',
    examples: [true, { signal: 'USR1', grace: '5 min' }],
    'x-left-out': 'every attempt begins from scratch',
  })

/** `preempt` of a stage. */
export const preempt = z.enum(preemptions).meta({
  description:
    'May its tasks take the place of running ones of lower priority? `lower`: of those with `checkpoint`, which save their state and go on later; `restart`: also of others, which begin again from scratch. In whatever run of the store they are.',
  'x-left-out': 'no: it waits until there is room',
  examples: ['lower'],
})
