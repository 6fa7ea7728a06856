import type { Text } from '#expression/text.ts'
import type { Place } from '#model/problem.ts'

/** Why there is no schedule, everything at once. */
export interface Infeasible {
  readonly reasons: readonly Obstacle[]
}

/** One thing that cannot be, with its place in the file. */
export interface Obstacle {
  readonly stage: number | undefined
  readonly at: Place | undefined
  readonly message: Text
}
