import { formatNumber } from './format.ts'
import { niceScale } from './plot-scale.ts'

/** A plot as SVG: a line with points, steps of limits, levels across, and marked points. */
export interface SvgPlot {
  readonly title: string
  readonly points: readonly SvgPoint[]
  readonly line?: boolean
  readonly bars?: boolean
  /** Limits that change from point to point, beside `points`. */
  readonly limits?: readonly { readonly lower: number; readonly upper: number }[]
  readonly levels?: readonly { readonly at: number; readonly name: string }[]
  readonly xName?: string
}

interface SvgPoint {
  readonly x: number
  readonly y: number
  readonly error?: number
  readonly marked?: boolean
  /** Shown where the pointer rests on it. */
  readonly says?: string
}

const frame = { left: 64, right: 56, top: 24, bottom: 34 }

/** An SVG document of a width and height in pixels; it scales to where it is put. Empty: there is nothing finite to draw. */
export function svgPlot(plot: SvgPlot, width = 640, height = 220): string {
  const inside = svgBody(plot, width, height)
  if (inside === '') return ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(plot.title)}" font-family="sans-serif" font-size="11">${inside}</svg>\n`
}

/** Several plots below each other in one document. */
export function svgPage(plots: readonly SvgPlot[], width = 640, height = 220): string {
  const bodies = plots.map((plot) => svgBody(plot, width, height)).filter((body) => body !== '')
  const groups = bodies.map((body, index) => `<g transform="translate(0 ${index * height})">${body}</g>`).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height * bodies.length}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>\n${groups}\n</svg>\n`
}

function svgBody(plot: SvgPlot, width: number, height: number): string {
  const points = plot.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  if (points.length === 0) return ''
  const { limits = [], levels = [] } = plot
  const reach = points.flatMap(({ y, error = 0 }) => [y - error, y + error])
  const y = niceScale(
    [...reach, ...limits.flatMap(({ lower, upper }) => [lower, upper]), ...levels.map(({ at }) => at), ...(plot.bars ? [0] : [])],
    4,
  )
  const x = niceScale(
    points.map((point) => point.x),
    6,
  )
  const atX = (value: number) => round(frame.left + ((value - x.from) / (x.to - x.from)) * (width - frame.left - frame.right))
  const atY = (value: number) => round(frame.top + ((y.to - value) / (y.to - y.from)) * (height - frame.top - frame.bottom))
  const [right, bottom] = [width - frame.right, height - frame.bottom]
  const parts = [`<text x="${frame.left}" y="14" font-weight="600" fill="currentColor">${escaped(plot.title)}</text>`]
  for (const tick of y.ticks) {
    parts.push(`<line x1="${frame.left}" x2="${right}" y1="${atY(tick)}" y2="${atY(tick)}" stroke="#8884"/>`)
    parts.push(
      `<text x="${frame.left - 6}" y="${atY(tick) + 4}" text-anchor="end" fill="currentColor">${escaped(formatNumber(tick, 6))}</text>`,
    )
  }
  for (const tick of x.ticks)
    parts.push(
      `<text x="${atX(tick)}" y="${bottom + 14}" text-anchor="middle" fill="currentColor">${escaped(formatNumber(tick, 6))}</text>`,
    )
  if (plot.xName !== undefined)
    parts.push(`<text x="${right}" y="${height - 6}" text-anchor="end" fill="currentColor">${escaped(plot.xName)}</text>`)
  for (const side of ['lower', 'upper'] as const) {
    if (limits.length > 1)
      parts.push(
        path(
          limits.map((limit, index) => [atX(points[index]?.x ?? 0), atY(limit[side])]),
          'stroke="#c33" stroke-dasharray="4 3"',
        ),
      )
  }
  for (const { at, name } of levels) {
    parts.push(`<line x1="${frame.left}" x2="${right}" y1="${atY(at)}" y2="${atY(at)}" stroke="#c33" stroke-dasharray="4 3"/>`)
    parts.push(`<text x="${right + 4}" y="${atY(at) + 4}" fill="currentColor">${escaped(name)}</text>`)
  }
  if (plot.line === true && points.length > 1)
    parts.push(
      path(
        points.map((point) => [atX(point.x), atY(point.y)]),
        'stroke="#36c"',
      ),
    )
  const wide = Math.max(1, ((right - frame.left) / points.length) * 0.8)
  for (const point of points) parts.push(plot.bars === true ? bar(point, wide, atX, atY) : dot(point, atX, atY))
  return parts.join('')
}

type At = (value: number) => number

function dot({ x, y, error, marked, says }: SvgPoint, atX: At, atY: At): string {
  const whisker =
    error === undefined ? '' : `<line x1="${atX(x)}" x2="${atX(x)}" y1="${atY(y - error)}" y2="${atY(y + error)}" stroke="#36c"/>`
  const title = says === undefined ? '' : `<title>${escaped(says)}</title>`
  return `${whisker}<circle cx="${atX(x)}" cy="${atY(y)}" r="${marked === true ? 4.5 : 2.5}" fill="${marked === true ? '#c33' : '#36c'}">${title}</circle>`
}

function bar({ x, y }: SvgPoint, wide: number, atX: At, atY: At): string {
  const [top, foot] = [Math.min(atY(y), atY(0)), Math.max(atY(y), atY(0))]
  return `<rect x="${round(atX(x) - wide / 2)}" y="${top}" width="${round(wide)}" height="${round(foot - top)}" fill="#36c"/>`
}

function path(places: readonly (readonly [number, number])[], style: string): string {
  return `<path d="${places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}" fill="none" ${style}/>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
