import { cut, padEnd, padStart, widthOf } from './width.ts'

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Gives way first when the terminal is narrow. */
  readonly shrinks?: boolean
}

/** Aligned columns with two spaces between; the column that may shrink is cut so that lines fit. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  head: (text: string) => string,
): string[] {
  const widths = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ''))))
  const excess = widths.reduce((sum, each) => sum + each + 2, -2) - width
  const shrinking = columns.findIndex((column) => column.shrinks === true)
  if (excess > 0 && shrinking >= 0) widths[shrinking] = Math.max(8, (widths[shrinking] ?? 0) - excess)
  const line = (cells: readonly string[]) =>
    columns
      .map((column, index) => {
        const cell = cut(cells[index] ?? '', widths[index] ?? 0)
        if (column.align === 'right') return padStart(cell, widths[index] ?? 0)
        return index === columns.length - 1 ? cell : padEnd(cell, widths[index] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [head(line(columns.map((column) => column.title))), ...rows.map(line)]
}

/** A bar of `columns` cells: full, part by eighths, rest. */
export function bar(fraction: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * columns * 8)
  const full = Math.floor(eighths / 8)
  const part = eighths % 8
  const partial = part === 0 ? '' : (['▏', '▎', '▍', '▌', '▋', '▊', '▉'][part - 1] ?? '')
  return '█'.repeat(full) + partial + '░'.repeat(Math.max(0, columns - full - (part === 0 ? 0 : 1)))
}
