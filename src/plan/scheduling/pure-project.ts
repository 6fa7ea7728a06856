import type { Project } from '../search/project.ts'
import type { SchedulingProblem, Shape } from './problem.ts'
import { scarcePools } from './scarce.ts'

/** The same problem as one of pools alone, in whole numbers. */
export interface PureProject {
  readonly project: Project
  /** What it says of makespans is true to the millisecond: nothing had to be rounded. */
  readonly isExact: boolean
}

/** Times and amounts beyond these are rounded up to fit. */
const mostTime = 2 ** 30
const mostAmount = 2 ** 24

/** Undefined: there are calendars, people, options, releases, bookings, deadlines or priorities, which a project does not know. */
export function pureProject(problem: SchedulingProblem): PureProject | undefined {
  if (!isPure(problem)) return undefined
  const { count, optionStart, optionMs, optionShape, shapes, pools, successorStart, successors } = problem
  const total = optionMs.reduce((sum, ms) => sum + ms, 0)
  const unit = Math.max(1, Math.ceil(total / (mostTime - count)))
  const durations = new Int32Array(count)
  const scarce = scarcePools(problem)
  const used = pools.flatMap((_, pool) => (scarce[pool] ? [pool] : []))
  const scales = used.map((pool) => scaleOf(shapes, pool, pools[pool]?.capacity ?? 0))
  const demands = new Int32Array(count * used.length)
  for (let activity = 0; activity < count; activity++) {
    const option = optionStart[activity] as number
    if (option === optionStart[activity + 1]) continue
    durations[activity] = Math.ceil((optionMs[option] as number) / unit)
    const shape = shapes[optionShape[option] as number] as Shape
    used.forEach((pool, i) => {
      const amount = shape.amounts[shape.pools.indexOf(pool)] ?? 0
      demands[activity * used.length + i] = Math.ceil(amount / (scales[i]?.unit ?? 1) - 1e-9)
    })
  }
  const capacities = Int32Array.from(scales, ({ capacity }) => capacity)
  return {
    project: { count, durations, successorStart, successors, resources: used.length, demands, capacities },
    isExact: unit === 1 && scales.every(({ isExact }) => isExact),
  }
}

function isPure({ count, optionStart, shapes, families, start, units }: SchedulingProblem): boolean {
  if (units.length > 0 || shapes.some(({ kind, choices }) => kind !== 'unbroken' || choices.some(({ times }) => times !== undefined)))
    return false
  for (let activity = 0; activity < count; activity++) {
    if ((optionStart[activity + 1] as number) - (optionStart[activity] as number) > 1) return false
  }
  return families.every(
    ({ release, deadline, bookedAt, priority }) =>
      release <= start && deadline === Number.POSITIVE_INFINITY && bookedAt === undefined && priority === 0,
  )
}

/** The unit in which amounts of a pool are whole numbers. */
function scaleOf(
  shapes: readonly Shape[],
  pool: number,
  capacity: number,
): { readonly unit: number; readonly capacity: number; readonly isExact: boolean } {
  const amounts = shapes.flatMap(({ pools, amounts: own }) => own.filter((_, i) => pools[i] === pool))
  for (const fraction of [1, 10, 100, 1000]) {
    const whole = amounts.map((amount) => Math.round(amount * fraction))
    if (whole.some((amount, i) => Math.abs(amount - (amounts[i] as number) * fraction) > 1e-9 * amount)) continue
    const divisor = whole.reduce(greatestDivisor, 0) || 1
    const units = Math.floor((capacity * fraction) / divisor + 1e-9)
    if (units <= mostAmount) return { unit: divisor / fraction, capacity: units, isExact: true }
  }
  return { unit: capacity / mostAmount, capacity: mostAmount, isExact: false }
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
