import type { Language } from '#expression/text.ts'
import { formatDuration } from '../format.ts'
import { type Markup, markup } from '../markup.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** The times below a chart, counted from the run's start; placed in percent, so they fit any width. */
export function timeAxis(span: Span, language: Language): Markup {
  return markup`<div class="row axis"><div class="label"></div><svg width="100%" height="18" aria-hidden="true">${ticksOf(span).map(
    ({ at, x }) => {
      const anchor = x < 4 ? 'start' : x > 94 ? 'end' : 'middle'
      return markup`<text x="${x.toFixed(2)}%" y="13" text-anchor="${anchor}">${at === 0 ? '0' : formatDuration(at, language)}</text>`
    },
  )}</svg></div>`
}

export function tickLines(span: Span, height: number): Markup {
  return markup`${ticksOf(span).map(({ x }) => markup`<line class="tick" x1="${x.toFixed(2)}%" x2="${x.toFixed(2)}%" y1="0" y2="${height}"/>`)}`
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second]
steps.push(minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour)
steps.push(day, 2 * day, 5 * day, 10 * day, 30 * day, 100 * day, 365 * day)

const mostTicks = 6

function ticksOf({ from, to }: Span): readonly { readonly at: number; readonly x: number }[] {
  const length = Math.max(1, to - from)
  const step = steps.find((one) => length / one <= mostTicks) ?? length
  const ticks: { at: number; x: number }[] = []
  for (let at = 0; at <= length; at += step) ticks.push({ at, x: (at / length) * 100 })
  return ticks
}
