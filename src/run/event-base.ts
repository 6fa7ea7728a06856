/** What every event says: of which run it is, and when it became true, in UTC ms. */
export interface Base {
  readonly run: string
  readonly at: number
}

/** Where a run's stages run that do not say it themselves. */
export interface Placed {
  /** The world; left out: this machine. */
  readonly on?: string
  /** Absolute path of the site profile; left out: none was named. */
  readonly site?: string
}

/** Of an attempt on a cluster. */
export interface Waited {
  /** How long its job waited in the queue before it began, in ms; left out: it did not wait for one. */
  readonly queuedMs?: number
}
