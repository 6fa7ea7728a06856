import type { Input } from '#run/inputs.ts'

/** An attempt on its way. Stopped: what was to happen to it does not. */
export interface Pending {
  readonly attempt: number
  stopped: boolean
  /** It ends at another time than it was to: what would have said so before does not. */
  moved?: boolean
  /** When it began. */
  readonly began?: number
  /** Its end, as it is on the agenda. */
  readonly ends?: { readonly at: number; readonly input: Input }
  /** What is told of it before that. */
  readonly told?: readonly { readonly at: number; readonly input: Input }[]
}

/** What will happen, unless it is stopped before. */
export interface Happening {
  readonly input: Input
  readonly pending: Pending | undefined
  /** Where the attempt is kept while it is on its way. */
  readonly under?: Map<number, Pending>
  /** A repeated word of this attempt. */
  readonly repeats?: Pending
}
