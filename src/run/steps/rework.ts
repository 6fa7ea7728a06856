import type { RunEvent } from '../events.ts'
import type { StagesReworked } from '../gate-events.ts'
import { isActive, type OwnedRun, type OwnedStage, type OwnedState, type ReworkWanted } from '../owned.ts'
import { type Reach, reachOf } from '../rework-reach.ts'
import { is, statusOf } from '../status.ts'

/** Sends an earlier stage, and all that was made of what it had made, back to be done again. One at a time: it may settle others. */
export function rework(state: OwnedState, now: number): RunEvent[] {
  for (const wanted of state.toRework) {
    const { run, definition } = wanted.stage
    if (!isActive(run) || statusOf(wanted.stage, wanted.task) !== is.retrying) continue
    const { gate, budget, from, with: changes } = wanted.then
    const base = { type: 'StagesReworked', run: run.id, at: now, stage: definition.index, task: wanted.task } as const
    return [{ ...base, gate, budget, from, with: changes, stages: affected(run, wanted) }]
  }
  return []
}

/** What has not begun, and has no changed values, is left out: there is nothing to send back. */
function affected(run: OwnedRun, { stage, task, then: { from } }: ReworkWanted): StagesReworked['stages'] {
  const { stages, between } = reachOf(run, from, stage)
  return run.order.flatMap((index) => {
    const which = stages.get(index)
    if (which === undefined) return aboutToStart(run.stages[index], stages)
    if (!between.has(index) && hasNotBegun(run.stages[index])) return []
    return [{ stage: index, ...(which === 'single' ? { tasks: [task] } : {}), changed: between.has(index) }]
  })
}

/** What waits only for the end of what is made again, and has not started, waits for that again. */
function aboutToStart(stage: OwnedStage | undefined, stages: Reach['stages']): StagesReworked['stages'] {
  if (stage === undefined || stage.counts.released + stage.counts.queued === 0) return []
  const { index, dependencies } = stage.definition
  if (!dependencies.some((dependency) => stages.has(dependency.stage))) return []
  const tasks: number[] = []
  stage.status.forEach((status, task) => {
    if (status === is.released || status === is.queued) tasks.push(task)
  })
  return [{ stage: index, tasks, changed: false }]
}

function hasNotBegun(stage: OwnedStage | undefined): boolean {
  return stage?.count === undefined || stage.counts.waiting === stage.count
}
