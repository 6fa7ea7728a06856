import type { Beyond, Extent, Interval } from './calendar.ts'
import { dayMs } from './civil.ts'
import { clipSpans, intersectSpans, invertSpans, noSpans, type Spans, spansOf, uniteSpans } from './spans.ts'

/**
 * When something is open, as a line of time cut into pages of four weeks: page n is [n · pageMs, (n + 1) · pageMs). A page is
 * worked out when it is asked for. Lines are combined page by page, and so are their extents.
 */
export interface Line {
  readonly extent: Extent
  readonly spansIn: (page: number) => Spans
}

export const pageMs = 28 * dayMs

/** Hours repeat so far from 1970, on both sides: nobody's are known beyond, and hosts know no clocks there. */
export const horizonMs = 530 * 365.25 * dayMs

const nothingSaid = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }

export const openLine: Line = {
  extent: { ...nothingSaid, before: 'open', after: 'open' },
  spansIn: (page) => ({ from: [page * pageMs], to: [(page + 1) * pageMs] }),
}

export function repeatingLine(spansIn: Line['spansIn']): Line {
  return { extent: { ...nothingSaid, before: 'repeating', after: 'repeating' }, spansIn }
}

/** Open in these intervals alone, which may go on for ever. */
export function lineOf(intervals: Iterable<Interval>): Line {
  const spans = spansOf(intervals)
  const ends = [...spans.from, ...spans.to].filter(Number.isFinite)
  const before = spans.from[0] === Number.NEGATIVE_INFINITY ? 'open' : 'closed'
  const after = spans.to.at(-1) === Number.POSITIVE_INFINITY ? 'open' : 'closed'
  return {
    extent: { from: Math.min(...ends), to: Math.max(...ends), before, after },
    spansIn: (page) => clipSpans(spans, page * pageMs, (page + 1) * pageMs),
  }
}

export function invertLine({ extent, spansIn }: Line): Line {
  return {
    extent: { ...extent, before: opposite[extent.before], after: opposite[extent.after] },
    spansIn: (page) => invertSpans(spansIn(page), page * pageMs, (page + 1) * pageMs),
  }
}

const opposite: { readonly [beyond in Beyond]: Beyond } = { open: 'closed', closed: 'open', repeating: 'repeating' }

/** Open when all are; of none: always. */
export function intersectLines(lines: readonly Line[]): Line {
  const extents = lines.map(({ extent }) => extent)
  return {
    extent: combinedExtent(extents, 'closed'),
    spansIn: (page) => {
      let spans = openLine.spansIn(page)
      for (const line of lines) {
        if (spans.from.length === 0) return noSpans
        spans = intersectSpans(spans, line.spansIn(page))
      }
      return spans
    },
  }
}

/** Open when one of them is; of none: never. */
export function uniteLines(lines: readonly Line[]): Line {
  const extents = lines.map(({ extent }) => extent)
  return { extent: combinedExtent(extents, 'open'), spansIn: (page) => uniteSpans(lines.map(({ spansIn }) => spansIn(page))) }
}

/** `strong` is what wins wherever one of them is so: it holds from where the first of them is, the rest from where all are. */
function combinedExtent(extents: readonly Extent[], strong: 'open' | 'closed'): Extent {
  const stronglyBefore = extents.filter(({ before }) => before === strong)
  const stronglyAfter = extents.filter(({ after }) => after === strong)
  return {
    from: stronglyBefore.length > 0 ? Math.max(...stronglyBefore.map(({ from }) => from)) : Math.min(...extents.map(({ from }) => from)),
    to: stronglyAfter.length > 0 ? Math.min(...stronglyAfter.map(({ to }) => to)) : Math.max(...extents.map(({ to }) => to)),
    before: mixed(
      extents.map(({ before }) => before),
      strong,
    ),
    after: mixed(
      extents.map(({ after }) => after),
      strong,
    ),
  }
}

function mixed(sides: readonly Beyond[], strong: 'open' | 'closed'): Beyond {
  if (sides.includes(strong)) return strong
  return sides.includes('repeating') ? 'repeating' : opposite[strong]
}
