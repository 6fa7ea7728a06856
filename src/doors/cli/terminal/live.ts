import { cut } from './width.ts'

/** A region of a terminal, redrawn in place. Lines above it stay, as in an ordinary log. */
export interface LiveRegion {
  /** Shows these lines; only lines that differ are written again. */
  draw(lines: readonly string[]): void
  /** Writes lines above the region, for good. */
  print(lines: readonly string[]): void
  /** Takes the region away (or leaves it, as the last word) and shows the cursor again. */
  end(keep: boolean): void
}

export interface Screen {
  write(text: string): void
  columns(): number
  rows(): number
}

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const clearLine = '\u001b[2K'
const clearBelow = '\u001b[J'
/** Terminals that know it show a frame at once; the others ignore it. */
const frameStart = '\u001b[?2026h'
const frameEnd = '\u001b[?2026l'

/** What must be written to turn the lines shown into the lines wanted. The cursor stands below the last line, in column 1. */
export function redraw(shown: readonly string[], wanted: readonly string[]): string {
  if (shown.length === wanted.length && shown.every((line, index) => line === wanted[index])) return ''
  let output = shown.length > 0 ? `\u001b[${shown.length}A` : ''
  for (const [index, line] of wanted.entries()) {
    output += index < shown.length && shown[index] === line ? '\n' : `${clearLine}${line}\n`
  }
  return wanted.length < shown.length ? output + clearBelow : output
}

/** Opens a live region at the cursor. A line never wraps, and the region never outgrows the screen: both would break redrawing. */
export function openLiveRegion(screen: Screen): LiveRegion {
  let shown: readonly string[] = []
  let columns = screen.columns()
  let ended = false
  let hidden = false

  const fitted = (lines: readonly string[]) => {
    const room = Math.max(1, screen.rows() - 1)
    const cutLines = lines.map((line) => cut(line, Math.max(1, screen.columns() - 1)))
    return cutLines.length <= room ? cutLines : [...cutLines.slice(0, room - 1), '…']
  }
  return {
    draw(lines) {
      if (ended) return
      const wanted = fitted(lines)
      // After a resize the terminal may have rewrapped what was there: start afresh below it.
      const before = screen.columns() === columns ? shown : []
      columns = screen.columns()
      const output = redraw(before, wanted)
      const hide = hidden ? '' : hideCursor
      hidden = true
      if (output !== '') screen.write(hide + frameStart + output + frameEnd)
      shown = wanted
    },
    print(lines) {
      if (ended || lines.length === 0) return
      const up = shown.length > 0 ? `\u001b[${shown.length}A` : ''
      const region = shown.map((line) => `${line}\n`).join('')
      screen.write(`${frameStart}${up}${clearBelow}${lines.map((line) => `${line}\n`).join('')}${region}${frameEnd}`)
    },
    end(keep) {
      if (ended) return
      ended = true
      const up = shown.length > 0 && !keep ? `\u001b[${shown.length}A${clearBelow}` : ''
      const output = up + (hidden ? showCursor : '')
      if (output !== '') screen.write(output)
    },
  }
}
