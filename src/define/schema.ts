import * as z from 'zod'
import { plan } from './planned.ts'
import { stage } from './schema-stage.ts'
import { amount, texts } from './schema-value.ts'

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
      cpu: amount.optional().meta({ description: 'Number of processor cores.', examples: [4], 'x-left-out': 'what this machine has' }),
      memory: amount.optional().meta({ description: 'Main memory.', examples: ['16 GB'], 'x-left-out': 'what this machine has' }),
      people: z.array(z.looseObject({})).optional().meta({ description: 'People and their hours. Not used in this version.' }),
      instruments: z
        .array(z.looseObject({}))
        .optional()
        .meta({ description: 'Instruments and their time windows. Not used in this version.' }),
    })
    .catchall(amount.meta({ description: 'Any other counted thing that tasks hold while they run, by any name.', examples: [2] })),
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

export const workflowSchema = plan(
  z
    .strictObject({
      ...metadata,
      parameters: z
        .record(z.string(), parameter)
        .optional()
        .meta({
          description:
            'Values that a run can be given (`--set name=value`). Short form: the default alone. A text such as `300 K` is a number with a unit.',
          examples: [{ sweeps: 20000, sizes: { type: 'integer[]', default: [8, 16, 32] } }],
        }),
      resources: resources.optional().meta({
        description: 'How much of each counted thing (pool) the tasks of a run may hold together. Left out: what this machine has.',
        examples: [{ cpu: 4, memory: '16 GB', licence: 2 }],
      }),
      stages: z.record(z.string(), stage).meta({ description: 'The steps of the work, by name. Their order in the file means nothing.' }),
    })
    .meta({ title: 'PWOS workflow', description: 'A physics workflow: parameters, resources, and stages.' }),
  ['deadline', 'schedule', 'notify', 'success', 'signals', 'locks', 'priority', 'suspend_while', 'baseline', 'calendar'],
)
