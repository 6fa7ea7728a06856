import { addPremise, type Bounds, byPremises, openPremises, raise } from './bounds.ts'
import type { Model } from './model.ts'

/** Pairs of jobs that cannot run at once: where one cannot come first any more, the other does. False: a conflict that `raise` noted. */
export function propagateExclusive(model: Model, bounds: Bounds): boolean {
  const { exclusive, durations } = model
  const { values } = bounds
  for (let i = 0; i < exclusive.length; i += 2) {
    const a = exclusive[i] as number
    const b = exclusive[i + 1] as number
    const aFirst = (values[2 * a] as number) + (durations[a] as number) + (values[2 * b + 1] as number) <= 0
    const bFirst = (values[2 * b] as number) + (durations[b] as number) + (values[2 * a + 1] as number) <= 0
    if (!aFirst && !follow(model, bounds, b, a)) return false
    if (!bFirst && !follow(model, bounds, a, b)) return false
  }
  return true
}

/** `first` goes before `second`, because second cannot end before first must have started. */
function follow(model: Model, bounds: Bounds, first: number, second: number): boolean {
  const { values } = bounds
  const duration = model.durations[first] as number
  const early = values[2 * second] as number
  const late = 1 - early - (model.durations[second] as number)
  const start = (values[2 * first] as number) + duration
  if (start > early) {
    const place = openPremises(bounds)
    addPremise(bounds, place, 2 * second, early)
    addPremise(bounds, place, 2 * first + 1, late)
    addPremise(bounds, place, 2 * first, start - duration)
    if (!raise(bounds, 2 * second, start, byPremises, place)) return false
  }
  const latest = (values[2 * second + 1] as number) + duration
  if (latest > (values[2 * first + 1] as number)) {
    const place = openPremises(bounds)
    addPremise(bounds, place, 2 * second, early)
    addPremise(bounds, place, 2 * first + 1, late)
    addPremise(bounds, place, 2 * second + 1, latest - duration)
    if (!raise(bounds, 2 * first + 1, latest, byPremises, place)) return false
  }
  return true
}
