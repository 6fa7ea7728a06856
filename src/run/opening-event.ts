import type { Base } from './event-base.ts'

/** Nothing of what is in line can start before `until`, if nothing else happens: a calendar is closed, or a date has not come. */
export interface OpeningAwaited extends Base {
  readonly type: 'OpeningAwaited'
  /** The one that is the first to be looked at again. */
  readonly stage: number
  readonly until: number
}
