import type { Place } from './problem.ts'

/** Signals with which a program can be asked to save its state. */
export const checkpointSignals = ['TERM', 'INT', 'HUP', 'USR1', 'USR2', 'XCPU'] as const

export type CheckpointSignal = (typeof checkpointSignals)[number]

/** When what lies in the checkpoint folder is whole: once the program has ended by itself, or always, as it renames whole files into it. */
export const wholeness = ['at_end', 'always'] as const

/** Where the next attempt begins. The last good state is an earlier one than the newest checkpoint, from before it went wrong. */
export const restarts = ['from_scratch', 'from_checkpoint', 'from_last_good_state'] as const

export type Restart = (typeof restarts)[number]

/** How a program is asked to save its state, so that another attempt goes on from it. */
export interface Checkpoint {
  readonly signal: CheckpointSignal
  /** How long it may take to save and to end. */
  readonly graceMs: number
  /** The grace was not stated: it is never more than half of a time limit. */
  readonly graceIsDefault: boolean
  readonly whole: (typeof wholeness)[number]
  /** Only an end with this exit code says that the state was saved; it may also come unasked. Left out: every end after the signal. */
  readonly exitCode?: number
  /** How often a task goes on. */
  readonly atMost: number
  readonly at: Place
}

export const checkpointDefaults = { signal: 'TERM', graceMs: 60_000, whole: 'at_end', atMost: 100 } as const

/** How long before a time limit the program is asked. */
export function graceWithin({ graceMs, graceIsDefault }: Pick<Checkpoint, 'graceMs' | 'graceIsDefault'>, limitMs: number): number {
  return graceIsDefault || graceMs >= limitMs ? Math.min(graceMs, limitMs / 2) : graceMs
}

/** Whose place a stage may take: of tasks of lower priority that save their state; also of others, which then begin from scratch. */
export const preemptions = ['lower', 'restart'] as const

export type Preemption = (typeof preemptions)[number]
