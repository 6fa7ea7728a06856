import { z } from 'zod'
import type { RunEvent } from '#run/events.ts'
import type { Replacing } from '#run/inputs.ts'
import { labelOf } from '#run/label.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import type { Forecast } from './forecast.ts'
import { keysIn } from './keys-in.ts'

/** What an edit would do, before it is done. */
export const editShape = z.object({
  type: z.literal('edit'),
  run: z.string(),
  file: z.string(),
  /** The run is over: nothing of it is stopped. */
  over: z.boolean(),
  /** Values in JSON; null: it has none. */
  parameters: z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  stages: z.array(
    z.object({
      name: z.string(),
      /** Tasks whose results are there. */
      kept: z.int(),
      /** They run, and go on. */
      goOn: z.int(),
      /** Their results are there and are not valid any more. */
      rerun: z.int(),
      /** They have no result yet. */
      added: z.int(),
      /** They wait for tasks that would run. */
      undecided: z.int(),
      /** Tasks with results that are no part of the file any more. */
      dropped: z.int(),
      /** They run, and are stopped. */
      cancelled: z.int(),
    }),
  ),
})

type Preview = Pick<z.infer<typeof editShape>, 'stages'>
type Row = Preview['stages'][number]

interface Before {
  readonly run: RunState
  readonly events: Iterable<RunEvent>
}

export interface Compared {
  readonly preview: Preview
  readonly keep: Replacing['keep']
  /** Keys that the new run would ask for. */
  readonly wanted: readonly string[]
}

/** Sets what a run has done and does beside what would become of it, stage by stage. */
export function comparedWith(before: Before, now: Forecast): Compared {
  const oldKeys = keysIn(before.events)
  const wanted = new Set<string>()
  for (const [stage, keys] of now.keys) {
    if (now.run.started.anew?.includes(stage)) continue
    for (const [task, key] of keys) if (statusOf(now.run, stage, task) !== 'done') wanted.add(key)
  }
  const keep: { stage: number; tasks: number[] }[] = []
  const rows: Row[] = []
  const left = new Set(before.run.workflow.stages.map(({ name }) => name))
  for (const { name, index } of now.run.workflow.stages) {
    left.delete(name)
    rows.push(
      rowOf(
        name,
        before.run.workflow.stages.findIndex((stage) => stage.name === name),
        index,
      ),
    )
  }
  for (const name of left)
    rows.push(
      rowOf(
        name,
        before.run.workflow.stages.findIndex((stage) => stage.name === name),
        -1,
      ),
    )
  return {
    preview: { stages: rows.filter((row) => Object.values(row).some((count) => typeof count === 'number' && count > 0)) },
    keep,
    wanted: [...wanted],
  }

  function rowOf(name: string, from: number, to: number): Row {
    const row = { name, kept: 0, goOn: 0, rerun: 0, added: 0, undecided: 0, dropped: 0, cancelled: 0 }
    const labels = countNew(row, to, doneLabels(before.run, from))
    const going: number[] = []
    for (let task = 0; task < (before.run.stages[from]?.count ?? 0); task++) {
      const status = statusOf(before.run, from, task)
      const goesOn = status === 'running' && wanted.has(oldKeys.get(from)?.get(task) ?? '')
      if (goesOn) going.push(task)
      else if (status === 'running') row.cancelled++
      else if (status === 'done' && !labels.has(labelOf(before.run, from, task))) row.dropped++
    }
    if (going.length > 0) keep.push({ stage: from, tasks: going })
    row.goOn = going.length
    row.added = Math.max(0, row.added - going.length)
    return row
  }

  /** Answers the labels of all tasks that there will be. */
  function countNew(row: Row, stage: number, done: ReadonlySet<string>): ReadonlySet<string> {
    const labels = new Set<string>()
    for (let task = 0; task < (now.run.stages[stage]?.count ?? 0); task++) {
      const label = labelOf(now.run, stage, task)
      labels.add(label)
      const status = statusOf(now.run, stage, task)
      if (status === 'done') row.kept++
      else if (status === 'waiting') row.undecided++
      else if (status === 'skipped') continue
      else if (done.has(label)) row.rerun++
      else row.added++
    }
    return labels
  }
}

function doneLabels(run: RunState, stage: number): ReadonlySet<string> {
  const labels = new Set<string>()
  for (let task = 0; task < (run.stages[stage]?.count ?? 0); task++) {
    if (statusOf(run, stage, task) === 'done') labels.add(labelOf(run, stage, task))
  }
  return labels
}

const statusOf = (run: RunState, stage: number, task: number) => taskStatuses[run.stages[stage]?.status[task] ?? 0] ?? 'waiting'
