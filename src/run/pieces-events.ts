import type { Base } from './event-base.ts'
import type { Artefact } from './outcome.ts'

/** What becomes true of outputs that are handed on piece by piece; `stage` is the one that stands for the pieces. As in `events.ts`. */
export type PiecesEvent = PiecesPublished | StreamEnded | ProducerHeld | ProducerReleased

/**
 * Pieces that are whole, in order. One that is there already, of an earlier attempt and with the same content, counts again; any other is
 * one task more for the stage and for those that follow it element by element.
 */
export interface PiecesPublished extends Base {
  readonly type: 'PiecesPublished'
  readonly stage: number
  /** Of the task that makes them. */
  readonly attempt: number
  readonly pieces: readonly Artefact[]
  /** What is wrong with the next one: the attempt is stopped for it. */
  readonly trouble?: string
}

/** No more pieces come. Those of earlier attempts that have not come again count no more, and what was made of them is let go. */
export interface StreamEnded extends Base {
  readonly type: 'StreamEnded'
  readonly stage: number
  /** How many pieces there are. */
  readonly pieces: number
  /** The task that makes them has failed or was skipped: one task more stands for what did not come, and is skipped. */
  readonly rest?: true
}

/** So many pieces wait that the task that makes them is stopped where it is. */
export interface ProducerHeld extends Base {
  readonly type: 'ProducerHeld'
  readonly stage: number
  readonly waiting: number
}

/** Enough of them are worked off, or nobody could: it goes on. */
export interface ProducerReleased extends Base {
  readonly type: 'ProducerReleased'
  readonly stage: number
  readonly waiting: number
}
