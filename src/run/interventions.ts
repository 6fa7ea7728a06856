import type { RunEvent } from './events.ts'
import type { InterventionCommand } from './intervention-events.ts'
import { isActive, type OwnedRun, type OwnedStage } from './owned.ts'
import { is, statusOf } from './status.ts'

/** What people change of a run while it goes on. */
export function decideIntervention(run: OwnedRun, command: InterventionCommand, now: number): RunEvent[] {
  if (!isActive(run)) return []
  const base = { run: run.id, at: now }
  if (command.type === 'adjust') return adjusted(run, command, now)
  const stage = run.stages[command.stage]
  if (stage?.asked !== true) return []
  switch (command.type) {
    case 'hold':
      return stage.held === undefined ? [{ type: 'StageHeld', ...base, stage: command.stage, reason: command.reason }] : []
    case 'release':
      return stage.held === undefined ? [] : [{ type: 'StageReleased', ...base, stage: command.stage }]
    case 'skip': {
      const tasks = skippable(stage, command.tasks)
      const { reason: note } = command
      return tasks.length === 0 ? [] : [{ type: 'TasksSkipped', ...base, stage: command.stage, tasks, reason: 'by_hand', note }]
    }
  }
}

/** Those of the named tasks (or of all) that have not begun and are not over. */
export function skippable(stage: OwnedStage, named: readonly number[] | undefined): readonly number[] {
  const all = named ?? Array.from({ length: stage.count ?? 0 }, (_, task) => task)
  return all.filter((task) => task < (stage.count ?? 0) && statusOf(stage, task) < is.done && statusOf(stage, task) !== is.running)
}

function adjusted(
  run: OwnedRun,
  { pools = {}, priority, preempt }: Extract<InterventionCommand, { type: 'adjust' }>,
  now: number,
): RunEvent[] {
  const moved = Object.entries(pools).filter(([pool, amount]) => Object.hasOwn(run.pools, pool) && run.pools[pool] !== amount)
  const rises = priority !== undefined && priority !== run.priority
  if (moved.length === 0 && !rises && !(preempt && !run.preempting)) return []
  return [
    {
      ...{ type: 'RunAdjusted', run: run.id, at: now },
      ...(moved.length === 0 ? {} : { pools: Object.fromEntries(moved) }),
      ...(rises ? { priority } : {}),
      ...(preempt ? { preempt } : {}),
    },
  ]
}
