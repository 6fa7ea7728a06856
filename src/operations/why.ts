import { z } from 'zod'
import { hiddenStages } from '#run/blinding.ts'
import { labelOf } from '#run/label.ts'
import { type TaskStatus, taskStatuses } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { loadDefinition } from './definition.ts'
import { earlierKeys, type KeyParts, partsNow } from './earlier-keys.ts'
import { type Forecast, forecast } from './forecast.ts'
import { type Difference, keyDifferences } from './key-difference.ts'
import type { Operation } from './operation.ts'
import { givenParameters, resolveDefinition } from './parameters.ts'
import { storeBeside } from './store.ts'
import { findReference } from './task-reference.ts'

const input = z.object({ of: z.string(), file: z.string().default('workflow.yaml'), ...givenParameters })

const verdict = z.enum([
  /** Its result is in the store. */
  'reused',
  /** No task like it has a result in the store. */
  'new',
  /** There is an earlier result, under another key: see `differences`. */
  'changed',
  /** The stage says `cache: false`. */
  'never_reused',
  /** It waits for tasks that would run; what they give decides. */
  'undecided',
  'skipped',
  /** An input is missing or an expression cannot be filled in. */
  'impossible',
])

const difference = z.object({ part: z.string(), old: z.json().optional(), new: z.json().optional() })

const output = z.object({
  stage: z.string(),
  /** Undefined: the tasks are not known before the run. */
  count: z.int().optional(),
  counts: z.partialRecord(verdict, z.int()),
  /** Which parts differ, over all tasks looked at, with the first task's values. */
  differences: z.array(difference.extend({ tasks: z.int(), label: z.string() })),
  /** For one task, that one; for a stage, the first twenty that would not be reused. */
  tasks: z.array(
    z.object({
      task: z.int(),
      label: z.string(),
      verdict,
      earlier: z.string().optional(),
      differences: z.array(difference),
      waitsFor: z.array(z.string()),
    }),
  ),
  /** Tasks whose keys were compared; in very large stages not all are. */
  compared: z.int(),
})

export type Why = z.infer<typeof output>
type Task = Why['tasks'][number]

const comparedAtMost = 2000
const listedAtMost = 20

/** Says before a run which tasks of a stage would run again, and which part of their keys is why. */
export const why: Operation<z.infer<typeof input>, Why> = {
  name: 'why',
  summary: summaries.why,
  input,
  output,
  async handle(given, host) {
    const resolved = resolveDefinition(loadDefinition(host.folder, given.file), given, host.folder)
    const store = storeBeside(host, resolved.path)
    const found = await forecast(store, resolved, undefined, host.now())
    const { stage, task } = findReference(found.run, given.of)
    const count = found.run.stages[stage]?.count
    const asked = task === undefined ? Array.from({ length: Math.min(count ?? 0, comparedAtMost) }, (_, index) => index) : [task]
    const old = earlierKeys(store, found.run.workflow.stages[stage]?.name ?? '', found.paths)
    try {
      const tasks: Task[] = []
      for (const one of asked) tasks.push(judge(found, stage, one, old.find))
      const name = found.run.workflow.stages[stage]?.name ?? ''
      return { stage: name, ...(count === undefined ? {} : { count }), ...gather(tasks, task !== undefined), compared: tasks.length }
    } finally {
      old.close()
    }
  },
}

function judge(found: Forecast, stage: number, task: number, earlier: (label: string) => KeyParts | undefined): Task {
  const { run } = found
  const status = taskStatuses[run.stages[stage]?.status[task] ?? 0] ?? 'waiting'
  const label = labelOf(run, stage, task)
  const plain = plainVerdict(status, run.workflow.stages[stage]?.cache !== false)
  const waitsFor = plain === 'undecided' ? openUpstream(found, stage) : []
  if (plain !== undefined) return { task, label, verdict: plain, differences: [], waitsFor }
  const before = earlier(label)
  if (before === undefined) return { task, label, verdict: 'new', differences: [], waitsFor }
  const hidden = before.hidden || hiddenStages(run).has(stage)
  const differences = keyDifferences(before.parts, partsNow(found, stage, task)).map((one) =>
    hidden ? { part: one.part } : differenceOf(one),
  )
  return { task, label, verdict: 'changed', earlier: before.run, differences, waitsFor }
}

function plainVerdict(status: TaskStatus, cached: boolean): Task['verdict'] | undefined {
  if (status === 'done') return 'reused'
  if (status === 'skipped') return 'skipped'
  if (status === 'failed' || status === 'ignored') return 'impossible'
  if (status === 'waiting') return 'undecided'
  return cached ? undefined : 'never_reused'
}

/** Stages that this one takes from or follows, and of which not everything would be reused. */
function openUpstream({ run }: Forecast, stage: number): string[] {
  return (run.workflow.stages[stage]?.dependencies ?? [])
    .filter((one) => {
      const upstream = run.stages[one.stage]
      return upstream?.count === undefined || upstream.counts.done + upstream.counts.skipped < upstream.count
    })
    .map((one) => run.workflow.stages[one.stage]?.name ?? '')
}

function differenceOf({ part, old, new: now }: Difference): Task['differences'][number] {
  return { part, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }) } as Task['differences'][number]
}

function gather(tasks: readonly Task[], all: boolean): Pick<Why, 'counts' | 'differences' | 'tasks'> {
  const counts: Why['counts'] = {}
  const parts = new Map<string, Why['differences'][number]>()
  for (const one of tasks) {
    counts[one.verdict] = (counts[one.verdict] ?? 0) + 1
    for (const each of one.differences) {
      const known = parts.get(each.part)
      if (known === undefined) parts.set(each.part, { ...each, tasks: 1, label: one.label })
      else known.tasks++
    }
  }
  const listed = all ? tasks : tasks.filter((one) => one.verdict !== 'reused').slice(0, listedAtMost)
  return { counts, differences: [...parts.values()], tasks: [...listed] }
}
