import { horizonMs, pageMs } from './line.ts'
import { momentOfWork, type Pages, pageAt, workUntil } from './pages.ts'
import { firstEndingAfter } from './spans.ts'

/**
 * Where hours repeat, every way in which weeks, clock changes and other hours can meet has come round within some years. What has
 * not happened in as many pages in a row after everything else was over is taken never to happen.
 */
const patience = Math.ceil((6 * 366 * 86_400_000) / pageMs)

/** The last page that is worth looking at from a moment on, as long as nothing is found. */
function lastPageFrom({ extent }: Pages, at: number): number {
  return Math.max(pageAt(at), extent.to === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : pageAt(extent.to)) + patience
}

/** The line is closed, or open, at this moment and ever after. */
function isOver({ extent }: Pages, at: number, how: 'closed' | 'open'): boolean {
  return extent.after === how && at >= extent.to
}

/** Open from before all that was said until `extent.from`. */
function isBefore({ extent }: Pages, at: number): boolean {
  return extent.before === 'open' && at < extent.from
}

/** Where a search from a moment on begins: what is closed until some day is not read up to it. Undefined: there is nothing any more. */
function beginOfSearch(pages: Pages, at: number): number | undefined {
  const { before, after, from } = pages.extent
  const earliest = before === 'closed' ? from : before === 'repeating' ? -horizonMs : at
  const begin = Math.max(at, earliest)
  return isOver(pages, begin, 'closed') || (after === 'repeating' && begin >= horizonMs) ? undefined : begin
}

export function isOpen(pages: Pages, at: number): boolean {
  if (!Number.isFinite(at)) return (at > 0 ? pages.extent.after : pages.extent.before) === 'open'
  const { from, to } = pages.page(pageAt(at))
  const index = firstEndingAfter(to, at)
  return index < from.length && (from[index] as number) <= at
}

/** The first open moment from `at` on. */
export function nextOpen(pages: Pages, at: number): number | undefined {
  const begin = beginOfSearch(pages, at)
  if (begin === undefined || isBefore(pages, begin) || isOver(pages, begin, 'open')) return begin
  for (let index = pageAt(begin), last = lastPageFrom(pages, begin); index <= last; index++) {
    if (isOver(pages, index * pageMs, 'closed')) return undefined
    const { from, to } = pages.page(index)
    const nth = firstEndingAfter(to, begin)
    if (nth < from.length) return Math.max(begin, from[nth] as number)
  }
  return undefined
}

/** When what is open at `at` closes; not looked for past `limit`, when it is some moment from there on that is answered. */
export function closing(pages: Pages, at: number, limit: number): number {
  let end = isBefore(pages, at) ? pages.extent.from : at
  for (let index = pageAt(end), last = lastPageFrom(pages, end); index <= last; index++) {
    if (isOver(pages, end, 'open')) return Number.POSITIVE_INFINITY
    const { from, to } = pages.page(index)
    const nth = firstEndingAfter(to, end)
    if (nth === from.length || (from[nth] as number) > end) return end
    end = to[nth] as number
    if (end >= limit || end < (index + 1) * pageMs) return end
  }
  return Number.POSITIVE_INFINITY
}

/** Open time within [from, to). */
export function workBetween(pages: Pages, from: number, to: number): number {
  const { extent } = pages
  const begin = beginOfSearch(pages, from)
  if (begin === undefined || to <= begin) return 0
  if (isOver(pages, begin, 'open')) return to - begin
  if (isBefore(pages, begin)) {
    const until = Math.min(to, extent.from)
    return until - begin + workBetween(pages, until, to)
  }
  const end = Math.min(to, extent.after === 'repeating' ? horizonMs : extent.to)
  const [first, last] = [pageAt(begin), pageAt(end)]
  let work = workUntil(pages.page(last), end) - workUntil(pages.page(first), begin)
  for (let index = first; index < last; index++) work += pages.page(index).work
  return extent.after === 'open' ? work + to - end : work
}

/** The first moment by which that much open time has passed since `start`. */
export function workEnd(pages: Pages, start: number, workMs: number): number | undefined {
  if (!(workMs > 0)) return start
  let at = beginOfSearch(pages, start)
  let left = workMs
  if (at !== undefined && isBefore(pages, at)) {
    const open = pages.extent.from - at
    if (left <= open) return at + left
    left -= open
    at = pages.extent.from
  }
  if (at === undefined) return undefined
  for (let index = pageAt(at), last = lastPageFrom(pages, at); index <= last; at = ++index * pageMs) {
    if (isOver(pages, at, 'open')) return at + left
    if (isOver(pages, at, 'closed')) return undefined
    const page = pages.page(index)
    const done = workUntil(page, at)
    const open = page.work - done
    if (left <= open) return momentOfWork(page, done + left)
    left -= open
    if (open > 0) last = lastPageFrom(pages, at)
  }
  return undefined
}

/** The first start from `from` on after which it stays open that long. */
export function firstFit(pages: Pages, from: number, durationMs: number): number | undefined {
  let at = nextOpen(pages, from)
  const last = lastPageFrom(pages, at ?? from)
  while (at !== undefined && pageAt(at) <= last) {
    const end = closing(pages, at, at + durationMs)
    if (end - at >= durationMs) return at
    let index = pageAt(end)
    while (index <= last && pages.page(index).longest < durationMs && !isOver(pages, index * pageMs, 'closed')) index++
    at = nextOpen(pages, Math.max(end, index * pageMs))
  }
  return undefined
}
