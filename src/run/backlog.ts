import type { Streamed } from '#model/streamed.ts'
import { isBarred } from './barring.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { worldOf } from './placed-on.ts'
import { is, statusOf } from './status.ts'

/** What the file says of how many pieces there may be. */
export function boundsOf({ stream }: OwnedStage): Streamed | undefined {
  return stream?.producer.definition.outputs.find((output) => output.stream !== undefined)?.stream
}

/** How many pieces wait for the slowest of those who take them. What waits for something else, too, could not be worked off now. */
export function waitingPieces({ links }: OwnedStage): number {
  let most = 0
  for (const { counts } of links.eachConsumers) {
    most = Math.max(most, counts.released + counts.queued + counts.running + counts.retrying + counts.asked)
  }
  return most
}

/**
 * Whether who makes the pieces is to be stopped where he is: as many wait as the file says, or he was stopped for it and more than half
 * of them still wait. He holds what he needs all the same, so he goes on where that is all that keeps the pieces from being worked off.
 */
export function holdsBack(state: OwnedState, stage: OwnedStage): boolean {
  // What runs elsewhere cannot be stopped where it is.
  const { definition } = stage.stream?.producer ?? stage
  if (worldOf(definition, stage.run.started) !== 'local') return false
  return isOver(stage) && !isStuck(state, stage)
}

function isOver(stage: OwnedStage): boolean {
  const { stream } = stage
  if (
    stream?.open !== true ||
    statusOf(stream.producer, 0) !== is.running ||
    stream.trouble !== undefined ||
    stream.producer.outdated.has(0)
  )
    return false
  const backlog = boundsOf(stage)?.backlog ?? Number.POSITIVE_INFINITY
  const waiting = waitingPieces(stage)
  return stream.heldSince === undefined ? waiting >= backlog : 2 * waiting > backlog
}

/** Those who take the pieces stand in line for room, and nothing runs that could free any but those who are to be stopped. */
function isStuck(state: OwnedState, { links, run }: OwnedStage): boolean {
  for (const { stage } of state.bundles) if (stage.pieces === undefined || !isOver(stage.pieces)) return false
  if (run.phase === 'paused') return false
  if (links.eachConsumers.some(({ counts }) => counts.retrying + counts.asked > 0)) return false
  const waitsForOpening = (stage: OwnedStage) => stage.isSpecial && state.awaited > 0
  return links.eachConsumers.some((stage) => stage.counts.queued > 0 && !isBarred(stage) && !waitsForOpening(stage))
}
