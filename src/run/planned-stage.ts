/** How the tasks of a stage were planned, by task; empty where only the run can count them. */
export interface PlannedStage {
  /** How long before the end it is to start, in ms. */
  readonly toGo: readonly number[]
  /** By which of the stage's options it is to be done; left out: all by the first. */
  readonly options?: readonly number[]
}
