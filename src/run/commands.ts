import type { RunEvent, RunStarted } from './events.ts'
import { decideHuman, endsOfPeople } from './human.ts'
import type { Command } from './inputs.ts'
import { decideIntervention } from './interventions.ts'
import { isActive, type OwnedState } from './owned.ts'
import { resetTasks } from './reset.ts'
import { received } from './sending.ts'

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
      return run.phase === 'cancelling' ? [] : resetTasks(run, command, now)
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
    case 'issue': {
      const { type: _, ...said } = command
      return [{ ...said, type: 'IssueNoted', at: now }]
    }
    case 'answer':
    case 'approve':
    case 'reject':
    case 'delegate':
    case 'waive':
      return decideHuman(state, run, command, now)
  }
}

function started({ type: _, ...command }: Extract<Command, { type: 'start' }>, now: number): RunStarted {
  return { type: 'RunStarted', at: now, ...command }
}
