import type { RunState } from './state.ts'

/** How people name a task: `L=8,T=2.1`; empty for the only task of a stage. */
export function labelOf(_run: RunState, _stage: number, _task: number): string {
  return ''
}

/** The task that a person means, by its label or its index. Undefined: there is none, or the stage has no tasks yet. */
export function findTask(_run: RunState, _stage: number, _text: string): number | undefined {
  return undefined
}
