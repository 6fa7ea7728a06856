import { formatNumber } from './format.ts'
import { niceScale, type Scale } from './plot-scale.ts'
import { columnsOf } from './text-width.ts'

/** What is drawn: points, or bars from the bottom, and lines across at levels that have a name. */
export interface TextPlot {
  readonly points: readonly PlotPoint[]
  readonly bars?: boolean
  readonly levels?: readonly { readonly at: number; readonly name: string }[]
  readonly xName?: string
  readonly yName?: string
}

export interface PlotPoint {
  readonly x: number
  readonly y: number
  /** Half the length of its error bar. */
  readonly error?: number
  /** Set off from the others. */
  readonly marked?: boolean
}

/** Letters of two by four dots: U+2800 and one bit for each dot (Unicode, "Braille Patterns"). */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

/** A plot for a terminal with axes, `width` columns wide and `height` rows high without them. Empty: there is nothing finite to draw. */
export function textPlot(plot: TextPlot, width: number, height: number): readonly string[] {
  const points = plot.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  if (points.length === 0) return []
  const y = niceScale(
    [...points.flatMap(reachOf), ...(plot.levels ?? []).map(({ at }) => at), ...(plot.bars === true ? [0] : [])],
    Math.max(2, Math.floor(height / 3)),
  )
  const labels = rowLabels(y, height)
  const margin = Math.max(...labels.map((label) => label.length))
  const names = (plot.levels ?? []).map(({ name }) => name)
  const right = names.length === 0 ? 0 : Math.max(...names.map(columnsOf)) + 1
  const columns = Math.max(10, width - margin - 3 - right)
  const x = niceScale(
    points.map((point) => point.x),
    Math.max(2, Math.floor(columns / 12)),
  )
  const canvas = new Canvas({ columns, height, sparse: points.length <= columns / 2 }, x, y)
  for (const { at } of plot.levels ?? []) canvas.level(at)
  for (const point of points) plot.bars === true ? canvas.bar(point, points.length) : canvas.point(point)
  const rows = canvas.rows()
  const beside = levelNames(plot.levels ?? [], y, height)
  const lines = rows.map((row, index) =>
    `${(labels[index] ?? '').padStart(margin)} ${labels[index] === '' ? '│' : '┤'}${row}${beside[index] ?? ''}`.trimEnd(),
  )
  const title = plot.yName === undefined ? [] : [`${' '.repeat(margin + 1)}${plot.yName}`]
  return [...title, ...lines, ...bottom(x, { margin, columns }, plot.xName)]
}

/** A row of bars, one for each value; what is no number is a gap. */
export function sparkline(values: readonly (number | null)[]): string {
  const numbers = values.filter((value): value is number => value !== null && Number.isFinite(value))
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return values
    .map((value) => (value === null ? '·' : (bars[Math.round(high > low ? ((value - low) / (high - low)) * 7 : 3)] ?? '·')))
    .join('')
}

const bars = '▁▂▃▄▅▆▇█'

function reachOf({ y, error = 0 }: PlotPoint): readonly number[] {
  return Number.isFinite(error) ? [y - error, y + error] : [y]
}

function rowOf(value: number, { from, to }: Scale, height: number): number {
  return Math.min(height - 1, Math.max(0, Math.round(((to - value) / (to - from)) * (height - 1))))
}

function rowLabels(y: Scale, height: number): readonly string[] {
  const labels = Array.from({ length: height }, () => '')
  for (const tick of y.ticks) labels[rowOf(tick, y, height)] ||= formatNumber(tick, 6)
  return labels
}

function levelNames(levels: NonNullable<TextPlot['levels']>, y: Scale, height: number): readonly (string | undefined)[] {
  const names: (string | undefined)[] = []
  for (const { at, name } of levels) {
    const row = rowOf(at, y, height)
    names[row] = names[row] === undefined ? ` ${name}` : `${names[row]} ${name}`
  }
  return names
}

