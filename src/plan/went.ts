/** One attempt as it went in a simulated run. */
export interface Went {
  readonly stage: number
  readonly task: number
  readonly queuedAt: number
  startedAt: number
  endedAt: number
  readonly holds: { readonly [pool: string]: number }
  /** What was drawn: of people's work, working time. */
  workMs: number
  /** Who approved. */
  by: readonly string[]
  /** Its attempts go one after the other. */
  readonly bundle: { freeAt: number }
}

export interface SimulatedRun {
  readonly attempts: readonly Went[]
  readonly finish: number
  /** Undefined: it came to its end. Else why it did not. */
  readonly stuck: string | undefined
}
