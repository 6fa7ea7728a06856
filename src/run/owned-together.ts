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
  /** By id, in the order they came. */
  readonly all: Map<string, ReceivedSignal & { readonly signal: string }>
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

/** How the pieces of an output stand; see `streams.ts`. */
export interface StreamOf<Stage> {
  /** Who makes them. */
  readonly producer: Stage
  /** More may come. */
  open: boolean
  /** The newest task of each name. */
  readonly slots: Map<string, number>
  /** By task; one that stands for what did not come has none. */
  readonly names: string[]
  /** Since when the task that makes them is stopped where it is, as too many wait. */
  heldSince: number | undefined
  /** What is wrong with what this attempt has handed on: it is being stopped, and has failed. */
  trouble: { readonly attempt: number; readonly detail: string } | undefined
}
