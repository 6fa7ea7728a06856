import type { Interval } from './calendar.ts'

/** Disjoint stretches of time in order, as two lists of UTC ms: [from[i], to[i]). No two of them touch. */
export interface Spans {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

export const noSpans: Spans = { from: [], to: [] }

/** Of intervals in any order, also overlapping ones; those that are empty are left out. */
export function spansOf(intervals: Iterable<Interval>): Spans {
  const from: number[] = []
  const to: number[] = []
  for (const span of [...intervals].sort(byBeginning)) addSpan(from, to, span.from, span.to)
  return { from, to }
}

function byBeginning(a: Interval, b: Interval): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
}

/** Adds a span that begins no earlier than those in the lists, and joins it to the last one if they meet. */
export function addSpan(from: number[], to: number[], begin: number, end: number): void {
  if (end <= begin) return
  const last = to.at(-1)
  if (last === undefined || begin > last) {
    from.push(begin)
    to.push(end)
  } else if (end > last) to[to.length - 1] = end
}

/** What lies in both. */
export function intersectSpans(a: Spans, b: Spans): Spans {
  const from: number[] = []
  const to: number[] = []
  for (let i = 0, j = 0; i < a.from.length && j < b.from.length; ) {
    const endA = a.to[i] as number
    const endB = b.to[j] as number
    addSpan(from, to, Math.max(a.from[i] as number, b.from[j] as number), Math.min(endA, endB))
    if (endA <= endB) i++
    if (endB <= endA) j++
  }
  return { from, to }
}

export function uniteSpans(lists: readonly Spans[]): Spans {
  const [only, ...more] = lists.filter(({ from }) => from.length > 0)
  if (only === undefined) return noSpans
  if (more.length === 0) return only
  return spansOf([only, ...more].flatMap((list) => list.from.map((from, index) => ({ from, to: list.to[index] as number }))))
}

/** What lies in [begin, end) and not in the spans. */
export function invertSpans({ from, to }: Spans, begin: number, end: number): Spans {
  const gapsFrom: number[] = []
  const gapsTo: number[] = []
  let at = begin
  for (let index = 0; index < from.length && at < end; index++) {
    addSpan(gapsFrom, gapsTo, at, Math.min(end, from[index] as number))
    at = Math.max(at, to[index] as number)
  }
  addSpan(gapsFrom, gapsTo, at, end)
  return { from: gapsFrom, to: gapsTo }
}

/** What of the spans lies in [begin, end). */
export function clipSpans(spans: Spans, begin: number, end: number): Spans {
  const from: number[] = []
  const to: number[] = []
  for (let index = firstEndingAfter(spans.to, begin); index < spans.from.length && (spans.from[index] as number) < end; index++) {
    addSpan(from, to, Math.max(begin, spans.from[index] as number), Math.min(end, spans.to[index] as number))
  }
  return { from, to }
}

/** Index of the first span that ends after a moment; the number of spans when none does. */
export function firstEndingAfter(to: readonly number[], at: number): number {
  let low = 0
  let high = to.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] as number) > at) high = middle
    else low = middle + 1
  }
  return low
}
