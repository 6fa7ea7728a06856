import type { Json } from '#model/json.ts'
import type { Reading } from './coordination-events.ts'

/** Stages whose tasks start only when all of them are there. */
export interface BarrierOf<Stage> {
  readonly name: string
  readonly members: readonly Stage[]
  open: boolean
}

/** What has come to a run. */
export interface SignalsOf<Stage> {
  readonly ids: Set<string>
  /** By name, the first of each. */
  readonly first: Map<string, ReceivedSignal>
  /** Stages for which some have not come. */
  readonly waiting: Set<Stage>
  /** By name, the last of each. */
  readonly newest: Map<string, ReceivedSignal>
}

export interface ReceivedSignal {
  readonly data: { readonly [field: string]: Json }
  readonly at: number
  readonly from: string
}

export interface Sending {
  readonly due: Set<number>
  readonly sent: Set<number>
}

/** How a condition stands in a run. */
export interface ConditionCourse {
  /** What was read last, and since when; undefined: nothing was. */
  reading: Reading | undefined
  readAt: number
  /** What counts; undefined: nothing does yet. */
  counts: Reading | undefined
  /** Since when it suspends; undefined: it does not, or nothing was read yet. */
  since: number | undefined
  /** For how long it has, before that. */
  suspendedMs: number
}
