import * as z from 'zod'
import { worldNames } from '#model/placement.ts'
import { plan } from './planned.ts'
import { branching } from './schema-branching.ts'
import { checkpoint, preempt } from './schema-checkpoint.ts'
import { fromElsewhere, together } from './schema-coordination.ts'
import { approval, task } from './schema-human.ts'
import { metric } from './schema-metric.ts'
import { errorRule, gate } from './schema-quality.ts'
import { streamed } from './schema-stream.ts'
import { amount, oneOrMoreTexts, priority, texts } from './schema-value.ts'
import { watchRule } from './schema-watch.ts'

const scalar = z.union([z.number(), z.string(), z.boolean()])

const foreach = z
  .object({
    zip: z
      .boolean()
      .optional()
      .meta({ description: 'Pairs the lists element by element, instead of taking every combination.', default: false }),
    at_most: z
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .meta({
        description: 'So many tasks at most; a list from a result that makes more fails as `bad_input`, before any of them begins.',
        examples: [100],
        'x-left-out': '10,000,000',
      }),
  })
  .catchall(
    z
      .union([z.array(scalar), z.string()])
      .meta({ description: 'The values of one variable: a list, or a `${{ }}` expression that gives one.', examples: [[8, 16, 32]] }),
  )

const inputs = z.union([
  texts,
  z.record(
    z.string(),
    z.string().meta({ description: 'Path of a file or folder, relative to the workflow file.', examples: ['ising.mjs'] }),
  ),
])

const output = z.union([
  z.string(),
  texts,
  plan(
    z.strictObject({
      path: z.string().meta({
        description:
          'Where `run` writes it, relative to its folder. With `/` at the end it is a folder, with `*`, `?` or `[ ]` all files that match.',
        examples: ['series.json'],
      }),
      format: z.enum(['json', 'csv', 'text']).optional().meta({
        description: 'Checked when the task ends: `json` parses, `csv` has rows of one length, `text` is UTF-8.',
        'x-left-out': 'any content',
      }),
      optional: z.boolean().optional().meta({ description: 'It may be missing.', default: false }),
      temporary: z.boolean().optional().meta({ description: 'Deleted as soon as no other stage needs it.', default: false }),
      stream: streamed.optional(),
    }),
    ['description', 'keep'],
  ),
])

const work = {
  inputs: inputs.optional().meta({
    description:
      'Files and folders beside the workflow file that `run` needs: a list of paths, or names with paths. Each is linked into the folder of the attempt under its last name, and a change of its content makes the tasks run again.',
    examples: [['ising.mjs'], { code: 'ising.mjs' }],
  }),
  run: z
    .string()
    .optional()
    .meta({
      description:
        'The script. It runs in a folder of its own; `${{ }}` is filled in and quoted for the shell. Left out: the stage only gathers or judges what others made.',
      examples: ['node ising.mjs --size ${{ L }} --out ${{ outputs.series }}'],
    }),
  shell: z
    .union([z.string(), texts])
    .optional()
    .meta({ description: 'The interpreter of `run`, and its arguments.', default: 'bash', examples: ['python3', ['bash', '-e']] }),
  programs: oneOrMoreTexts.optional().meta({
    description:
      'Programs that `run` calls and that must be on the `PATH`. Where one is missing, `pwos check` says so, and which package of Debian brings it.',
    examples: [['pw.x'], ['lmp', 'gmx']],
  }),
  env: z
    .record(z.string(), scalar.meta({ description: 'Value; may hold `${{ }}`.' }))
    .optional()
    .meta({ description: 'Environment variables of `run`, beside the parameters.', examples: [{ OMP_NUM_THREADS: 1 }] }),
  outputs: z
    .record(z.string(), output)
    .optional()
    .meta({
      description:
        'What `run` writes, by name: a path, or a path with how it is checked and kept. Of a group: which outputs of its stages it shows, as `${{ stages.STAGE.outputs.NAME }}`, or a list of these of which the first there is counts.',
      examples: [{ series: { path: 'series.json', format: 'json' } }],
    }),
  metrics: z
    .record(z.string(), metric)
    .optional()
    .meta({
      description:
        'The metrics that `run` reports in `$PWOS_METRICS`, or that are found in what it writes. Once declared, gates over them are checked before a run. Of a group: which metrics of its stages it shows, as `${{ stages.STAGE.metrics.NAME }}`.',
      examples: [{ u4: { type: 'number', uncertainty: true } }],
    }),
}

const order = {
  foreach: foreach.optional().meta({
    description: 'One task for every combination of the values of these variables; the last one changes fastest.',
    examples: [{ L: '${{ sizes }}', T: [2.1, 2.2] }],
  }),
  each: z
    .string()
    .optional()
    .meta({ description: 'One task for each task of that stage, started as soon as that one is done.', examples: ['sample'] }),
  when: z
    .union([z.string(), z.boolean()])
    .optional()
    .meta({
      description: 'An expression (without `${{ }}`); the task is skipped where it is false.',
      examples: ['stages.fit.metrics.chi2 > 2'],
    }),
}

const human = {
  task: task.optional().meta({
    description: 'Work that a person does, in place of `run`.',
    examples: [{ by: 'student', instructions: 'Grind and weigh the sample.', form: { mass: { unit: 'mg' } } }],
  }),
  approval: approval.optional().meta({
    description: 'A decision of one or more people, in place of `run`. What comes after waits for it.',
    examples: [{ by: 'pi', of: '${{ stages.fit.outputs.result }}', expires: '7 d' }],
  }),
}

const needsMap = z.record(z.string(), amount.meta({ description: 'How much: a number, a quantity, or a `${{ }}` expression.' }))

