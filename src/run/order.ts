import { shareBetween, standingOf } from './fair-share.ts'
import { frontOf } from './line.ts'
import type { LineRule } from './line-rule.ts'
import type { Bucket, OwnedRun, OwnedStage } from './owned.ts'

/**
 * Stated priority, then the least slack where a deadline is in danger, then whoever has used least, then the longest way still to go, then
 * first come, first served. `share`: above 0 where the first has used less.
 */
export function goesFirst(a: Bucket, b: Bucket, share = shareBetween(a.stage.run, b.stage.run)): boolean {
  const first = frontOf(a.line)
  const second = frontOf(b.line)
  const more = precedence(a.stage, wayOf(a.stage, first?.task), b.stage, wayOf(b.stage, second?.task), share)
  return more > 0 || (more === 0 && (first?.arrival ?? Number.POSITIVE_INFINITY) < (second?.arrival ?? Number.POSITIVE_INFINITY))
}

/**
 * How long the way from a task to the end still is, in ms: as its run was planned, else the longest by estimates. Both are times to the end,
 * so tasks of runs with and without a plan can be compared, and within a planned run what was to start first goes first.
 */
export function wayOf(stage: OwnedStage, task: number | undefined): number {
  const { planned } = stage
  return (planned === undefined || task === undefined ? undefined : planned.toGo[task]) ?? criticalityOf(stage)
}

/** Above 0: the first of the two goes first, whatever came earlier. Each with the way that its task has still to go. */
export function precedence(a: OwnedStage, wayOfA: number, b: OwnedStage, wayOfB: number, share: number): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  // Most are in no danger: Infinity less Infinity is no number.
  if (a.urgentAt !== b.urgentAt) return b.urgentAt - a.urgentAt
  if (share !== 0) return share
  if (wayOfA !== wayOfB || (a.planned === undefined && b.planned === undefined)) return wayOfA - wayOfB
  return criticalityOf(a) - criticalityOf(b)
}

function criticalityOf({ run, definition }: OwnedStage): number {
  return run.criticality[definition.index] ?? 0
}

/** Which rule puts one of the two before the other. */
export function ruleBetween(a: Bucket, b: Bucket): LineRule {
  const [one, other] = [a.stage, b.stage]
  if (one.rank !== other.rank) {
    const isBooked = (one.definition.bookedAt === undefined) !== (other.definition.bookedAt === undefined)
    return isBooked ? 'booked' : 'priority'
  }
  if (one.urgentAt !== other.urgentAt) return 'deadline'
  const share = shareBetween(one.run, other.run)
  if (share !== 0) return one.run.share.owner !== other.run.share.owner && usedAlike(one.run, other.run) ? 'arrival' : 'share'
  if (wayOf(one, frontOf(a.line)?.task) === wayOf(other, frontOf(b.line)?.task)) return 'arrival'
  return one.planned === undefined && other.planned === undefined ? 'criticality' : 'plan'
}

/** Of two who have used as much, whoever came first. */
function usedAlike(a: OwnedRun, b: OwnedRun): boolean {
  return standingOf(a).owner === standingOf(b).owner
}
