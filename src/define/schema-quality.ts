import * as z from 'zod'
import { causes } from '#model/cause.ts'
import { restarts } from '#model/checkpoint.ts'
import { plan } from './planned.ts'
import { amount, oneOrMoreTexts } from './schema-value.ts'

const retry = z.strictObject({
  with: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .optional()
    .meta({
      description: 'Parameters or `foreach` variables with another value in the next attempt.',
      examples: [{ sweeps: '${{ sweeps * 4 }}' }],
    }),
  needs: z
    .record(z.string(), amount)
    .optional()
    .meta({ description: 'Needs with another amount in the next attempt.', examples: [{ memory: '${{ needs.memory * 2 }}' }] }),
  at_most: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'How often, for each task.', default: 3, examples: [2] }),
  delay: z
    .string()
    .optional()
    .meta({ description: 'How long to wait before the first retry.', default: '0 s', examples: ['30 s'] }),
  restart: z.enum(restarts).optional().meta({
    description:
      'Where the next attempt begins, in a stage with `checkpoint`. `from_last_good_state` is the newest state that an attempt saved when it was asked to, and not one that a failed attempt left.',
    default: '`from_checkpoint` where nothing is changed, else `from_scratch`',
  }),
  factor: z.number().min(1).max(100).optional().meta({ description: 'How much longer each further wait is.', default: 2 }),
})

const rework = z.strictObject({
  from: z
    .string()
    .meta({ description: 'The earlier stage that is done again, with everything between it and this stage.', examples: ['sample'] }),
  with: retry.shape.with.meta({
    description: 'Parameters with another value for these stages.',
    examples: [{ sweeps: '${{ sweeps * 4 }}' }],
  }),
  at_most: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'How often.', default: 3, examples: [2] }),
})

const action = z.union([
  z.enum(['fail', 'warn', 'ask']),
  z.strictObject({
    retry: retry.optional().meta({ description: 'Run the task again, with changes.' }),
    rework: rework.optional().meta({ description: 'Do an earlier stage and all between again, with changes.' }),
    quarantine: z
      .strictObject({
        at_most: amount.meta({ description: 'How many tasks of the stage can be dropped, or which share of them.', examples: [3, '5 %'] }),
      })
      .optional()
      .meta({ description: 'Go on without this task of a fan-out.' }),
    ask: oneOrMoreTexts.optional().meta({ description: 'Let one of these persons or roles say what becomes of it.', examples: ['pi'] }),
  }),
])

const actions = z.union([...action.def.options, z.array(action)])

export const gate = plan(
  z.strictObject({
    name: z.string().meta({ description: 'Name of the criterion, in reports.', examples: ['thermalised'] }),
    check: z.string().meta({
      description: 'An expression (without `${{ }}`) that is true when it holds. Metrics are named directly.',
      examples: ['abs(tc - 2.269185) < 3 * tc_error'],
    }),
    level: z.enum(['required', 'expected', 'stretch']).optional().meta({
      description: 'A `required` gate that does not hold fails the task; the others are recorded and shown.',
      default: 'required',
    }),
    confidence: amount.optional().meta({
      description:
        'How sure a comparison of uncertain values must be: a gate that is nearer to its threshold than the errors allow is inconclusive, and does not pass.',
      default: '95 %',
      examples: ['99 %'],
    }),
    at_least: amount.optional().meta({
      description:
        'Over a whole fan-out: so many of its tasks must pass, the others are done all the same. Who takes its results waits for all of it.',
      examples: ['95 %'],
    }),
    valid_for: z
      .union([
        z.string(),
        z.strictObject({
          time: z.string().meta({ description: 'For how long.', examples: ['8 h'] }),
          from: z
            .string()
            .optional()
            .meta({ description: 'An earlier stage from which it is done again.', 'x-left-out': 'the stage itself' }),
          at_most: z.int().min(1).optional().meta({ description: 'How often the stage is done again for it in a run.', default: 100 }),
        }),
      ])
      .optional()
      .meta({
        description:
          'For how long what was found is good, such as a calibration: a stage that takes the result and would start later has it made anew first. What had started keeps what it took, and an older result is not reused.',
        examples: ['8 h'],
        'x-left-out': 'for ever',
      }),
    else: actions.optional().meta({
      description:
        'What to do when it failed: one action, or a list of which the first is taken that is not used up. After that, the level says.',
      examples: [{ retry: { with: { sweeps: '${{ sweeps * 4 }}' }, at_most: 2 } }],
    }),
    inconclusive: actions.optional().meta({
      description: 'What to do when the gate is inconclusive; left out, what `else` says.',
      examples: [{ retry: { with: { sweeps: '${{ sweeps * 2 }}' } } }],
    }),
    waive: oneOrMoreTexts.optional().meta({
      description: 'Persons and roles who may waive it with their name and a reason, or `never`.',
      default: 'anybody',
      examples: ['pi'],
    }),
  }),
  ['by', 'quorum'],
)

const cause = z.enum(causes)
const exitCode = z.int().min(0).max(255)

export const errorRule = plan(
  z.strictObject({
    cause: z
      .union([cause, z.array(cause)])
      .optional()
      .meta({ description: 'Matches these causes of failure.', examples: ['out_of_memory', ['preempted', 'node_failure']] }),
    exit_code: z
      .union([exitCode, z.array(exitCode)])
      .optional()
      .meta({ description: 'Matches these exit codes of `run`.', examples: [3] }),
    matches: z
      .string()
      .optional()
      .meta({
        description: 'Matches when this regular expression (RE2 syntax) is found in the end of the output.',
        examples: ['SCF not converged'],
      }),
    retry: retry.optional().meta({ description: 'Run the task again, with changes.' }),
    fail: z.literal(true).optional().meta({ description: 'The task has failed, whatever later rules say.' }),
    ignore: z.literal(true).optional().meta({ description: 'Go on without this task.' }),
  }),
  ['suspend', 'notify'],
)
