import type { Stage } from '#model/workflow.ts'
import type { RunStarted } from './events.ts'
import type { Result } from './outcome.ts'

type Began = Pick<RunStarted, 'anew' | 'inherits'>

/** Whether a stage's tasks may have results that were made before, or that another task is making. */
export function isCached(started: Began, { cache, index }: Pick<Stage, 'cache' | 'index'>): boolean {
  return cache && !isAnew(started, index)
}

function isAnew({ anew }: Began, stage: number): boolean {
  return anew?.includes(stage) === true
}

/** Whether results are looked for at all: those of runs that this one took the place of are its own. */
export function mayReuse(started: Began, stage: Pick<Stage, 'cache' | 'index'>): boolean {
  return isCached(started, stage) || (started.inherits !== undefined && !isAnew(started, stage.index))
}

/** Whether this one may be used. */
export function isReusable(started: Began, stage: Pick<Stage, 'cache' | 'index'>, { origin }: Result): boolean {
  if (isCached(started, stage)) return true
  return mayReuse(started, stage) && started.inherits?.some((run) => origin.startsWith(`${run}/`)) === true
}
