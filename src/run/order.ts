import { frontOf } from './line.ts'
import type { Bucket, OwnedStage } from './owned.ts'

/** By what it is decided who goes first in the line. */
export type LineRule = 'booked' | 'priority' | 'deadline' | 'criticality' | 'arrival'

/** Stated priority, then the least slack where a deadline is in danger, then the longest way still to go, then first come, first served. */
export function goesFirst(a: Bucket, b: Bucket): boolean {
  const more = precedence(a.stage, b.stage)
  return more > 0 || (more === 0 && arrivalOf(a) < arrivalOf(b))
}

/** Above 0: the first of the two goes first, whatever came earlier. */
export function precedence(a: OwnedStage, b: OwnedStage): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  // Most are in no danger: Infinity less Infinity is no number.
  if (a.urgentAt !== b.urgentAt) return b.urgentAt - a.urgentAt
  return criticalityIn(a) - criticalityIn(b)
}

function criticalityIn({ run, definition }: OwnedStage): number {
  return run.criticality[definition.index] ?? 0
}

/** Which rule puts one of the two before the other. */
export function ruleBetween(a: OwnedStage, b: OwnedStage): LineRule {
  if (a.rank !== b.rank) {
    const isBooked = (a.definition.bookedAt === undefined) !== (b.definition.bookedAt === undefined)
    return isBooked ? 'booked' : 'priority'
  }
  if (a.urgentAt !== b.urgentAt) return 'deadline'
  return criticalityIn(a) === criticalityIn(b) ? 'arrival' : 'criticality'
}

function arrivalOf({ line }: Bucket): number {
  return frontOf(line)?.arrival ?? Number.POSITIVE_INFINITY
}
