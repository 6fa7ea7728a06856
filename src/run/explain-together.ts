import { lockOfPool } from '#model/coordination.ts'
import { boundsOf, waitingPieces } from './backlog.ts'
import { isThere } from './barring.ts'
import { isFrozen, isSuspended, isSuspending } from './conditions.ts'
import type { BusyLock, Missing, Reason, Suspension } from './explanation.ts'
import { labelOf } from './label.ts'
import { isOver, type OwnedStage, type OwnedState, type Shape } from './owned.ts'
import { capacityIn } from './room.ts'
import { missingNames, patienceOf } from './signals.ts'
import { is, statusOf } from './status.ts'

/** Signals that have not come. */
export function explainSignals(stage: OwnedStage): readonly Reason[] {
  if (stage.missingSignals === undefined) return []
  const { awaitingSince: since } = stage
  const until = since === undefined ? undefined : patienceOf(stage, since).until
  return [{ code: 'awaits_signal', signals: missingNames(stage), since, until }]
}

/** Why a queued task stands in no line. */
export function explainBarred(stage: OwnedStage): readonly Reason[] {
  const { barrier, held } = stage
  if (held !== undefined) return [{ code: 'held', ...held }]
  const suspended: Reason[] = isSuspended(stage) ? [{ code: 'suspended', conditions: suspensionsOf(stage), stopped: false }] : []
  if (barrier === undefined || barrier.open) return suspended
  const missing = barrier.members.flatMap((member): Missing[] =>
    isThere(member) ? [] : [{ stage: member.definition.name, there: thereOf(member), count: member.count }],
  )
  return [{ code: 'at_barrier', barrier: barrier.name, missing }, ...suspended]
}

/** Why what runs is stopped where it is. */
export function explainFrozen(stage: OwnedStage): readonly Reason[] {
  const since = stage.pieces?.stream?.heldSince
  const pieces: Reason[] =
    stage.pieces === undefined || since === undefined
      ? []
      : [{ code: 'pieces_wait', waiting: waitingPieces(stage.pieces), backlog: boundsOf(stage.pieces)?.backlog ?? 0, since }]
  const conditions = suspensionsOf(stage)
  if (!isFrozen(stage) || (pieces.length > 0 && conditions.length === 0)) return pieces
  return [...pieces, { code: 'suspended', conditions, stopped: true }]
}

/** All its tasks are over, and more may come. */
export function explainGrowing({ streamed, run }: OwnedStage): readonly Reason[] {
  if (streamed?.stream?.open !== true || isOver(run)) return []
  return [{ code: 'awaits_piece', stage: streamed.stream.producer.definition.name, pieces: streamed.counts.done }]
}

function suspensionsOf({ run, definition }: OwnedStage): readonly Suspension[] {
  return (definition.coordination?.suspendedBy ?? []).flatMap((index): Suspension[] => {
    const course = run.conditions[index]
    const condition = run.workflow.coordination?.conditions[index]
    if (course === undefined || condition === undefined || !isSuspending(run, index)) return []
    const reading = course.counts === 'clear' ? undefined : course.counts
    return [{ condition: condition.name, reading, since: course.since }]
  })
}

function thereOf({ counts, count = 0 }: OwnedStage): number {
  return count - counts.waiting - counts.released
}

/** A lock with too few permits left, and who holds it. Undefined: there is enough, or it is no lock. */
export function lockTaken(state: OwnedState, { run, needs }: Shape, pool: string): Reason | undefined {
  const lock = lockOfPool(pool)
  if (lock === undefined) return undefined
  const permits = capacityIn(run, pool)
  const need = needs.pools[pool] ?? 0
  const free = Math.max(0, permits - (state.held.get(pool) ?? 0))
  return need > free ? { code: 'lock_taken', lock, need, free, permits, holders: holdersOf(state, pool) } : undefined
}

/** Longest first. */
function holdersOf(state: OwnedState, pool: string): readonly BusyLock[] {
  const holders: BusyLock[] = []
  for (const { stage, tasks, holds, startedAt } of state.bundles) {
    if (holds[pool] === undefined) continue
    const task = tasks.find((each) => statusOf(stage, each) === is.running) ?? tasks[0] ?? 0
    const { index, name } = stage.definition
    holders.push({ run: stage.run.id, stage: name, task, label: labelOf(stage.run, index, task), since: startedAt })
  }
  return holders.sort((a, b) => a.since - b.since)
}
