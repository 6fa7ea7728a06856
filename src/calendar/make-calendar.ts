import type { Calendar, CalendarSource, Combination, Interval } from './calendar.ts'
import type { Line } from './line.ts'
import { keptPages, mirrored, type Pages } from './pages.ts'
import { closing, firstFit, isOpen, nextOpen, workBetween, workEnd } from './search.ts'

/** Gives a line the questions that a calendar answers. */
export function makeCalendar(line: Line, made: CalendarSource | Combination): Calendar {
  const pages = keptPages(line)
  const back = mirrored(pages)
  const turned = (at: number | undefined) => (at === undefined ? undefined : 0 - at)
  return {
    source: 'how' in made ? undefined : made,
    combined: 'how' in made ? made : undefined,
    extent: line.extent,
    isOpen: (at) => isOpen(pages, at),
    nextOpen: (at) => nextOpen(pages, at),
    closesAt: (at) => (isOpen(pages, at) ? closing(pages, at, Number.POSITIVE_INFINITY) : undefined),
    openIn: (from, to) => openIn(pages, from, to),
    workBetween: (from, to) => workBetween(pages, from, to),
    workEnd: (start, workMs) => workEnd(pages, start, workMs),
    workStart: (end, workMs) => turned(workEnd(back, 0 - end, workMs)),
    fit: (from, durationMs) => firstFit(pages, from, durationMs),
    latestStart: (end, durationMs) => {
      if (!(durationMs > 0) && isOpen(pages, end)) return end
      const found = turned(firstFit(back, 0 - end, durationMs))
      return found === undefined ? undefined : found - durationMs
    },
  }
}

function* openIn(pages: Pages, from: number, to: number): Generator<Interval> {
  let begin = nextOpen(pages, from)
  while (begin !== undefined && begin < to) {
    const end = closing(pages, begin, to)
    yield { from: begin, to: Math.min(end, to) }
    if (end >= to) return
    begin = nextOpen(pages, end)
  }
}