const estimate = z.union([
  amount,
  z
    .strictObject({
      optimistic: amount.meta({ description: 'When all goes well.', examples: ['20 min'] }),
      likely: amount.meta({ description: 'Most often.', examples: ['30 min'] }),
      pessimistic: amount.meta({ description: 'When it goes badly.', examples: ['2 h'] }),
    })
    .meta({ description: 'How long a task is expected to take, by three estimates.' }),
])

const times = {
  checkpoint: checkpoint.optional(),
  preempt: preempt.optional(),
  time: z
    .union([estimate, z.array(estimate)])
    .optional()
    .meta({
      description:
        'How long a task is expected to take: a time, a range, or three estimates; a list of them where `needs` is a list. For work of people it is working time. The limit of the wall time is `needs.time`.',
      examples: ['30 min', '${{ 2 s * L }}', '10..30 min', ['10 min', '2 h']],
      'x-left-out': 'learned from earlier runs, else the limit `needs.time`',
    }),
  priority: priority.optional().meta({ description: 'Where resources are short, higher goes first.', default: 0, examples: [10] }),
  not_before: z
    .string()
    .optional()
    .meta({ description: 'Its tasks do not begin before. A date means its beginning.', examples: ['2026-12-01'], 'x-left-out': 'none' }),
  deadline: z
    .string()
    .optional()
    .meta({ description: 'When the stage must be done. A date means its end.', examples: ['2026-12-20'], 'x-left-out': 'none' }),
  at: z
    .string()
    .optional()
    .meta({
      description: 'The fixed time at which it begins, because it is booked.',
      examples: ['2026-12-02T08:00'],
      'x-left-out': 'as early as can be',
    }),
}

const needs = {
  needs: z
    .union([needsMap, z.array(needsMap)])
    .optional()
    .meta({
      description:
        'What a task holds while it runs: of pools, instruments, persons and roles. A list holds the ways in which it can be done, the preferred one first. `time` is no pool but the limit of its wall time.',
      default: { cpu: 1 },
      examples: [{ cpu: 2, memory: '200 MB', time: '30 s' }, { beamline: 1, student: 1 }, [{ gpu: 1 }, { cpu: 16 }]],
    }),
  stall: z
    .string()
    .optional()
    .meta({
      description: 'An attempt that writes nothing for so long counts as stalled, and is ended.',
      examples: ['10 min'],
      'x-left-out': 'never',
    }),
}

export const stage: z.ZodType = plan(
  z
    .strictObject({
      title: z.string().optional().meta({ description: 'What people call it.' }),
      objectives: texts.optional().meta({ description: 'What it is for.', examples: [['Sample the magnetisation']] }),
      ...order,
      ...branching,
      workflow: z
        .string()
        .optional()
        .meta({
          description:
            'A workflow file that stands for the stage, relative to the file in which it is named. Its stages are `NAME.STAGE`; its `outputs` and `metrics` are those of the stage. Resources, people and times are those of the file that is run.',
          examples: ['fit/workflow.yaml'],
        }),
      with: z
        .record(
          z.string(),
          z.union([scalar, z.array(scalar)]).meta({
            description: 'Value of the parameter; may hold `${{ }}` over results, variables of `foreach`, `iteration` and `previous`.',
          }),
        )
        .optional()
        .meta({
          description: 'With `workflow`: what the parameters of that file are given, by name; the others have their defaults.',
          examples: [{ T: '${{ T }}', data: '${{ stages.clean.outputs.ready }}' }],
        }),
      get stages() {
        return z.record(z.string(), stage).optional().meta({
          description:
            'The stages of a group, by name, in place of work of its own. In it they are named as here, outside as `GROUP.STAGE`. `after`, `when`, `foreach`, `each` and `repeat` hold for all of it; its `outputs` and `metrics` say what it shows of those of its stages.',
        })
      },
      ...work,
      ...human,
      ...needs,
      ...together,
      ...fromElsewhere,
      ...times,
      watch: z
        .array(watchRule)
        .optional()
        .meta({
          description: 'Conditions on the metrics that come while a task still runs; one that holds stops it.',
          examples: [[{ stop_if: 'isNaN(energy)', cause: 'diverged' }]],
        }),
      gates: z
        .array(gate)
        .optional()
        .meta({
          description: 'Criteria over the metrics of each task, judged when it ends.',
          examples: [[{ name: 'thermalised', check: 'tau_int < sweeps / 50' }]],
        }),
      on_error: z
        .array(errorRule)
        .optional()
        .meta({
          description:
            'What follows when a task fails. The first rule that matches and has tries left is applied; without one the task has failed.',
          examples: [[{ cause: 'out_of_memory', retry: { needs: { memory: '${{ needs.memory * 2 }}' } } }]],
        }),
      failures: oneOrMoreTexts.optional().meta({
        description:
          'Rule packs that say why its program fails and what helps, by name or file; asked where no rule of `on_error` applies.',
        examples: ['quantum-espresso', ['my-rules.yaml', 'mpi']],
      }),
      on: z
        .enum(worldNames)
        .optional()
        .meta({
          description: 'Where its tasks run: on this machine, as jobs of a cluster, or on a machine that is reached by SSH.',
          examples: ['slurm'],
          'x-left-out': 'where the run does: `pwos run --on`, else this machine',
        }),
      blind: z.boolean().optional().meta({
        description:
          'Its results, and those of whatever hangs on it, are hidden from views, logs, reports and result links until the approval that `unblinds` it is given.',
        default: false,
      }),
      cache: z.boolean().optional().meta({
        description: 'Whether a result of an earlier run may be used again when nothing that it depends on has changed.',
        default: true,
      }),
    })
    .meta({ description: 'One step of the work. With `foreach` or `each` it stands for many tasks.' }),
  [...['call', 'container', 'modules', 'conda'], ...['notify', 'success']],
)
