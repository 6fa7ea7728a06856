import type { Calendar } from '#calendar/calendar.ts'
import type { Cron } from '#calendar/cron.ts'
import type { Template } from '#expression/compiled.ts'
import type { Place } from './problem.ts'

/** What a run begins on by itself, as long as `pwos serve` is there. */
export type Trigger =
  /** At each moment of a schedule, on the clocks of a zone; `within`: only when that person or instrument is there. */
  | {
      readonly kind: 'schedule'
      readonly text: string
      readonly cron: Cron
      readonly timezone: string
      readonly within: Within | undefined
    }
  /** For each new file, once it has stayed as it is for so long. The pattern is relative to the folder of the workflow. */
  | { readonly kind: 'files'; readonly pattern: string; readonly settleMs: number }
  /** When somebody sends this signal to the store. */
  | { readonly kind: 'signal'; readonly signal: string }
  /** When it is posted to `pwos serve`. */
  | { readonly kind: 'webhook' }

export interface Within {
  readonly name: string
  /** Undefined: always there. */
  readonly calendar: Calendar | undefined
}

/** What to do with an occasion while a run of the workflow is under way. */
export const overlaps = ['queue', 'skip', 'replace', 'parallel'] as const
export type Overlap = (typeof overlaps)[number]

/** What to do with occasions that came while nobody served: the newest alone, none, or each. */
export const missedRules = ['once', 'skip', 'all'] as const
export type Missed = (typeof missedRules)[number]

export interface Start {
  readonly name: string
  readonly trigger: Trigger
  readonly overlap: Overlap
  readonly missed: Missed
  /** Values for parameters, from the occasion. */
  readonly with: readonly { readonly parameter: string; readonly value: Template }[]
  readonly at: Place
}
