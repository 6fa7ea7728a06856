/** The run whose result a stage took, with the stage there. */
export interface TakenFrom {
  readonly run: string
  readonly workflow: string
  readonly stage: string
  /** Over that run's definition and parameters. */
  readonly fingerprint: string
  /** Waivers on which the result rested there when it was taken; left out: none. */
  readonly waivers?: readonly TakenWaiver[]
}

/** A waiver that was given in another run. */
export interface TakenWaiver {
  readonly run: string
  readonly workflow: string
  /** Name of the stage whose result was let pass, and label of its task. */
  readonly stage: string
  readonly label: string
  readonly gate: string
  readonly by: string
  readonly reason: string
}
