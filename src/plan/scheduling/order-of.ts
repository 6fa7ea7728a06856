import type { Schedule } from '../schedule.ts'
import type { Precedence } from './precedence.ts'

/** Keys that put activities into the order of another schedule of the workflow; undefined: it has other numbers of tasks. */
export function orderOf({ stages }: Schedule, { count, firstTask, stageEnd }: Precedence): Float64Array | undefined {
  const keys = new Float64Array(count)
  let known = 0
  for (const { stage, starts, ends } of stages) {
    const first = firstTask[stage]
    const end = stageEnd[stage]
    if (first === undefined || end === undefined || first + starts.length > count) return undefined
    keys.set(starts, first)
    known += starts.length
    if (starts.length === 1) continue
    keys[end] = ends.reduce((last, one) => Math.max(last, one), Number.NEGATIVE_INFINITY)
    known++
  }
  return known === count ? keys : undefined
}
