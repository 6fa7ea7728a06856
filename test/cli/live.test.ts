import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openLiveRegion, redraw } from '#doors/cli/terminal/live.ts'

const escapeCharacter = '\u001b'
const tokens = new RegExp(`${escapeCharacter}\\[[0-9;?]*[A-Za-z]|[^${escapeCharacter}]`, 'gs')

/** A terminal in a few lines: it understands what a live region writes, and nothing else. */
function terminal(columns: number, rows: number) {
  const lines: string[] = ['']
  let row = 0
  let column = 0
  let cursor = true
  const write = (text: string) => {
    for (const [token] of text.matchAll(tokens)) {
      if (token === '\n') {
        row++
        column = 0
        lines[row] ??= ''
      } else if (token.startsWith('\u001b')) control(token)
      else {
        lines[row] = (lines[row] ?? '').slice(0, column).padEnd(column) + token + (lines[row] ?? '').slice(column + 1)
        column++
      }
    }
  }
  const control = (token: string) => {
    const up = /\[(\d+)A$/.exec(token)
    if (up !== null) row -= Number(up[1])
    if (token.endsWith('[2K')) lines[row] = ''
    if (token.endsWith('[J')) {
      lines[row] = (lines[row] ?? '').slice(0, column)
      lines.length = row + 1
    }
    if (token.endsWith('?25l')) cursor = false
    if (token.endsWith('?25h')) cursor = true
  }
  return { write, columns: () => columns, rows: () => rows, lines: () => lines.slice(0, -1), cursor: () => cursor }
}

test('[CLI-15] only lines that have changed are written again', () => {
  expect(redraw(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe('')
  expect(redraw(['a', 'b', 'c'], ['a', 'B', 'c'])).toBe('\u001b[3A\n\u001b[2KB\n\n')
  expect(redraw([], ['a'])).toBe('\u001b[2Ka\n')
  expect(redraw(['a', 'b'], ['a'])).toBe('\u001b[2A\n\u001b[J')
})

test('[CLI-15] whatever is drawn and printed, the screen shows what was printed and then the region', () => {
  const line = fc.stringMatching(/^[a-z]{0,12}$/)
  const step = fc.oneof(
    fc.record({ kind: fc.constant('draw' as const), lines: fc.array(line, { maxLength: 6 }) }),
    fc.record({ kind: fc.constant('print' as const), lines: fc.array(line, { maxLength: 3 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, keep) => {
      const screen = terminal(40, 24)
      const region = openLiveRegion(screen)
      const printed: string[] = []
      let drawn: readonly string[] = []
      for (const { kind, lines } of steps) {
        if (kind === 'draw') {
          region.draw(lines)
          drawn = lines
        } else {
          region.print(lines)
          printed.push(...lines)
        }
        expect(screen.lines()).toEqual([...printed, ...drawn])
      }
      region.end(keep)
      expect(screen.lines()).toEqual(keep ? [...printed, ...drawn] : printed)
      expect(screen.cursor()).toBe(true)
    }),
  )
})

test('[CLI-14] lines are cut to the terminal, and rows too', () => {
  const screen = terminal(10, 4)
  const region = openLiveRegion(screen)
  region.draw(['a line that is too long', '2', '3', '4', '5'])
  expect(screen.lines()).toEqual(['a line t…', '2', '…'])
})

test('[CLI-15] after the end nothing is drawn any more', () => {
  const screen = terminal(20, 10)
  const region = openLiveRegion(screen)
  region.draw(['busy'])
  region.end(false)
  region.end(false)
  region.draw(['late'])
  region.print(['late'])
  expect(screen.lines()).toEqual([])
})
