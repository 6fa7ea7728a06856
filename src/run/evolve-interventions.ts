import { barLine } from './barring.ts'
import { liftBar } from './evolve-task.ts'
import type { InterventionEvent, RunAdjusted, StageHeld } from './intervention-events.ts'
import { type OwnedRun, type OwnedStage, type OwnedState, stageOf } from './owned.ts'
import { sortLine } from './queue.ts'
import { ranksOf } from './urgency.ts'

export function evolveIntervention(state: OwnedState, run: OwnedRun, event: InterventionEvent): void {
  if (event.type === 'RunAdjusted') adjustRun(state, run, event)
  else if (event.type === 'StageHeld') holdStage(state, stageOf(state, event.run, event.stage), event)
  else {
    const stage = stageOf(state, event.run, event.stage)
    stage.held = undefined
    liftBar(state, stage)
  }
}

/** They hold until the run ends: a retry begins as the run did. */
export function endInterventions(state: OwnedState, run: OwnedRun): void {
  const { pools } = run.started
  const { priority } = run.workflow
  if (run.pools !== pools || run.priority !== priority) adjustRun(state, run, { pools, priority })
  run.pools = pools
  run.preempting = false
  for (const stage of run.stages) {
    if (stage.held === undefined) continue
    stage.held = undefined
    liftBar(state, stage)
  }
}

/** What stands in line leaves it; what comes later is barred as it comes. */
function holdStage(state: OwnedState, stage: OwnedStage, { at, reason }: StageHeld): void {
  stage.held = { since: at, reason }
  barLine(state, stage)
}

function adjustRun(
  state: OwnedState,
  run: OwnedRun,
  { pools, priority, preempt }: Pick<RunAdjusted, 'pools' | 'priority' | 'preempt'>,
): void {
  run.pools = { ...run.pools, ...pools }
  if (pools !== undefined || preempt) run.preempting = preempt === true
  if (priority === undefined) return
  run.priority = priority
  const ranks = ranksOf({ ...run.workflow, priority }, run.order)
  for (const stage of run.stages) stage.rank = ranks[stage.definition.index] ?? 0
  sortLine(state, run)
}
