import type { Times } from './calendar-path.ts'
import type { Load } from './loads.ts'
import { roomTolerance } from './problem.ts'

/** What proves that a finish cannot be reached: between two moments a resource would have to do more than it can. */
export interface Refutation {
  readonly kind: 'work' | 'long-tasks'
  readonly load: Load
  readonly from: number
  readonly to: number
}

/** Operations that one look at a finish may take. */
const mostOperations = 6_000_000
/** Comparisons that sorting may take in one look; for more activities than this allows, both ends of a window are sampled. */
const mostSorting = 1_000_000
const mostSorted = 20_000

/**
 * Energetic reasoning (Fernandez and Bussell 1973; Baptiste, Le Pape and Nuijten 1999): each activity must lie between its earliest
 * start and its latest end, so a part of it must lie within a window wherever it is put.
 */
export function refutedByWork(load: Load, earliest: Times, latest: Times): Refutation | undefined {
  const { activities } = load
  const heads = Float64Array.from(activities, (activity) => earliest.starts[activity] as number)
  const ends = Float64Array.from(activities, (activity) => latest.ends[activity] as number)
  return activities.length <= mostSorted ? refutedFromStarts(load, heads, ends) : refutedInSamples(load, heads, ends)
}

/**
 * Windows begin at earliest and latest starts. What must lie in a window that begins at `from` grows with its end: nothing of an
 * activity until its latest start, then all that passes, up to what is left of it at `from` when it starts as early as it can. So the
 * worst ends are where one stops growing.
 */
function refutedFromStarts(load: Load, heads: Float64Array, ends: Float64Array): Refutation | undefined {
  const { ms, amounts, unbroken, activities } = load
  const size = activities.length
  const lasts = ends.map((end, i) => end - (ms[i] as number))
  const begins = new Float64Array(size)
  const stops = new Float64Array(size)
  const most = Math.max(2, Math.floor(mostSorting / (size * Math.log2(size + 2))))
  for (const from of sample(joined(heads, lasts), most)) {
    // Times from here on count from the window's begin: sums of moments would lose their last digits.
    const inside: number[] = []
    for (let i = 0; i < size; i++) {
      const left = Math.min(ms[i] as number, (heads[i] as number) + (ms[i] as number) - from)
      if (left <= 0 || (unbroken[i] === 0 && (heads[i] as number) < from)) continue
      // Work with breaks counts all at once, when it must have ended.
      begins[i] = Math.max((lasts[i] as number) - from, 0)
      stops[i] = unbroken[i] === 0 ? (ends[i] as number) - from : (begins[i] as number) + left
      inside.push(i)
    }
    const byBegin = inside.filter((i) => unbroken[i] === 1).sort((a, b) => (begins[a] as number) - (begins[b] as number))
    const byStop = inside.sort((a, b) => (stops[a] as number) - (stops[b] as number))
    let done = 0
    let rate = 0
    let offset = 0
    let at = 0
    for (const i of byStop) {
      const to = stops[i] as number
      for (; at < byBegin.length && (begins[byBegin[at] as number] as number) < to; at++) {
        const other = byBegin[at] as number
        rate += amounts[other] as number
        offset += (amounts[other] as number) * (begins[other] as number)
      }
      if (unbroken[i] === 0) done += (amounts[i] as number) * (ms[i] as number)
      else {
        rate -= amounts[i] as number
        offset -= (amounts[i] as number) * (begins[i] as number)
        done += (amounts[i] as number) * (to - (begins[i] as number))
      }
      const end = from + to
      if (done + rate * to - offset > load.within(from, end) * (1 + roomTolerance)) return { kind: 'work', load, from, to: end }
    }
  }
  return undefined
}

/** The same for very many activities: windows from some earliest starts to some latest ends. */
function refutedInSamples(load: Load, heads: Float64Array, ends: Float64Array): Refutation | undefined {
  const { amounts, ms, unbroken, activities } = load
  const size = activities.length
  const most = Math.max(2, Math.floor(Math.sqrt(mostOperations / size)))
  const stops = sample(ends, most)
  for (const from of sample(heads, most)) {
    for (const to of stops) {
      if (to <= from) continue
      let needed = 0
      for (let i = 0; i < size; i++) {
        const head = heads[i] as number
        const end = ends[i] as number
        const own = ms[i] as number
        let inside = 0
        if (head >= from && end <= to) inside = own
        else if (unbroken[i] === 1) {
          inside = Math.min(head + own - from, to - end + own, to - from)
          if (inside <= 0) continue
        }
        needed += inside * (amounts[i] as number)
      }
      if (needed > load.within(from, to) * (1 + roomTolerance)) return { kind: 'work', load, from, to }
    }
  }
  return undefined
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Different values in order; of too many, evenly chosen ones with the first and the last. */
function sample(values: Float64Array, most: number): number[] {
  const sorted = someOf(values).sort()
  const distinct: number[] = []
  for (const value of sorted) if (value !== distinct.at(-1)) distinct.push(value)
  if (distinct.length <= most) return distinct
  return Array.from({ length: most }, (_, i) => distinct[Math.round((i * (distinct.length - 1)) / (most - 1))] as number)
}

/** Of very many, every so manieth, the least and the greatest: sorting them all would take longer than the rest. */
function someOf(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / 4000)
  if (step === 1) return values.slice()
  const some = values.filter((_, i) => i % step === 0)
  some[0] = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  some[some.length - 1] = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return some
}

/**
 * Long activities do not go into a window one beside the other as their work alone would: on one place of the resource two of more than
 * half its length do not follow each other, nor k + 1 of more than a k-th. Dual feasible functions (Fekete and Schepers 2001) count each
 * by what it takes of a place in that sense.
 */
export function refutedByLength(load: Load, earliest: Times, latest: Times): Refutation | undefined {
  const { activities, amounts, unbroken, capacity } = load
  if (!unbroken.every((one) => one === 1) || amounts.some((amount) => !Number.isInteger(amount))) return undefined
  const size = activities.length
  const heads = Float64Array.from(activities, (activity) => earliest.starts[activity] as number)
  const ends = Float64Array.from(activities, (activity) => latest.ends[activity] as number)
  const most = Math.max(2, Math.min(40, Math.floor(Math.sqrt(mostOperations / size / 12))))
  const stops = sample(ends, most)
  for (const from of sample(heads, most)) {
    for (const to of stops) {
      if (to > from && isTooLong(load, heads, ends, from, to, Math.floor(capacity * (1 + roomTolerance))))
        return { kind: 'long-tasks', load, from, to }
    }
  }
  return undefined
}

const mostParts = 6

function isTooLong({ amounts, ms }: Load, heads: Float64Array, ends: Float64Array, from: number, to: number, places: number): boolean {
  const length = to - from
  const taken = new Float64Array(mostParts + 1)
  let any = false
  for (let i = 0; i < heads.length; i++) {
    if ((heads[i] as number) < from || (ends[i] as number) > to) continue
    any = true
    for (let parts = 1; parts <= mostParts; parts++)
      taken[parts] = (taken[parts] as number) + (amounts[i] as number) * rounded(ms[i] as number, length, parts)
  }
  if (!any) return false
  for (let parts = 1; parts <= mostParts; parts++) if ((taken[parts] as number) > places * (1 + roomTolerance)) return true
  return false
}

/** The dual feasible function u(k) of a share of the length: of shares that add up to at most 1, these add up to at most 1 too. */
function rounded(ms: number, length: number, parts: number): number {
  const scaled = (parts + 1) * ms
  return scaled % length === 0 ? ms / length : Math.floor(scaled / length) / parts
}
