import * as z from 'zod'
import { plan } from './planned.ts'
import { shared } from './schema-coordination.ts'
import { notify } from './schema-notify.ts'
import { calendar, instruments, people, pool } from './schema-resources.ts'
import { stage } from './schema-stage.ts'
import { starts } from './schema-starts.ts'
import { amount, oneOrMoreTexts, priority, texts } from './schema-value.ts'

/**
 * The shape of a workflow file, said once: files are checked against it (`shape.ts`), the JSON Schema that
 * editors use and the reference page are generated from it. What needs more than the shape — names, types,
 * units, dependencies — is checked where the model is made.
 */

const plainValue = z.union([z.number(), z.string(), z.boolean()])

const parameter = z.union([
  plainValue,
  z.array(plainValue),
  z
    .strictObject({
      type: z
        .enum(['integer', 'number', 'string', 'boolean', 'integer[]', 'number[]', 'string[]', 'boolean[]'])
        .optional()
        .meta({ description: 'Type of the value; `[]` is a list of them. Left out: the type of the default.', examples: ['integer[]'] }),
      default: z
        .union([plainValue, z.array(plainValue)])
        .optional()
        .meta({
          description:
            'Value where none is given; may be a `${{ }}` expression over other parameters. Without it, the value must be given.',
          examples: ['${{ linspace(2.0, 2.6, 13) }}'],
        }),
      unit: z
        .string()
        .optional()
        .meta({
          description: 'Unit of a number. Values with another unit of the same dimension are converted, plain numbers are taken in it.',
          examples: ['K'],
        }),
      min: amount.optional().meta({ description: 'Smallest value allowed (of each element of a list).', examples: [100] }),
      max: amount.optional().meta({ description: 'Largest value allowed (of each element of a list).', examples: ['10 nm'] }),
      choices: z
        .array(z.union([z.number(), z.string()]))
        .optional()
        .meta({ description: 'The only values allowed (of each element of a list).', examples: [['metropolis', 'wolff']] }),
      description: z.string().optional().meta({ description: 'What it means, for people.' }),
    })
    .meta({ description: 'A parameter with its type, unit and bounds.' }),
])

const resources = plan(
  z
    .object({
      cpu: pool.optional().meta({ description: 'Number of processor cores.', examples: [4], 'x-left-out': 'what this machine has' }),
      memory: pool.optional().meta({ description: 'Main memory.', examples: ['16 GB'], 'x-left-out': 'what this machine has' }),
      people: people.optional(),
      instruments: instruments.optional(),
    })
    .catchall(
      pool.meta({
        description: 'Any other counted thing that tasks hold while they run, by any name.',
        examples: [2, { capacity: 64, hours: 'daily 20:00-08:00', cost: '0.02 EUR/h' }],
      }),
    ),
  [],
)

const metadata = {
  pwos: z.literal(1).meta({ description: 'Version of the language that the file is written in.', examples: [1] }),
  name: z.string().meta({ description: 'Name of the workflow: letters, digits, `-`, `_` and `.`.', examples: ['ising-critical-point'] }),
  title: z
    .string()
    .optional()
    .meta({ description: 'What people call it.', examples: ['Critical temperature of the 2D Ising model'] }),
  domain: z
    .string()
    .optional()
    .meta({ description: 'Field of physics.', examples: ['statistical-mechanics'] }),
  question: z
    .string()
    .optional()
    .meta({
      description: 'The question that the study answers.',
      examples: ['At which temperature does the 2D Ising model order?'],
    }),
  challenges: texts
    .optional()
    .meta({ description: 'What makes it hard to coordinate.', examples: [['Critical slowing down near the transition']] }),
}

const times = {
  timezone: z
    .string()
    .optional()
    .meta({
      description: 'Time zone of the dates, times and hours in this file, as the IANA database names it; plans are shown in it.',
      default: 'UTC',
      examples: ['Asia/Seoul'],
    }),
  start: z
    .string()
    .optional()
    .meta({
      description: 'Nothing begins before. A date means its beginning.',
      examples: ['2026-12-01T09:00'],
      'x-left-out': 'when the run is started',
    }),
  deadline: z
    .string()
    .optional()
    .meta({ description: 'When all must be done. A date means its end.', examples: ['2026-12-31'], 'x-left-out': 'none' }),
  priority: priority.optional().meta({ description: 'Among the runs of a store, higher goes first.', default: 0, examples: [5] }),
  share: z
    .strictObject({
      weight: z.number().gt(0).max(1000).optional().meta({
        description: 'What this run may use among those of the same person: with 2 it may use twice as much as one with 1.',
        default: 1,
      }),
    })
    .optional()
    .meta({ description: 'How runs share what is scarce, where their priorities are the same.', examples: [{ weight: 2 }] }),
  calendar: calendar.optional().meta({
    description: 'Hours and holidays of all people who have none of their own.',
    examples: [{ hours: 'Mon-Fri 09:00-18:00', holidays: ['2026-12-25'] }],
  }),
}

export const workflowSchema = plan(
  z
    .strictObject({
      ...metadata,
      ...times,
      parameters: z
        .record(z.string(), parameter)
        .optional()
        .meta({
          description:
            'Values that a run can be given (`--set name=value`). Short form: the default alone. A text such as `300 K` is a number with a unit.',
          examples: [{ sweeps: 20000, sizes: { type: 'integer[]', default: [8, 16, 32] } }],
        }),
      resources: resources.optional().meta({
        description:
          'Counted things (pools) with how much of each the tasks of a run may hold together, people, and instruments. No two of them have the same name. Left out: what this machine has.',
        examples: [{ cpu: 4, memory: '16 GB', licence: 2 }],
      }),
      failures: oneOrMoreTexts.optional().meta({
        description: 'Rule packs for the failures of all stages, by name or file; a stage can name its own, which are asked before.',
        examples: [['quantum-espresso', 'slurm']],
      }),
      ...shared,
      notify: notify.optional().meta({ description: 'Who is told of what: by a command, a webhook, or e-mail.' }),
      starts: starts.optional().meta({ description: 'When runs begin by themselves, as long as `pwos serve` is there: by name.' }),
      outputs: z
        .record(z.string(), oneOrMoreTexts.meta({ description: 'An output of one of its stages; of a list the first there is.' }))
        .optional()
        .meta({
          description: 'What the file shows of the outputs of its stages where it is a stage of another one.',
          examples: [{ result: '${{ stages.fit.outputs.result }}' }],
        }),
      metrics: z
        .record(z.string(), oneOrMoreTexts.meta({ description: 'A metric of one of its stages; of a list the first there is.' }))
        .optional()
        .meta({
          description: 'What it shows of their metrics there.',
          examples: [{ chi2: '${{ stages.fit.metrics.chi2 }}' }],
        }),
      stages: z.record(z.string(), stage).meta({ description: 'The steps of the work, by name. Their order in the file means nothing.' }),
    })
    .meta({ title: 'PWOS workflow', description: 'A physics workflow: parameters, resources, and stages.' }),
  ['success', 'baseline'],
)
