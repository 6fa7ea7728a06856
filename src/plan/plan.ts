import type { StageDuration } from './duration.ts'
import type { ExpectedRun } from './expected-run.ts'
import type { Forecast } from './forecast.ts'
import type { PlanInput } from './plan-input.ts'
import type { Schedule } from './schedule.ts'

/** What will happen, when, and what would change it. */
export interface Plan {
  readonly input: PlanInput
  readonly expected: ExpectedRun
  /** By stage. */
  readonly durations: readonly StageDuration[]
  readonly schedule: Schedule
  readonly forecast: Forecast | undefined
  /** What each resource and each stage is worth: the most valuable first. */
  readonly sensitivities: readonly Sensitivity[]
}

/** The finish if one thing were otherwise, all else as planned. */
export type Sensitivity =
  | { readonly kind: 'more'; readonly resource: string; readonly from: number; readonly to: number; readonly finish: number }
  | { readonly kind: 'faster'; readonly stage: number; readonly factor: number; readonly finish: number }
