import * as z from 'zod'
import { amount, oneOrMoreTexts, texts } from './schema-value.ts'

const branch = z.strictObject({
  if: z
    .union([z.string(), z.boolean()])
    .optional()
    .meta({
      description: 'An expression (without `${{ }}`) over results; the first branch for which it is true is taken.',
      examples: ['stages.fit.metrics.tc_error > 0.01'],
    }),
  then: oneOrMoreTexts
    .optional()
    .meta({ description: 'The stages that run only on this branch.', examples: ['refine', ['refine', 'check']] }),
  else: oneOrMoreTexts.optional().meta({
    description: 'In place of `if` and `then`, in the last branch: the stages that run where no condition held.',
    examples: ['sign-off'],
  }),
  name: z.string().optional().meta({ description: 'What people call the branch.', 'x-left-out': 'its first stage' }),
  chance: amount.optional().meta({
    description: 'How likely it is taken, for plans alone. What is left of 100 % is shared by the branches that say nothing.',
    examples: ['30 %'],
    'x-left-out': 'the same for all',
  }),
})

const join = (description: string) => oneOrMoreTexts.optional().meta({ description, examples: [['refine', 'quick']] })

/** The keys of a stage that say where the work goes on. */
export const branching = {
  after: z
    .union([
      z.string(),
      texts,
      z.strictObject({
        all: join('Each of these must have been done; what was skipped stops it.'),
        any: join('One of these must have been done: how branches come together again.'),
        finished: join('These must be over, whatever came of them; a failure does not stop it.'),
      }),
    ])
    .optional()
    .meta({
      description:
        'Stages that must be over before, where nothing of them is used. What is used is waited for without saying so. Of those in a list a failure stops it, and what was skipped does not; `all`, `any` and `finished` say otherwise.',
      examples: [['clean'], { any: ['refine', 'quick'] }],
    }),
  decide: z
    .array(branch)
    .optional()
    .meta({
      description:
        'Where the work goes on, in place of `run`: the first branch whose condition holds is taken, and the stages of the others are skipped, with what reads them. Others know the choice as the metric `branch`.',
      examples: [[{ if: 'stages.fit.metrics.tc_error > 0.01', then: 'refine' }, { else: 'sign-off' }]],
    }),
  repeat: z
    .strictObject({
      until: z.union([z.string(), z.boolean()]).meta({
        description:
          'An expression (without `${{ }}`) that is asked after each turn; when it holds, the turn was the last one. It names the metrics of the turn directly, and `iteration` and `previous`.',
        examples: ['residual < 1e-8', 'iteration > 1 and abs(energy - previous.metrics.energy) < 1e-6'],
      }),
      at_most: z
        .int()
        .min(1)
        .max(1000)
        .meta({ description: 'So many turns at most.', examples: [20] }),
      else: z.enum(['fail', 'go_on']).optional().meta({
        description:
          'What follows when it does not hold after the last turn there may be: the stage has failed (`not_converged`), or goes on with what there is.',
        default: 'fail',
      }),
      expected: z
        .number()
        .min(1)
        .max(1000)
        .optional()
        .meta({
          description: 'How many turns it probably takes, for plans alone.',
          examples: [6],
          'x-left-out': 'learned from earlier runs',
        }),
    })
    .optional()
    .meta({
      description:
        'Does the work of the stage again and again until a condition holds. Each turn is a stage of its own (`NAME.1`, `NAME.2`, …) and knows its number as `iteration` and the turn before it as `previous.outputs…` and `previous.metrics…`; others see the outputs and metrics of the last one under the name of the stage.',
      examples: [{ until: 'residual < 1e-8', at_most: 20 }],
    }),
}
