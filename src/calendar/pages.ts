import type { Extent } from './calendar.ts'
import { type Line, pageMs } from './line.ts'
import { firstEndingAfter, type Spans } from './spans.ts'

/** A page of a line with what searching needs. */
export interface Page extends Spans {
  /** Open time in the page before each span. */
  readonly workBefore: readonly number[]
  readonly work: number
  /** The longest span within the page, or more if the page begins or ends open: how long it is open then is known elsewhere. */
  readonly longest: number
}

/** A line whose pages are kept. */
export interface Pages {
  readonly extent: Extent
  readonly page: (index: number) => Page
}

export function pageAt(at: number): number {
  return Math.floor(at / pageMs)
}

export function keptPages({ extent, spansIn }: Line): Pages {
  const kept = new Map<number, Page>()
  const page = (index: number) => {
    let found = kept.get(index)
    if (found === undefined) {
      found = pageOf(spansIn(index), index)
      kept.set(index, found)
    }
    return found
  }
  return { extent, page }
}

/** The same with time running backwards, so that what searches forward searches back: [a, b) is [-b, -a). */
export function mirrored({ extent, page }: Pages): Pages {
  const { from, to, before, after } = extent
  return keptPages({
    extent: { from: -to, to: -from, before: after, after: before },
    spansIn: (index) => {
      const turned = page(-1 - index)
      return { from: turned.to.map((at) => -at).reverse(), to: turned.from.map((at) => -at).reverse() }
    },
  })
}

function pageOf({ from, to }: Spans, index: number): Page {
  const workBefore: number[] = []
  let work = 0
  let longest = 0
  for (let nth = 0; nth < from.length; nth++) {
    const [begin, end] = [from[nth] as number, to[nth] as number]
    workBefore.push(work)
    work += end - begin
    const goesOn = begin === index * pageMs || end === (index + 1) * pageMs
    longest = goesOn ? Number.POSITIVE_INFINITY : Math.max(longest, end - begin)
  }
  return { from, to, workBefore, work, longest }
}

/** Open time of the page before a moment in it. */
export function workUntil({ from, to, workBefore, work }: Page, at: number): number {
  const index = firstEndingAfter(to, at)
  if (index === from.length) return work
  return (workBefore[index] as number) + Math.max(0, at - (from[index] as number))
}

/** The first moment of the page by which so much of its open time, above 0 and not more than it has, has passed. */
export function momentOfWork({ from, workBefore }: Page, work: number): number {
  let low = 0
  let high = workBefore.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((workBefore[middle] as number) < work) low = middle
    else high = middle - 1
  }
  return (from[low] as number) + work - (workBefore[low] as number)
}
