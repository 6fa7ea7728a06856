import type { Artefact } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { is, statusOf } from './status.ts'

/** The output whose pieces the stage stands for. */
export function outputOf({ definition }: OwnedStage): string {
  return definition.fanout.kind === 'pieces' ? definition.fanout.output : ''
}

export function pieceAt(stage: OwnedStage, slot: number): Artefact | undefined {
  return stage.results.get(slot)?.outputs[outputOf(stage)]
}

/**
 * The tasks of a stage in the order in which lists give them. Pieces come in any order, and another one after a failure: those that count
 * are listed by their names, so that the same pieces give the same list.
 */
export function* listed({ count = 0, streamed }: OwnedStage): Generator<number> {
  const stream = streamed?.stream
  if (streamed === undefined || stream === undefined) for (let task = 0; task < count; task++) yield task
  else {
    const there = [...stream.slots].filter(([, slot]) => statusOf(streamed, slot) === is.done)
    for (const [, slot] of there.sort(([a], [b]) => (a < b ? -1 : 1))) yield slot
  }
}

/** How many tasks there are, as expressions see it: pieces that do not count any more are none. */
export function countOf({ count, streamed }: OwnedStage): number | undefined {
  return streamed === undefined ? count : streamed.counts.done
}

/** Names of the pieces that count: what the present attempt has handed on. */
export function handedOnBy(stage: OwnedStage): readonly string[] {
  const slots = [...(stage.stream?.slots ?? [])]
  return slots.filter(([, slot]) => statusOf(stage, slot) === is.done).map(([name]) => name)
}
