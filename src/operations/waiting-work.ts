import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { Expression } from '#expression/compiled.ts'
import { showValue } from '#expression/show.ts'
import type { Gate } from '#model/gate.ts'
import type { FormField } from '#model/human.ts'
import { measuredText } from '#report/verdict-text.ts'
import type { AskedWork } from '#run/asked.ts'
import { blinded, hiddenStages } from '#run/blinding.ts'
import { type ShownFile, shownWork } from '#run/shown-work.ts'
import { specOf } from '#run/spec.ts'
import type { RunState, State } from '#run/state.ts'
import { taskNames } from '#run/task-names.ts'
import { waiversBefore } from '#run/waived.ts'
import { pathsOf } from '#worlds/attempt/paths.ts'
import { waiver } from './waivers.ts'

const shownFile = z.object({
  /** As the workflow says it. */
  said: z.string(),
  /** Where it lies; empty where it is hidden until it is unblinded. */
  path: z.string(),
  /** sha256 of what was published; empty for a file beside the workflow. */
  fingerprints: z.array(z.string()),
})

const field = z.object({
  name: z.string(),
  label: z.string().optional(),
  type: z.enum(['number', 'integer', 'string', 'boolean']),
  array: z.boolean(),
  unit: z.string().optional(),
  /** As values of this run, with their units. */
  min: z.string().optional(),
  max: z.string().optional(),
  choices: z.array(z.union([z.string(), z.number()])).optional(),
  optional: z.boolean(),
})

/** Work that waits for people, with all that they need to do it. */
export const waitingWork = z.object({
  run: z.string(),
  workflow: z.string(),
  title: z.string().optional(),
  stage: z.string(),
  stageTitle: z.string().optional(),
  task: z.int(),
  label: z.string(),
  attempt: z.int(),
  /** How it is called in commands: `sign-off`, `weigh/x=0.1`. */
  reference: z.string(),
  kind: z.enum(['task', 'approval', 'question']),
  since: z.number(),
  /** When it is due; null: whenever. */
  due: z.number().nullable(),
  /** Whether that has passed. */
  overdue: z.boolean(),
  /** Who can answer it, or may still decide; of a question left empty: anybody who gives a name. */
  persons: z.array(z.string()),
  approved: z.array(z.string()),
  /** How many must approve; 0 for a task. */
  quorum: z.int(),
  instructions: z.string().optional(),
  attachments: z.array(shownFile),
  /** What an approval is of. */
  of: z.array(shownFile),
  form: z.array(field),
  /** Files to be handed in. */
  outputs: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      kind: z.enum(['file', 'folder', 'glob']),
      format: z.string().optional(),
      optional: z.boolean(),
    }),
  ),
  /** Gates by which the answers are judged, as written; of a question those that did not pass, and what they found. */
  gates: z.array(z.object({ name: z.string(), level: z.string(), check: z.string(), found: z.string().optional() })),
  /** What was let pass although a gate did not, of all that this was made of. */
  waivers: z.array(waiver),
})

export type WaitingWork = z.infer<typeof waitingWork>
export type WaitingField = WaitingWork['form'][number]

/** Everything that is shown of work that waits for people. */
export function describeWaiting(state: State, asked: AskedWork, store: string, now: number): WaitingWork {
  const run = state.runs.get(asked.run)
  const stage = run?.workflow.stages[asked.stage]
  const { human } = asked
  const paths = pathsOf(store)
  const folder = dirname(run?.started.file ?? '')
  const { instructions, attachments, of } = shownWork(state, asked, paths)
  const hidden = run === undefined ? new Set<number>() : hiddenStages(run)
  const own = hidden.has(asked.stage)
  const isHidden = (said: string) =>
    run?.workflow.stages.some(({ name, index }) => hidden.has(index) && said.split(/[.[\]'"]+/).includes(name))
  const file = ({ said, path, artefacts }: ShownFile) => ({
    ...{ said, path: own || isHidden(said) ? '' : resolve(folder, path), fingerprints: artefacts.map(({ fingerprint }) => fingerprint) },
  })
  const { outputs } = specOf(state, asked.run, asked.stage, asked.task, asked.attempt, paths)
  return {
    run: asked.run,
    workflow: run?.workflow.name ?? '',
    ...(run?.workflow.title === undefined ? {} : { title: run.workflow.title }),
    stage: stage?.name ?? '',
    ...(stage?.title === undefined ? {} : { stageTitle: stage.title }),
    task: asked.task,
    label: asked.label,
    attempt: asked.attempt,
    reference: referenceOf(stage?.name ?? '', stage?.fanout.kind === 'single', asked),
    kind: human.kind,
    since: asked.since,
    due: asked.due ?? null,
    overdue: asked.due !== undefined && asked.due <= now,
    persons: [...asked.persons],
    approved: [...asked.approved],
    quorum: human.kind === 'approval' ? human.quorum : 0,
    ...(instructions === undefined ? {} : { instructions: instructions.trimEnd() }),
    attachments: attachments.map(file),
    of: of.map(file),
    form: human.kind === 'task' ? human.form.map((each) => fieldOf(state, asked, each)) : [],
    outputs:
      human.kind !== 'task'
        ? []
        : outputs.map(({ name, path, kind, format, optional }) => ({
            name,
            path,
            kind,
            optional,
            ...(format === undefined ? {} : { format }),
          })),
    gates: gatesOf(stage?.gates ?? [], human, own),
    waivers: run === undefined ? [] : waiversOf(run, asked),
  }
}

const mostWaivers = 5

function waiversOf(run: RunState, { stage, task }: AskedWork): WaitingWork['waivers'] {
  return waiversBefore(run, stage, task, mostWaivers).map(({ task: _, ...rest }) => rest)
}

function gatesOf(gates: readonly Gate[], human: AskedWork['human'], hidden: boolean): WaitingWork['gates'] {
  if (human.kind !== 'question') return gates.map(({ name, level, check }) => ({ name, level, check: check.source }))
  return human.verdicts.flatMap((verdict) => {
    const gate = gates[verdict.gate]
    if (gate === undefined) return []
    const seen = [measuredText(gate.check.source, verdict), verdict.detail ?? ''].filter((text) => text !== '').join(' · ')
    const found = hidden ? blinded : seen
    return [{ name: gate.name, level: gate.level, check: gate.check.source, found }]
  })
}

/** How it is called in commands. */
export function referenceOf(stage: string, single: boolean, { task, label }: Pick<AskedWork, 'task' | 'label'>): string {
  if (single) return stage
  return `${stage}/${label === '' ? task : label}`
}

function fieldOf(state: State, asked: AskedWork, { name, label, type, array, unit, min, max, choices, optional }: FormField): WaitingField {
  const bound = (expression: Expression | undefined) => (expression === undefined ? undefined : boundText(state, asked, expression))
  const [least, most] = [bound(min), bound(max)]
  return {
    ...{ name, type, array, optional },
    ...(label === undefined ? {} : { label }),
    ...(unit === undefined ? {} : { unit }),
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    ...(choices === undefined ? {} : { choices: [...choices] }),
  }
}

/** A bound that cannot be worked out is shown as it is written; the answer is told what is wrong with it. */
function boundText(state: State, asked: AskedWork, expression: Expression): string {
  const run = state.runs.get(asked.run)
  const names = run && taskNames(run, asked.stage, asked.task)
  try {
    return names === undefined ? expression.source : showValue(expression.evaluate(names))
  } catch {
    return expression.source
  }
}
