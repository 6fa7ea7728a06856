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
    return [{ resource: { pool: index }, capacity: pool.capacity, within, ...gathered(problem, demand, leastTime) }]
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
  const loads = loadsOfPeople(problem, units, demand)
  const within = (from: number, to: number) =>
    units.reduce((sum, unit) => {
      const times = problem.units[unit]?.times
      return sum + (loads?.get(unit) ?? 1) * (times === undefined ? to - from : openWithin(times, from, to))
    }, 0)
  return { resource: { units }, capacity: units.length, within, ...gathered(problem, demand, loads === undefined ? leastTime : wholeWork) }
}

/**
 * By unit, the share of its time that goes into work, where all that is asked of these units is work of one person at a time: then work
 * adds up to work. Undefined: it is not so, and every task counts with the time that the fastest of them would take.
 */
function loadsOfPeople(
  { shapes }: SchedulingProblem,
  units: readonly number[],
  demand: (shape: Shape) => number,
): ReadonlyMap<number, number> | undefined {
  const loads = new Map<number, number>()
  for (const shape of shapes) {
    if (demand(shape) === 0) continue
    if (shape.kind === 'unbroken' || shape.choices.some((choice) => choice.units.length !== 1)) return undefined
    for (const choice of shape.choices) loads.set(choice.units[0] as number, choice.load)
  }
  return units.every((unit) => loads.has(unit)) ? loads : undefined
}

/** What of an hour that a unit is held goes into the work at most. */
function leastTime({ kind, choices }: Shape): number {
  return kind === 'unbroken' ? 1 : choices.reduce((most, { load }) => Math.max(most, load), 0)
}

function wholeWork(): number {
  return 1
}

type Gathered = Pick<Load, 'activities' | 'amounts' | 'ms' | 'unbroken'>

function gathered(
  { count, optionStart, optionShape, optionMs, shapes }: SchedulingProblem,
  demandOf: (shape: Shape) => number,
  shareOf: (shape: Shape) => number,
): Gathered {
  const demands = shapes.map(demandOf)
  const shares = shapes.map(shareOf)
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
