import type { Input } from '#run/inputs.ts'

/** An attempt on its way. Stopped: what was to happen to it does not. */
export interface Pending {
  readonly attempt: number
  stopped: boolean
}

/** What will happen, unless it is stopped before. */
export interface Happening {
  readonly input: Input
  readonly pending: Pending | undefined
  /** Where the attempt is kept while it is on its way. */
  readonly under?: Map<number, Pending>
}