function bottom(
  x: Scale,
  { margin, columns }: { readonly margin: number; readonly columns: number },
  name: string | undefined,
): readonly string[] {
  const axis = Array.from({ length: columns }, () => '─')
  const labels = Array.from({ length: columns + 12 }, () => ' ')
  let free = 0
  for (const tick of x.ticks) {
    const at = Math.round(((tick - x.from) / (x.to - x.from)) * (columns - 1))
    axis[at] = '┴'
    const text = formatNumber(tick, 6)
    const start = Math.max(0, at - Math.floor(text.length / 2))
    if (start < free) continue
    for (const [index, letter] of [...text].entries()) labels[start + index] = letter
    free = start + text.length + 2
  }
  const pad = ' '.repeat(margin + 1)
  return [`${pad}└${axis.join('')}`, `${pad} ${labels.join('')}`.trimEnd() + (name === undefined ? '' : `  ${name}`)]
}

/** At this share of the way; just outside, however far it is, so that whoever goes from dot to dot comes to an end. */
function dotAt(share: number, dots: number): number {
  return Number.isNaN(share) ? 0 : Math.max(-1, Math.min(dots, Math.round(share * (dots - 1))))
}

/** Dots in a grid of letters. */
class Canvas {
  private readonly bits: Uint8Array
  private readonly marks = new Set<number>()
  private readonly across = new Set<number>()
  private readonly columns: number
  private readonly height: number
  private readonly x: Scale
  private readonly y: Scale
  /** Few points are drawn large, so that they are seen. */
  private readonly sparse: boolean

  constructor({ columns, height, sparse }: { columns: number; height: number; sparse: boolean }, x: Scale, y: Scale) {
    this.sparse = sparse
    this.columns = columns
    this.height = height
    this.x = x
    this.y = y
    this.bits = new Uint8Array(columns * height)
  }

  private dotX(x: number): number {
    return dotAt((x - this.x.from) / (this.x.to - this.x.from), this.columns * 2)
  }

  private dotY(y: number): number {
    return dotAt((this.y.to - y) / (this.y.to - this.y.from), this.height * 4)
  }

  private set(dotX: number, dotY: number): void {
    if (dotX < 0 || dotY < 0 || dotX >= this.columns * 2 || dotY >= this.height * 4) return
    const cell = (dotY >> 2) * this.columns + (dotX >> 1)
    this.bits[cell] = (this.bits[cell] ?? 0) | (dotBits[dotY & 3]?.[dotX & 1] ?? 0)
  }

  level(at: number): void {
    this.across.add(rowOf(at, this.y, this.height))
  }

  point({ x, y, error, marked }: PlotPoint): void {
    const [dotX, dotY] = [this.dotX(x), this.dotY(y)]
    this.set(dotX, dotY)
    if (error !== undefined && Number.isFinite(error))
      for (let at = this.dotY(y + error); at <= this.dotY(y - error); at++) this.set(dotX, at)
    if (marked === true || this.sparse) this.marks.add((dotY >> 2) * this.columns + (dotX >> 1))
  }

  bar({ x, y }: PlotPoint, bars: number): void {
    const half = Math.max(1, Math.floor((this.columns * 2) / Math.max(1, bars) / 2) - 1)
    for (let column = this.dotX(x) - half + 1; column <= this.dotX(x) + half; column++) {
      const [a, b] = [this.dotY(y), this.dotY(0)]
      for (let at = Math.min(a, b); at <= Math.max(a, b); at++) this.set(column, at)
    }
  }

  rows(): readonly string[] {
    return Array.from({ length: this.height }, (_, row) => {
      let text = ''
      for (let column = 0; column < this.columns; column++) {
        const cell = row * this.columns + column
        const bits = this.bits[cell] ?? 0
        text += this.marks.has(cell)
          ? this.sparse
            ? '•'
            : '●'
          : bits > 0
            ? String.fromCharCode(0x2800 + bits)
            : this.across.has(row)
              ? '╌'
              : ' '
      }
      return text
    })
  }
}
