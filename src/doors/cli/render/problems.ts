import type { Place, Problem } from '#model/problem.ts'
import type { Look } from '../answer.ts'
import { cut, harmless, widthOf } from '../terminal/width.ts'

const words = {
  error: { en: 'error', ko: '오류' },
  warning: { en: 'warning', ko: '경고' },
  hint: { en: 'hint', ko: '도움' },
}

/** Problems as a compiler writes them: place, message, the line with what is meant marked, and the hint. */
export function renderProblems(problems: readonly Problem[], sources: ReadonlyMap<string, string>, look: Look): readonly string[] {
  return problems.flatMap((problem) => [...renderProblem(problem, sources, look), ''])
}

function renderProblem(problem: Problem, sources: ReadonlyMap<string, string>, look: Look): readonly string[] {
  const { speak, paint } = look
  const level = speak(words[problem.level])
  const painted = problem.level === 'error' ? paint.bad(level) : paint.warn(level)
  const place = problem.at === undefined ? '' : `${paint.strong(`${problem.at.file}:${problem.at.line}:${problem.at.column}`)}: `
  const lines = [`${place}${painted}: ${speak(problem.message)} ${paint.dim(`[${problem.code}]`)}`]
  if (problem.at !== undefined)
    lines.push(...excerpt(problem.at, sources.get(problem.at.file), problem.level === 'error' ? paint.bad : paint.warn, look))
  if (problem.hint !== undefined) lines.push(`  ${paint.dim(`${speak(words.hint)}:`)} ${speak(problem.hint)}`)
  return lines
}

/** The line with carets below it. Carets stand below the right letters also after wide ones, and long lines are shown around the place. */
function excerpt(at: Place, source: string | undefined, mark: (text: string) => string, look: Look): readonly string[] {
  const whole = source?.split(/\r\n|\n|\r/)[at.line - 1]
  if (whole === undefined) return []
  const characters = [...whole]
  const number = String(at.line)
  const room = Math.max(20, look.width - number.length - 5)
  const column = Math.min(at.column - 1, characters.length)
  const from = column > room * 0.7 ? column - Math.floor(room / 2) : 0
  const before = plainLine(characters.slice(from, column).join(''))
  const shown = (from > 0 ? '…' : '') + before
  const rest = plainLine(characters.slice(column).join(''))
  const length =
    at.endLine === undefined || at.endLine === at.line ? (at.endColumn ?? at.column + 1) - at.column : characters.length - column
  const marked = plainLine(characters.slice(column, column + Math.max(1, length)).join(''))
  const carets = '^'.repeat(Math.max(1, Math.min(widthOf(marked), room - widthOf(shown))))
  return [
    `  ${look.paint.dim(`${number} |`)} ${cut(shown + rest, room)}`,
    `  ${look.paint.dim(`${' '.repeat(number.length)} |`)} ${' '.repeat(widthOf(shown))}${mark(carets)}`,
  ]
}

/** Tabs become single spaces so that columns stay columns. */
function plainLine(text: string): string {
  return harmless(text.replace(/\t/g, ' ')).replace(/\n/g, '')
}
