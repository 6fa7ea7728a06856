import type { Choice, Placed, SchedulingProblem, Shape } from './problem.ts'
import { setupsOf } from './setups.ts'
import { sortedBy } from './sorted-by.ts'

/** A schedule with what is asked of it again and again. */
export interface Drawn {
  readonly problem: SchedulingProblem
  readonly placed: Placed
  readonly finish: number
  /** Activities by their ends. */
  readonly byEnd: Int32Array
  /** By use of a unit: how long it is set up just before. */
  readonly setups: Float64Array
  /** By activity: its uses of units, where it has any. */
  readonly usesOf: ReadonlyMap<number, readonly number[]>
  /** By use: the one before on the same unit; -1: there is none. */
  readonly useBefore: Int32Array
}

export function drawn(problem: SchedulingProblem, placed: Placed): Drawn {
  const { uses } = placed
  const usesOf = new Map<number, number[]>()
  uses.activity.forEach((activity, use) => {
    const known = usesOf.get(activity)
    if (known === undefined) usesOf.set(activity, [use])
    else known.push(use)
  })
  const useBefore = new Int32Array(uses.unit.length).fill(-1)
  const last = new Map<number, number>()
  // Of those that begin at once all but the last take no time.
  const inOrder = sortedBy(uses.from).sort(
    (a, b) => (uses.from[a] as number) - (uses.from[b] as number) || (uses.to[a] as number) - (uses.to[b] as number) || a - b,
  )
  for (const use of inOrder) {
    const unit = uses.unit[use] as number
    useBefore[use] = last.get(unit) ?? -1
    last.set(unit, use)
  }
  return {
    ...{ problem, placed, usesOf, useBefore },
    finish: placed.ends.reduce((latest, end) => Math.max(latest, end), problem.start),
    byEnd: sortedBy(placed.ends),
    setups: setupsOf(problem, placed),
  }
}

/** The shape of the option that was taken; undefined: it takes no time and holds nothing. */
export function shapeTaken({ problem, placed }: Drawn, activity: number): Shape | undefined {
  const option = placed.options[activity] as number
  return option < 0 ? undefined : problem.shapes[problem.optionShape[option] as number]
}

/** The units that were taken, as one of the shape's choices. */
export function choiceTaken({ placed, usesOf }: Drawn, shape: Shape, activity: number): Choice {
  const { choices } = shape
  const uses = usesOf.get(activity) ?? []
  const found = choices.length === 1 ? choices[0] : choices.find(({ units }) => isSame(units, uses, placed))
  return found ?? (choices[0] as Choice)
}

function isSame(units: readonly number[], uses: readonly number[], { uses: { unit } }: Placed): boolean {
  return units.length === uses.length && uses.every((use) => units.includes(unit[use] as number))
}
