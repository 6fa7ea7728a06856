import type { Text } from '#expression/text.ts'

/**
 * What runs where and when: the deterministic plan, made from expected durations. Times are UTC milliseconds.
 * A schedule keeps every precedence, capacity, calendar, window, booking and release; deadlines it may miss, and says so.
 */
export interface Schedule {
  readonly start: number
  readonly finish: number
  /** By stage index. */
  readonly stages: readonly StageSchedule[]
  readonly resources: readonly ResourceUse[]
  /** No schedule of these durations can end before; `reason` says what proves it. */
  readonly bound: { readonly finish: number; readonly reason: Text }
  /** What ends last, and what it waited for, back to the start: the chain that fixes the finish. In the order of time. */
  readonly chain: readonly ChainLink[]
  /** Who waited for whom, the longest waits first; at most some dozens. */
  readonly conflicts: readonly Conflict[]
  readonly costs: readonly { readonly currency: string; readonly amount: number }[]
  /** Workflow and stage deadlines that this schedule misses. */
  readonly missed: readonly { readonly stage: number | undefined; readonly deadline: number; readonly byMs: number }[]
}

export interface StageSchedule {
  readonly stage: number
  readonly count: number
  /** How the number of tasks is known: from the parameters, from earlier runs, or assumed to be one. */
  readonly counted: 'exact' | 'history' | 'assumed'
  /** By task. */
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Which option each task takes; all 0 without alternatives. */
  readonly options: Uint8Array
  /** Resource indices (into `Schedule.resources`) of the persons chosen for each task; empty where the stage needs none. */
  readonly people: readonly (readonly number[])[]
  /** Earliest and latest times by precedence and calendars alone (no limits of capacity): of the first start and last end. */
  readonly earliestStart: number
  readonly earliestFinish: number
  readonly latestStart: number
  readonly latestFinish: number
  /** How much the stage may slip without delaying the workflow, or any stage after it. */
  readonly totalSlackMs: number
  readonly freeSlackMs: number
}

export interface ResourceUse {
  readonly name: string
  readonly kind: 'pool' | 'person' | 'instrument'
  readonly capacity: number
  /** Amount × time used, and available within the schedule's span and the resource's calendar. */
  readonly usedMs: number
  readonly availableMs: number
  /** The use over time as steps: from `at[i]` on, `amount[i]` is held. */
  readonly at: Float64Array
  readonly amount: Float64Array
  /** The most that is held at once. */
  readonly peak: number
  readonly costs: readonly { readonly currency: string; readonly amount: number }[]
}

export interface ChainLink {
  readonly stage: number
  readonly task: number
  /** Why it did not start earlier: what it waits for ended then, a resource became free, a calendar opened, or its release came. */
  readonly because: 'start' | 'precedence' | 'resource' | 'calendar' | 'release'
  /** The resource's name for `resource` and `calendar`. */
  readonly resource: string | undefined
}

/** Tasks of one stage waited for a resource that another held. */
export interface Conflict {
  readonly resource: string
  readonly waiting: number
  readonly holding: number
  /** Tasks that waited, and the longest wait. */
  readonly tasks: number
  readonly from: number
  readonly waitMs: number
  /** Which rule decided who goes first. */
  readonly rule: 'priority' | 'deadline' | 'criticality' | 'search' | 'booking' | 'calendar'
}
