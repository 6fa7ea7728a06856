import { type Drawn, shapeTaken } from './drawn.ts'
import { scarcePools } from './scarce.ts'

/** Who gave what others hold of the pools: those that the activity at place `i` of the order got it from, from `start[i]` on. */
export interface HandOvers {
  readonly start: Int32Array
  readonly from: readonly number[]
}

/** What is free of a pool and who held it last, the longest free first. */
interface Free {
  readonly holder: number[]
  readonly amount: number[]
  head: number
}

/** Each takes what has been free the longest, so that as few as possible hang on each other. */
export function handOvers({ problem, placed, byEnd, ...rest }: Drawn, byStart: Int32Array): HandOvers {
  const schedule: Drawn = { problem, placed, byEnd, ...rest }
  const scarce = scarcePools(problem)
  const free = problem.pools.map(({ capacity }): Free => ({ holder: [-1], amount: [capacity], head: 0 }))
  const from: number[] = []
  const start = new Int32Array(byStart.length + 1)
  let ended = 0
  byStart.forEach((activity, at) => {
    start[at] = from.length
    const shape = shapeTaken(schedule, activity)
    if (shape === undefined || placed.starts[activity] === placed.ends[activity]) return
    for (; ended < byEnd.length; ended++) {
      const other = byEnd[ended] as number
      if ((placed.ends[other] as number) > (placed.starts[activity] as number)) break
      giveBack(schedule, other, scarce, free)
    }
    shape.pools.forEach((pool, i) => {
      if (scarce[pool]) take(free[pool] as Free, shape.amounts[i] as number, from)
    })
  })
  start[byStart.length] = from.length
  return { start, from }
}

function giveBack(schedule: Drawn, activity: number, scarce: readonly boolean[], free: readonly Free[]): void {
  const shape = shapeTaken(schedule, activity)
  if (shape === undefined || schedule.placed.starts[activity] === schedule.placed.ends[activity]) return
  shape.pools.forEach((pool, i) => {
    if (!scarce[pool]) return
    free[pool]?.holder.push(activity)
    free[pool]?.amount.push(shape.amounts[i] as number)
  })
}

function take(free: Free, amount: number, from: number[]): void {
  let left = amount
  while (left > 0 && free.head < free.holder.length) {
    const there = free.amount[free.head] as number
    const holder = free.holder[free.head] as number
    if (holder >= 0) from.push(holder)
    if (there > left) {
      free.amount[free.head] = there - left
      return
    }
    left -= there
    free.head++
  }
}
