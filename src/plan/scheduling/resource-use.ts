import type { ResourceUse } from '../schedule.ts'
import type { Drawn } from './drawn.ts'
import { openWithin } from './open-times.ts'
import type { Shape } from './problem.ts'
import type { Resource, Resources } from './resources.ts'
import { sortedBy } from './sorted-by.ts'

/** Who held how much of what, in parallel lists. */
interface Holds {
  readonly from: number[]
  readonly to: number[]
  readonly amount: number[]
}

/** The use of every resource within [start, finish). */
export function resourceUses({ problem, placed, setups, finish }: Drawn, { all, resourceOfUnit }: Resources): ResourceUse[] {
  const holds = all.map((): Holds => ({ from: [], to: [], amount: [] }))
  const resourceOfPool = new Map(all.flatMap(({ pool }, index) => (pool === undefined ? [] : [[pool, index] as const])))
  for (let activity = 0; activity < problem.count; activity++) {
    const option = placed.options[activity] as number
    if (option < 0 || placed.starts[activity] === placed.ends[activity]) continue
    const { pools, amounts } = problem.shapes[problem.optionShape[option] as number] as Shape
    for (let i = 0; i < pools.length; i++) {
      const held = holds[resourceOfPool.get(pools[i] as number) ?? -1]
      held?.from.push(placed.starts[activity] as number)
      held?.to.push(placed.ends[activity] as number)
      held?.amount.push(amounts[i] as number)
    }
  }
  placed.uses.unit.forEach((unit, use) => {
    const held = holds[resourceOfUnit[unit] ?? -1]
    held?.from.push((placed.uses.from[use] as number) - (setups[use] as number))
    held?.to.push(placed.uses.to[use] as number)
    held?.amount.push(1)
  })
  return all.map((resource, index) => useOf(resource, holds[index] as Holds, problem.start, finish))
}

function useOf(resource: Resource, holds: Holds, start: number, finish: number): ResourceUse {
  const { name, kind, capacity, load, times, cost } = resource
  const share = kind === 'person' ? load : 1
  const open = times === undefined ? finish - start : openWithin(times, start, finish)
  let usedMs = 0
  holds.from.forEach((from, i) => {
    const to = holds.to[i] as number
    usedMs += (holds.amount[i] as number) * share * (kind === 'person' && times !== undefined ? openWithin(times, from, to) : to - from)
  })
  return {
    ...{ name, kind, capacity, usedMs, availableMs: capacity * share * open },
    ...stepsOf(holds),
    costs: cost === undefined ? [] : [{ currency: cost.currency, amount: (cost.amount * usedMs) / 3_600_000 }],
  }
}

/** What is held over time. */
function stepsOf({ from, to, amount }: Holds): Pick<ResourceUse, 'at' | 'amount' | 'peak'> {
  const begins = sortedBy(from)
  const ends = sortedBy(to)
  const at = new Float64Array(2 * from.length)
  const held = new Float64Array(2 * from.length)
  let steps = 0
  let now = 0
  let peak = 0
  for (let i = 0, j = 0; j < ends.length; ) {
    const next = Math.min(
      i < begins.length ? (from[begins[i] as number] as number) : Number.POSITIVE_INFINITY,
      to[ends[j] as number] as number,
    )
    while (j < ends.length && to[ends[j] as number] === next) now -= amount[ends[j++] as number] as number
    while (i < begins.length && from[begins[i] as number] === next) now += amount[begins[i++] as number] as number
    // What is left after all have let go is the error of adding fractions.
    if (i === j) now = 0
    if (steps > 0 && held[steps - 1] === now) continue
    at[steps] = next
    held[steps++] = now
    peak = Math.max(peak, now)
  }
  return { at: at.slice(0, steps), amount: held.slice(0, steps), peak }
}

/** How much of each of the problem's pools is held over time. */
export interface StepsOfPools {
  /** Just before that moment. */
  before(pool: number, at: number): number
}

export function stepsOfPools(uses: readonly ResourceUse[], { all }: Resources): StepsOfPools {
  const ofPool: (ResourceUse | undefined)[] = []
  all.forEach(({ pool }, index) => {
    if (pool !== undefined) ofPool[pool] = uses[index]
  })
  return {
    before(pool, moment) {
      const { at, amount } = ofPool[pool] ?? { at: new Float64Array(), amount: new Float64Array() }
      let low = 0
      let high = at.length
      while (low < high) {
        const middle = (low + high) >> 1
        if ((at[middle] as number) < moment) low = middle + 1
        else high = middle
      }
      return low === 0 ? 0 : (amount[low - 1] as number)
    },
  }
}
