import type { Json } from '#model/json.ts'

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
