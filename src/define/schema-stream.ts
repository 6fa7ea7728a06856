import * as z from 'zod'
import { streamDefaults } from '#model/streamed.ts'

/** `stream` of an output. */
export const streamed = z
  .union([
    z.boolean(),
    z.strictObject({
      at_most: z
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .meta({ description: 'So many pieces at most; the task that makes more fails, and says so.', default: streamDefaults.atMost }),
      backlog: z.int().min(1).max(1_000_000).optional().meta({
        description:
          'When so many pieces wait for those who take them, the task that makes them is stopped where it is, until half of them are worked off.',
        default: streamDefaults.backlog,
      }),
      expect: z
        .int()
        .min(0)
        .max(1_000_000)
        .optional()
        .meta({ description: 'So many are expected, for plans.', 'x-left-out': 'what earlier runs had' }),
    }),
  ])
  .meta({
    description:
      'Its files are pieces that are handed on while the task still runs: it writes the name of each, when that is whole, as a line to `$PWOS_STREAM`. A stage with `each: STAGE.OUTPUT` has one task for each piece, from then on.',
    examples: [true, { at_most: 500, backlog: 20 }],
    'x-left-out': 'handed on when the task has ended',
  })
