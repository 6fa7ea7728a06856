import type { Choice } from './branching-events.ts'

/** What a stage that decides has decided. */
export interface Chosen {
  readonly byTask: Map<number, Choice>
  /** How many tasks chose it, by branch. */
  readonly times: Map<number, number>
}
