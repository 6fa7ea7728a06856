import type { Placed, SchedulingProblem } from './problem.ts'

/** By use of a unit: how long it is set up just before, in ms. */
export function setupsOf({ units, family }: SchedulingProblem, { uses }: Placed): Float64Array {
  const setups = new Float64Array(uses.unit.length)
  if (units.every(({ setupMs }) => setupMs === 0)) return setups
  const order = Int32Array.from(uses.unit, (_, use) => use).sort(
    (a, b) => (uses.from[a] as number) - (uses.from[b] as number) || (uses.to[a] as number) - (uses.to[b] as number) || a - b,
  )
  const lastFamily = new Map<number, number>()
  for (const use of order) {
    const unit = uses.unit[use] as number
    const own = family[uses.activity[use] as number] as number
    if (lastFamily.get(unit) !== own) setups[use] = units[unit]?.setupMs ?? 0
    lastFamily.set(unit, own)
  }
  return setups
}
