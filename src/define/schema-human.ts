import * as z from 'zod'
import { plan } from './planned.ts'
import { amount, oneOrMoreTexts, texts } from './schema-value.ts'

/** The shape of work that people do. */

const fieldType = z.enum(['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]'])

const field = z.union([
  fieldType,
  z.strictObject({
    type: fieldType.optional().meta({ description: 'Type of the answer.', default: 'number' }),
    unit: z
      .string()
      .optional()
      .meta({
        description: 'Unit in which it is asked for. An answer with another unit of the same dimension is converted.',
        examples: ['mm'],
      }),
    label: z
      .string()
      .optional()
      .meta({ description: 'What people read.', examples: ['Thickness of the pellet'] }),
    min: amount.optional().meta({ description: 'Smallest answer allowed.', examples: [0] }),
    max: amount.optional().meta({ description: 'Largest answer allowed.', examples: ['5 mm'] }),
    choices: z
      .array(z.union([z.number(), z.string()]))
      .optional()
      .meta({ description: 'The only answers allowed.', examples: [['good', 'cracked', 'wet']] }),
    optional: z.boolean().optional().meta({ description: 'It may be left unanswered.', default: false }),
  }),
])

const by = (description: string) => oneOrMoreTexts.meta({ description, examples: ['analyst', ['analyst-1', 'analyst-2']] })

const timeliness = {
  due: z
    .string()
    .optional()
    .meta({
      description: 'By when: so long after it was asked for, or a date (its end) or time. When it is overdue, that is told and shown.',
      examples: ['2 d', '2026-12-18'],
      'x-left-out': 'whenever',
    }),
  remind: z
    .string()
    .optional()
    .meta({ description: 'Those who are asked are reminded so often while it waits.', examples: ['1 d'], 'x-left-out': 'never' }),
  escalate: oneOrMoreTexts.optional().meta({ description: 'Who is told as well when it is overdue: roles or names.', examples: ['pi'] }),
}

export const task = plan(
  z.strictObject({
    by: by('Who does it: a role or a name, or several of which the first who is free does it. That person does nothing else meanwhile.'),
    instructions: z
      .string()
      .optional()
      .meta({
        description: 'What is to be done; may hold `${{ }}`.',
        examples: ['Fill the capillary with sample ${{ sample }}, and weigh it.'],
      }),
    attachments: texts.optional().meta({
      description: 'What is handed along: outputs of other stages, and files beside the workflow file.',
      examples: [['protocol.pdf', '${{ stages.fit.outputs.figure }}']],
    }),
    form: z
      .record(z.string(), field)
      .optional()
      .meta({
        description: 'What is asked for. The answers are the metrics of the stage, for gates and for other stages.',
        examples: [{ mass: { type: 'number', unit: 'mg', label: 'Mass of the sample', min: 0 } }],
      }),
    ...timeliness,
  }),
  ['notify'],
)

export const approval = plan(
  z.strictObject({
    by: by('Who decides: roles or names.'),
    quorum: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'How many different people must approve.', default: 1, examples: [2] }),
    of: oneOrMoreTexts.optional().meta({
      description: 'Outputs that are approved, each as one `${{ }}`. When their content changes, the approval lapses.',
      examples: ['${{ stages.fit.outputs.result }}'],
    }),
    independent: z
      .boolean()
      .optional()
      .meta({ description: 'Who started the run, or did a stage that this one hangs on, cannot approve.', default: false }),
    unblinds: oneOrMoreTexts
      .optional()
      .meta({ description: 'Blind stages whose results may be seen once it is given.', examples: ['fit'] }),
    expires: z
      .string()
      .optional()
      .meta({ description: 'An older approval lapses.', examples: ['7 d'], 'x-left-out': 'never' }),
    ...timeliness,
  }),
  ['notify', 'reasons'],
)
