import type { Expression, Template } from '#expression/compiled.ts'
import type { Place } from './problem.ts'

/** How the stages of a workflow, and the runs of a store, go together. Left out where the file says nothing of it. */
export interface WorkflowCoordination {
  readonly locks: readonly DeclaredLock[]
  readonly barriers: readonly Barrier[]
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

/** What a stage has to do with others besides what it reads of them. */
export interface StageCoordination {
  readonly locks: readonly Lock[]
  /** Index into the workflow's barriers. */
  readonly barrier: number | undefined
}

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
