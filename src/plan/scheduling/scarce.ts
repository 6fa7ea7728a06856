import type { SchedulingProblem, Shape } from './problem.ts'

/** Pools of which all activities together could hold more than there is. */
export function scarcePools({ pools, count, optionStart, optionShape, shapes }: SchedulingProblem): readonly boolean[] {
  const most = new Float64Array(pools.length)
  const wanted = new Float64Array(pools.length)
  for (let activity = 0; activity < count; activity++) {
    const first = optionStart[activity] as number
    const last = optionStart[activity + 1] as number
    if (last === first) continue
    most.fill(0)
    for (let option = first; option < last; option++) {
      const { pools: held, amounts } = shapes[optionShape[option] as number] as Shape
      for (let i = 0; i < held.length; i++) most[held[i] as number] = Math.max(most[held[i] as number] as number, amounts[i] as number)
    }
    for (let pool = 0; pool < pools.length; pool++) wanted[pool] = (wanted[pool] as number) + (most[pool] as number)
  }
  return pools.map(({ capacity }, pool) => (wanted[pool] as number) > capacity)
}
