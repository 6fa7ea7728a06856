import { openWithin } from './open-times.ts'
import type { SchedulingProblem, Shape } from './problem.ts'
import { scarcePools } from './scarce.ts'

/** What activities take from one resource whatever option they are done in: for lower bounds. */
export interface Load {
  readonly resource: { readonly pool: number } | { readonly units: readonly number[] }
  readonly activities: Int32Array
  /** How much each holds, and how long at least. */
  readonly amounts: Float64Array
  readonly ms: Float64Array
  /** 1: it holds that much without a break, so it counts also where only a part of it must lie. */
  readonly unbroken: Uint8Array
  /** Amount that is there at once. */
  readonly capacity: number
  /** Amount × open time within [from, to). */
  within(from: number, to: number): number
}

/** Of every pool that can be short, and every set of units that something must be taken from. */
export function loadsOf(problem: SchedulingProblem): Load[] {
  const scarce = scarcePools(problem)
  const ofPools = problem.pools.flatMap((pool, index) => {
    if (!scarce[index]) return []
    const within = (from: number, to: number) => pool.capacity * (pool.times === undefined ? to - from : openWithin(pool.times, from, to))
    const demand = (shape: Shape) => shape.amounts[shape.pools.indexOf(index)] ?? 0
    return [{ resource: { pool: index }, capacity: pool.capacity, within, ...gathered(problem, demand) }]
  })
  return [...ofPools, ...unitSets(problem).map((units) => loadOfUnits(problem, units))].filter(({ activities }) => activities.length > 0)
}

/** The sets of units that shapes choose from. */
function unitSets({ shapes }: SchedulingProblem): readonly number[][] {
  const sets = new Map<string, number[]>()
  for (const shape of shapes) {
    const units = unitsOf(shape)
    if (units.length > 0) sets.set(units.join(), units)
  }
  return [...sets.values()]
}

function unitsOf({ choices }: Shape): number[] {
  return [...new Set(choices.flatMap(({ units }) => units))].sort((a, b) => a - b)
}

function loadOfUnits(problem: SchedulingProblem, units: readonly number[]): Load {
  const set = new Set(units)
  const demand = (shape: Shape) => {
    const own = unitsOf(shape)
    if (own.length === 0 || !own.every((unit) => set.has(unit))) return 0
    return (shape.choices[0]?.units.length ?? 0) * shape.quorum
  }
  const within = (from: number, to: number) =>
    units.reduce((sum, unit) => {
      const times = problem.units[unit]?.times
      return sum + (times === undefined ? to - from : openWithin(times, from, to))
    }, 0)
  return { resource: { units }, capacity: units.length, within, ...gathered(problem, demand) }
}

type Gathered = Pick<Load, 'activities' | 'amounts' | 'ms' | 'unbroken'>

function gathered({ count, optionStart, optionShape, optionMs, shapes }: SchedulingProblem, demandOf: (shape: Shape) => number): Gathered {
  const demands = shapes.map(demandOf)
  const shares = shapes.map(({ kind, choices }) => (kind === 'unbroken' ? 1 : choices.reduce((most, { load }) => Math.max(most, load), 0)))
  const activities: number[] = []
  const amounts: number[] = []
  const ms: number[] = []
  const unbroken: number[] = []
  for (let activity = 0; activity < count; activity++) {
    const first = optionStart[activity] as number
    const last = optionStart[activity + 1] as number
    if (first === last) continue
    let least = first
    const work = (option: number) => {
      const shape = optionShape[option] as number
      return ((demands[shape] as number) * (optionMs[option] as number)) / (shares[shape] as number)
    }
    for (let option = first + 1; option < last; option++) if (work(option) < work(least)) least = option
    if (work(least) === 0) continue
    const shape = optionShape[least] as number
    activities.push(activity)
    amounts.push(demands[shape] as number)
    ms.push((optionMs[least] as number) / (shares[shape] as number))
    unbroken.push(last === first + 1 && shapes[shape]?.kind === 'unbroken' ? 1 : 0)
  }
  return {
    activities: Int32Array.from(activities),
    amounts: Float64Array.from(amounts),
    ms: Float64Array.from(ms),
    unbroken: Uint8Array.from(unbroken),
  }
}
