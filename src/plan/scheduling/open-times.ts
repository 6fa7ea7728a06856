import type { Calendar } from '#calendar/calendar.ts'

/**
 * Openings of one calendar, or those that several have in common, kept as lists that grow as far as they are asked for: a
 * search asks the same weeks thousands of times. Every opening in the lists is whole: where it ends is known.
 */
export interface OpenTimes {
  readonly from: number[]
  readonly to: number[]
  /** No opening comes after those in the lists. */
  ended: boolean
  /** From here on everything repeats from week to week: what does not come within a year, never comes. */
  readonly regularFrom: number
  /** Finds at least one opening more, or that there is none. */
  readonly more: () => void
}

/** A year and some weeks: every daylight-saving change of a zone lies within. */
const yearMs = 400 * 24 * 3_600_000

/** From `start` on. */
export function openTimes(calendar: Calendar, start: number): OpenTimes {
  const from: number[] = []
  const to: number[] = []
  const times: OpenTimes = {
    from,
    to,
    ended: false,
    regularFrom: Math.max(start, calendar.extent.to),
    more() {
      const next = calendar.nextOpen(to.at(-1) ?? start)
      if (next === undefined) {
        times.ended = true
        return
      }
      let end = next
      for (let closes = calendar.closesAt(end); closes !== undefined && closes > end; closes = calendar.closesAt(end)) {
        end = closes
        if (end === Number.POSITIVE_INFINITY) break
      }
      from.push(next)
      to.push(end)
      if (end === Number.POSITIVE_INFINITY) times.ended = true
    },
  }
  return times
}

/** When both are open. */
export function bothOpen(a: OpenTimes, b: OpenTimes): OpenTimes {
  const from: number[] = []
  const to: number[] = []
  let i = 0
  let j = 0
  const regularFrom = Math.max(a.regularFrom, b.regularFrom)
  const times: OpenTimes = {
    from,
    to,
    ended: false,
    regularFrom,
    more() {
      const lastLook = Math.max(regularFrom, to.at(-1) ?? regularFrom) + yearMs
      while (hasOpening(a, i) && hasOpening(b, j)) {
        if (Math.max(a.from[i] as number, b.from[j] as number) > lastLook) break
        const begin = Math.max(a.from[i] as number, b.from[j] as number)
        const endA = a.to[i] as number
        const endB = b.to[j] as number
        const end = Math.min(endA, endB)
        if (endA <= endB) i++
        if (endB <= endA) j++
        if (begin >= end) continue
        from.push(begin)
        to.push(end)
        return
      }
      times.ended = true
    },
  }
  return times
}

function hasOpening(times: OpenTimes, index: number): boolean {
  while (index >= times.from.length && !times.ended) times.more()
  return index < times.from.length
}

/** Index of the first opening that ends after `at`; undefined: there is none. */
function openingAfter(times: OpenTimes, at: number): number | undefined {
  const { to } = times
  while (!times.ended && (to.length === 0 || (to.at(-1) as number) <= at)) times.more()
  if (to.length === 0 || (to.at(-1) as number) <= at) return undefined
  let low = 0
  let high = to.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] as number) > at) high = middle
    else low = middle + 1
  }
  return low
}

/** The first open moment from `at` on; Infinity: never again. */
export function nextOpen(times: OpenTimes, at: number): number {
  const index = openingAfter(times, at)
  return index === undefined ? Number.POSITIVE_INFINITY : Math.max(at, times.from[index] as number)
}

/** The first start from `at` on after which it stays open that long; Infinity: there is none. */
export function fitOpen(times: OpenTimes, at: number, durationMs: number): number {
  const first = openingAfter(times, at)
  if (first === undefined) return Number.POSITIVE_INFINITY
  const lastLook = Math.max(at, times.regularFrom) + yearMs
  for (let index = first; hasOpening(times, index) && (times.from[index] as number) <= lastLook; index++) {
    const start = Math.max(at, times.from[index] as number)
    if (start + durationMs <= (times.to[index] as number)) return start
  }
  return Number.POSITIVE_INFINITY
}

/** When that much open time has passed since `start`; Infinity: it never has. */
export function workEnd(times: OpenTimes, start: number, workMs: number): number {
  let index = openingAfter(times, start)
  if (index === undefined) return Number.POSITIVE_INFINITY
  let left = workMs
  for (; hasOpening(times, index); index++) {
    const begin = Math.max(start, times.from[index] as number)
    const open = (times.to[index] as number) - begin
    if (left <= open) return begin + left
    left -= open
  }
  return Number.POSITIVE_INFINITY
}

/** Open time within [from, to). */
export function openWithin(times: OpenTimes, from: number, to: number): number {
  let open = 0
  const first = openingAfter(times, from)
  if (first === undefined) return 0
  for (let index = first; hasOpening(times, index) && (times.from[index] as number) < to; index++) {
    open += Math.min(to, times.to[index] as number) - Math.max(from, times.from[index] as number)
  }
  return open
}

/** The last start at which an opening that long ends by `end`; -Infinity: there is none. */
export function lastFit(times: OpenTimes, end: number, durationMs: number): number {
  for (let index = lastOpening(times, end); index >= 0; index--) {
    const start = Math.min(end, times.to[index] as number) - durationMs
    if (start >= (times.from[index] as number)) return start
  }
  return Number.NEGATIVE_INFINITY
}

/** The last start from which that much open time passes by `end`; -Infinity: there is none. */
export function lastWorkStart(times: OpenTimes, end: number, workMs: number): number {
  let left = workMs
  for (let index = lastOpening(times, end); index >= 0; index--) {
    const close = Math.min(end, times.to[index] as number)
    const open = close - (times.from[index] as number)
    if (left <= open) return close - left
    left -= open
  }
  return Number.NEGATIVE_INFINITY
}

/** Index of the last opening that begins by `end`; -1: there is none. */
function lastOpening(times: OpenTimes, end: number): number {
  const { from } = times
  while (!times.ended && (from.at(-1) ?? Number.NEGATIVE_INFINITY) <= end) times.more()
  let low = 0
  let high = from.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((from[middle] as number) <= end) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The longest of the openings looked at from `at` on: what a window that is too short is compared with. */
export function longestOpening(times: OpenTimes, at: number): number {
  let longest = 0
  const first = openingAfter(times, at)
  if (first === undefined) return 0
  const lastLook = Math.max(at, times.regularFrom) + yearMs
  for (let index = first; hasOpening(times, index) && (times.from[index] as number) <= lastLook; index++) {
    longest = Math.max(longest, (times.to[index] as number) - Math.max(at, times.from[index] as number))
  }
  return longest
}
