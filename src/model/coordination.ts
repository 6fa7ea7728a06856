import type { Expression, Template } from '#expression/compiled.ts'
import type { FormField } from './human.ts'
import type { Place } from './problem.ts'

/** How the stages of a workflow, and the runs of a store, go together. Left out where the file says nothing of it. */
export interface WorkflowCoordination {
  readonly locks: readonly DeclaredLock[]
  readonly barriers: readonly Barrier[]
  readonly signals: readonly DeclaredSignal[]
  readonly conditions: readonly Condition[]
}

/** A lock with a number of permits: over all runs of the store no more than these are held. */
export interface DeclaredLock {
  readonly name: string
  readonly permits: number
  readonly at: Place
}

/** A point at which tasks wait for each other. */
export interface Barrier {
  readonly name: string
  /** Every stage that has it. */
  readonly stages: readonly number[]
  readonly at: Place
}

/** Something that stages, runs and people tell each other, with what is told. */
export interface DeclaredSignal {
  readonly name: string
  readonly fields: readonly FormField[]
  readonly at: Place
}

/** Something of the surroundings that is so or is not: the beam is down, the vacuum is bad. */
export interface Condition {
  readonly name: string
  readonly source: ConditionSource
  /** How long it must read otherwise before that counts, in ms. */
  readonly steadyMs: number
  /** What is done with attempts that run when it begins: they go on, or are stopped where they are until it is over. */
  readonly running: 'keep' | 'stop'
  /** What counts while nothing is known of it. */
  readonly unknown: 'hold' | 'go'
  readonly at: Place
}

export type ConditionSource =
  /** A command that says yes with exit status 0 and no with 1, or a file that is there or not; looked at each period. */
  | { readonly kind: 'command' | 'file'; readonly text: string; readonly everyMs: number; readonly silentMs: number }
  /** The newest signal of this name says. */
  | { readonly kind: 'signal'; readonly signal: number; readonly when: Expression }

/** What a stage has to do with others besides what it reads of them. */
export interface StageCoordination {
  readonly locks: readonly Lock[]
  /** Index into the workflow's barriers. */
  readonly barrier: number | undefined
  readonly awaits: readonly AwaitedSignal[]
  readonly sends: readonly SentSignal[]
  /** Indices into the workflow's conditions, while one of which holds nothing of the stage starts. */
  readonly suspendedBy: readonly number[]
}

/** None of the stage's tasks is released before it has come. */
export interface AwaitedSignal {
  /** Index into the workflow's signals. */
  readonly signal: number
  /** How long it is waited for once all else is there, in ms; undefined: as long as it takes. */
  readonly withinMs: number | undefined
  readonly at: Place
}

/** Sent by each task of the stage when it is done. */
export interface SentSignal {
  readonly signal: number
  readonly to: SignalTarget
  readonly data: readonly { readonly name: string; readonly value: Expression }[]
  readonly at: Place
}

/** The own run, every run that is not over, or those of the workflow of a name. */
export type SignalTarget = { readonly kind: 'run' | 'all' } | { readonly kind: 'workflow'; readonly name: string }

/** What a task holds alone, or so many permits of, while it runs. */
export interface Lock {
  /** May hang on what the needs of a stage may hang on. */
  readonly name: Template
  readonly permits: Expression
  readonly at: Place
}

const lockPrefix = 'lock:'

/** The name under which a lock stands among the pools that a task holds. */
export function lockPool(name: string): string {
  return lockPrefix + name
}

/** The lock that stands for a pool of that name; undefined: it is none. */
export function lockOfPool(pool: string): string | undefined {
  return pool.startsWith(lockPrefix) ? pool.slice(lockPrefix.length) : undefined
}
