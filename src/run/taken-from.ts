/** The run whose result a stage took, with the stage there. */
export interface TakenFrom {
  readonly run: string
  readonly workflow: string
  readonly stage: string
  /** Over that run's definition and parameters. */
  readonly fingerprint: string
}
