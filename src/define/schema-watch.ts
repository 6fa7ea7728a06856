import * as z from 'zod'
import { watchCauses } from '#model/cause.ts'

/** One condition on metrics that come while a task still runs. */
export const watchRule = z.strictObject({
  stop_if: z.string().meta({
    description:
      'An expression (without `${{ }}`). As soon as it is true, the task is stopped. A metric is named for its newest value; `series.NAME` are the values so far, at most the last thousand; `lines`, `elapsed` and `since_line` say how many came, how long the task runs, and how long nothing has come.',
    examples: ['isNaN(energy)', 'since_line > 10 min', 'len(series.energy) >= 50 and abs(slope(last(series.energy, 50))) > 0.1'],
  }),
  cause: z
    .enum(watchCauses)
    .optional()
    .meta({ description: 'What it then failed of; rules of `on_error` go by it.', default: 'diverged', examples: ['stalled'] }),
})
