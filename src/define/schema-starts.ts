import * as z from 'zod'
import { missedRules, overlaps } from '#model/starts.ts'
import { plan } from './planned.ts'

/** The shape of `starts`: when runs begin by themselves. */

const start = plan(
  z
    .strictObject({
      schedule: z
        .string()
        .optional()
        .meta({
          description: 'Moments: minute, hour, day of the month, month, day of the week, as in crontab; or `@hourly`, `@daily`, `@weekly`.',
          examples: ['30 6 * * mon-fri'],
        }),
      timezone: z
        .string()
        .optional()
        .meta({ description: 'Time zone of the schedule.', examples: ['Europe/Berlin'], 'x-left-out': 'that of the file' }),
      during: z
        .string()
        .optional()
        .meta({ description: 'A person or an instrument: only moments of the schedule when it is there.', examples: ['beamline'] }),
      files: z
        .string()
        .optional()
        .meta({ description: 'A pattern beside the file: each new file that fits it begins a run.', examples: ['incoming/*.h5'] }),
      settle: z
        .string()
        .optional()
        .meta({ description: 'How long a file must have stayed as it is before it counts as whole.', default: '2 s', examples: ['30 s'] }),
      signal: z
        .string()
        .optional()
        .meta({ description: 'A signal: each time that `pwos signal NAME` sends it.', examples: ['beam-on'] }),
      webhook: z
        .literal(true)
        .optional()
        .meta({ description: 'Each time that it is posted to `pwos serve`.', examples: [true] }),
      overlap: z.enum(overlaps).optional().meta({
        description: 'While a run of the workflow is under way: wait for it, leave the occasion out, cancel that run, or begin beside it.',
        default: 'queue',
      }),
      missed: z.enum(missedRules).optional().meta({
        description: 'Of moments, files and signals that came while nobody served: the newest alone, none, or each.',
        default: 'once for a schedule, all for the others',
      }),
      with: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
        .optional()
        .meta({
          description:
            'Values for parameters. `occasion` has `at` (the moment, ISO 8601), `path` and `name` of a file, and `data` of a signal or webhook.',
          examples: [{ file: '${{ occasion.path }}' }],
        }),
    })
    .meta({ description: 'One way in which runs begin: a schedule, new files, a signal, or a webhook.' }),
  [],
)

export const starts = z.record(z.string(), start)
