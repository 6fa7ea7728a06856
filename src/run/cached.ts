import type { Stage } from '#model/workflow.ts'
import type { RunStarted } from './events.ts'

/** Whether a stage's tasks may have results that were made before, or that another task is making. */
export function isCached(started: Pick<RunStarted, 'anew'>, { cache, index }: Pick<Stage, 'cache' | 'index'>): boolean {
  return cache && started.anew?.includes(index) !== true
}
