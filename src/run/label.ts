import { showValue } from '#expression/show.ts'
import { axisNamed, axisValue, followed } from './axes.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import type { RunState } from './state.ts'

/** How people name a task: `L=8,T=2.1`, by the `foreach` values of its chain; empty for the only task of a stage. */
export function labelOf(run: RunState, stage: number, task: number): string {
  const start = (run as OwnedRun).stages[stage]
  let at: OwnedStage | undefined = start
  while (at !== undefined && at.definition.fanout.kind === 'each') at = followed(at)
  if (at?.stream !== undefined) return at.stream.names[task] ?? 'rest'
  if (at === undefined || at.standIn !== undefined || at.definition.fanout.kind !== 'foreach') return ''
  const root = at
  return at.definition.fanout.axes.map(({ name }) => `${name}=${show(root, task, axisNamed(root, name))}`).join(',')
}

function show(stage: OwnedStage, task: number, axis: number): string {
  const value = axisValue(stage, task, axis)
  if (value === undefined) return ''
  try {
    return showValue(value)
  } catch {
    // A record or null has no text of its own; its index names it well enough.
    return String(task)
  }
}

/** The task that a person means, by its label or its index. Undefined: there is none, or the stage has no tasks yet. */
export function findTask(run: RunState, stage: number, text: string): number | undefined {
  const count = run.stages[stage]?.count ?? 0
  if (/^\d+$/.test(text)) {
    const task = Number(text)
    return task < count ? task : undefined
  }
  const wanted = text.replace(/\s+/g, '')
  for (let task = 0; task < count; task++) if (labelOf(run, stage, task).replace(/\s+/g, '') === wanted) return task
  return undefined
}
