import * as z from 'zod'

const metricType = z.enum(['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]', 'histogram'])

const from = z.strictObject({
  stream: z.enum(['stdout', 'stderr']).optional().meta({ description: 'Which of its outputs is searched.', default: 'stdout' }),
  file: z
    .string()
    .optional()
    .meta({
      description: 'A file that is searched in place of an output, relative to the folder of the task.',
      examples: ['log.lammps'],
    }),
  regex: z
    .string()
    .optional()
    .meta({
      description:
        'A regular expression (RE2 syntax); `^` and `$` are the ends of a line. The value is what the group named `value`, else the first group, else all of it matches; groups named `error` and `unit` give those.',
      examples: ['^!\\s+total energy\\s+=\\s+(\\S+) Ry'],
    }),
  json: z
    .string()
    .optional()
    .meta({
      description: 'Where it lies in a JSON document, or in every line that is one: `fit.tc`, `runs[-1].energy`, `runs[*].energy`.',
      examples: ['fit.tc'],
    }),
  csv: z
    .string()
    .optional()
    .meta({ description: 'A column of a table with a heading; commas, tabs, semicolons or blanks separate.', examples: ['energy'] }),
  error: z
    .string()
    .optional()
    .meta({ description: 'With `json` and `csv`: where its standard error lies.', examples: ['fit.tc_error'] }),
  which: z.enum(['first', 'last', 'all']).optional().meta({
    description: 'Which of several; `all` gives an array.',
    'x-left-out': '`last`; `all` for an array found with `regex` or `csv`',
  }),
  optional: z.boolean().optional().meta({ description: 'It may be missing.', default: false }),
})

const part = z.enum(['statistical', 'systematic'])

const shownMetric = z
  .string()
  .regex(/^\s*\$\{\{/)
  .meta({ description: 'Of a group: the metric of one of its stages.', examples: ['${{ stages.fit.metrics.chi2 }}'] })

/** One declared metric. */
export const metric = z.union([
  metricType,
  shownMetric,
  z.array(shownMetric),
  z.strictObject({
    type: metricType.optional().meta({
      description: 'Type of the value. A `histogram` is `{"edges": […], "counts": […]}`, and `unit` that of its edges.',
      default: 'number',
    }),
    unit: z
      .string()
      .optional()
      .meta({ description: 'Unit in which the program reports it.', examples: ['eV'] }),
    uncertainty: z
      .union([z.boolean(), z.array(part)])
      .optional()
      .meta({
        description:
          'The program also reports its standard error, as `NAME_error` in the same unit; or its parts, as `NAME_statistical` and `NAME_systematic`.',
        default: false,
        examples: [true, ['statistical', 'systematic']],
      }),
    from: from.optional().meta({
      description: 'Where it is found in what the program writes anyway. Left out, the program reports it in `$PWOS_METRICS`.',
      examples: [{ regex: 'E = (\\S+) eV' }, { file: 'fit.json', json: 'tc', error: 'tc_error' }],
    }),
  }),
])
