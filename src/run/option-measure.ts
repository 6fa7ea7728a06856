/** One place of an instrument. */
export interface SetUpPlace {
  /** Workflow and stage for which it was set up last. */
  user: string
  busy: boolean
}

export interface OptionMeasure {
  statedMs: number | undefined
  measured: number
  measuredMs: number
}
