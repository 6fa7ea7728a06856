import { carriedOver, keptOf, saidOf } from './carrying-over.ts'
import type { RunEvent, RunStarted } from './events.ts'
import { usedBy } from './fair-share.ts'
import { isGoingOn } from './going-on.ts'
import { decideHuman, endsOfPeople } from './human.ts'
import type { Command } from './inputs.ts'
import { decideIntervention } from './interventions.ts'
import { isActive, isOver, type OwnedState } from './owned.ts'
import { resetTasks } from './reset.ts'
import { received } from './sending.ts'

/** What people ask for. What makes no sense as things are (twice the same, or too late) changes nothing. */
export function decideCommand(state: OwnedState, command: Command, now: number): RunEvent[] {
  if (command.type === 'start') return start(state, command, now)
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
      return isGoingOn(run) ? received(run, command, now) : []
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

type Start = Extract<Command, { type: 'start' }>

/** With a run that it takes the place of, all in one: nothing comes between. */
function start(state: OwnedState, command: Start, now: number): RunEvent[] {
  const { replaces, run } = command
  if (state.runs.has(run)) return []
  if (replaces === undefined) return [started(state, command, now)]
  const old = state.runs.get(replaces.run)
  const isReplaceable = old !== undefined && isActive(old)
  if (replaces.active !== isReplaceable || isReplacedAlready(state, replaces.run)) return []
  if (!isReplaceable) return [started(state, command, now)]
  const said = saidOf(old)
  const begins = { ...started(state, command, now), ...(said.length === 0 ? {} : { said }) }
  const keep = keptOf(old, replaces.keep, replaces.wanted ?? [])
  const kept = keep.length === 0 ? {} : { keep }
  const cancelling: RunEvent = { type: 'RunCancelling', run: old.id, at: now, reason: `replaced by ${run}`, replacedBy: run, ...kept }
  return [begins, cancelling, ...endsOfPeople(old, now, keep), ...carriedOver(old, begins, state.load(begins))]
}

/** Of two edits of a run the first counts, as long as what it made of the run goes on. */
function isReplacedAlready({ runs }: OwnedState, old: string): boolean {
  for (const run of runs.values()) if (run.started.replaces === old && !isOver(run)) return true
  return false
}

function started(state: OwnedState, { type: _, replaces, ...command }: Start, now: number): RunStarted {
  const used = usedBy(state, now)
  const replacing = replaces && { replaces: replaces.run, inherits: [replaces.run, ...(replaces.before ?? [])] }
  return { type: 'RunStarted', at: now, ...command, ...(used === undefined ? {} : { used }), ...replacing }
}
