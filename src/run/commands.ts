import type { RunEvent, RunStarted } from './events.ts'
import { decideHuman, endsOfPeople } from './human.ts'
import type { Command } from './inputs.ts'
import { decideIntervention } from './interventions.ts'
import { isActive, type OwnedRun, type OwnedStage, type OwnedState } from './owned.ts'
import { received } from './sending.ts'
import { is, skipReasonOf, statusOf } from './status.ts'

/** What people ask for. What makes no sense as things are (twice the same, or too late) changes nothing. */
export function decideCommand(state: OwnedState, command: Command, now: number): RunEvent[] {
  if (command.type === 'start') return state.runs.has(command.run) ? [] : [started(command, now)]
  const run = state.runs.get(command.run)
  if (run === undefined) return []
  const base = { run: run.id, at: now }
  switch (command.type) {
    case 'pause':
      return run.phase === 'running' ? [{ type: 'RunPaused', ...base, reason: command.reason }] : []
    case 'unpause':
      return run.phase === 'paused' ? [{ type: 'RunUnpaused', ...base }] : []
    case 'cancel':
      return isActive(run) ? [{ type: 'RunCancelling', ...base, reason: command.reason }, ...endsOfPeople(run, now)] : []
    case 'retry':
      return run.phase === 'cancelling' ? [] : reset(run, command, now)
    case 'signal':
      return isActive(run) ? received(run, command, now) : []
    case 'hold':
    case 'release':
    case 'skip':
    case 'adjust':
      return decideIntervention(run, command, now)
    case 'noticed': {
      const { type: _, ...rest } = command
      return [{ type: 'NoticeEnded', at: now, ...rest }]
    }
    case 'answer':
    case 'approve':
    case 'reject':
    case 'delegate':
      return decideHuman(state, run, command, now)
  }
}

function started({ type: _, ...command }: Extract<Command, { type: 'start' }>, now: number): RunStarted {
  return { type: 'RunStarted', at: now, ...command }
}

type Retry = Extract<Command, { type: 'retry' }>

/**
 * Failed tasks, all or those named, and everything that was skipped behind one of them: whether it runs this time is
 * found out again. A task that a rule has ignored is tried again only when it is named.
 */
function reset(run: OwnedRun, command: Retry, now: number): RunEvent[] {
  const events: RunEvent[] = []
  const touched = new Set<number>()
  for (const index of run.order) {
    const stage = run.stages[index]
    if (stage?.count === undefined || !stage.asked) continue
    const behind = stage.definition.dependencies.some((dependency) => touched.has(dependency.stage))
    const tasks = tasksToReset(stage, command, behind)
    if (tasks.length === 0) continue
    touched.add(index)
    events.push({ type: 'TasksReset', run: run.id, at: now, stage: index, tasks })
  }
  // A cancelled run may have nothing that failed: it goes on where it stopped.
  if (events.length === 0 && run.phase === 'cancelled') events.push({ type: 'TasksReset', run: run.id, at: now, stage: 0, tasks: [] })
  return events
}

function tasksToReset(stage: OwnedStage, { stage: named, tasks }: Retry, behind: boolean): readonly number[] {
  const here = named === undefined || named === stage.definition.index
  const { failed, ignored, skipped } = stage.counts
  if (!(here && failed + ignored > 0) && !(behind && skipped > 0)) return []
  const only = named !== undefined && tasks !== undefined ? new Set(tasks) : undefined
  const found: number[] = []
  for (let task = 0; task < (stage.count ?? 0); task++) {
    const status = statusOf(stage, task)
    const asked = here && (only === undefined || only.has(task))
    const again = status === is.failed || (status === is.ignored && named !== undefined)
    if ((asked && again) || (behind && status === is.skipped && isBehind(stage, task))) found.push(task)
  }
  return found
}

function isBehind(stage: OwnedStage, task: number): boolean {
  const reason = skipReasonOf(stage, task)
  return reason === 'upstream_failed' || reason === 'upstream_skipped'
}
