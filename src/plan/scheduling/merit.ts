import type { Placed, SchedulingProblem } from './problem.ts'

/** How good a schedule is: less is better, the first that differs counts. */
export interface Merit {
  /** Time by which deadlines are missed, over all stages, in ms. */
  readonly lateMs: number
  readonly finish: number
  /** Sooner is better where all else is alike. */
  readonly meanEnd: number
}

export function meritOf({ count, families, family, start }: SchedulingProblem, { ends }: Placed): Merit {
  const last = new Float64Array(families.length).fill(start)
  for (let activity = 0; activity < count; activity++) {
    const own = family[activity] as number
    if ((ends[activity] as number) > (last[own] as number)) last[own] = ends[activity] as number
  }
  let lateMs = 0
  let sum = 0
  for (let activity = 0; activity < count; activity++) sum += ((ends[activity] as number) - start) / count
  families.forEach(({ deadline }, own) => {
    lateMs += Math.max(0, (last[own] as number) - deadline)
  })
  return { lateMs, finish: last.reduce((most, end) => Math.max(most, end), start), meanEnd: sum }
}

export function isBetter(a: Merit, b: Merit): boolean {
  return a.lateMs < b.lateMs || (a.lateMs === b.lateMs && (a.finish < b.finish || (a.finish === b.finish && a.meanEnd < b.meanEnd)))
}
