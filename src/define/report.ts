import type { ExpressionProblem } from '#expression/compiled.ts'
import type { Text } from '#expression/text.ts'
import type { Place, Problem } from '#model/problem.ts'
import { type ProblemCode, problemCodes } from './problem-codes.ts'
import type { SourceText } from './source-text.ts'

/** A stretch of the file, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where the problems of one file are gathered. */
export interface Report {
  say(code: ProblemCode, span: Span, message: Text, hint?: Text): void
  /** Passes on a problem of an expression, whose code is its own. */
  sayExpression(problem: ExpressionProblem, span: Span): void
  place(span: Span): Place
  hasErrors(): boolean
  /** So many errors that looking for more is of no use. */
  isFull(): boolean
  /** In the order of the file. */
  problems(): readonly Problem[]
}

/** More errors, or warnings, than these nobody reads, and a broken file can have millions. */
const mostOfALevel = 500

export function createReport(source: SourceText): Report {
  const kept: { readonly start: number; readonly problem: Problem }[] = []
  const counts = { error: 0, warning: 0 }
  const told = new Set<string>()

  // What an alias stands for is checked wherever it is used, and told once.
  const add = (start: number, problem: Problem) => {
    if (counts[problem.level]++ >= mostOfALevel) return
    const same = `${start} ${problem.code} ${problem.message.en}`
    if (told.has(same)) return
    told.add(same)
    kept.push({ start, problem })
  }
  const report: Report = {
    say: (code, span, message, hint) => {
      const level = problemCodes[code].level
      add(span.start, { code, level, at: report.place(span), message, ...(hint ? { hint } : {}) })
    },
    sayExpression: ({ code, message, hint }, span) => {
      add(span.start, { code, level: 'error', at: report.place(span), message, ...(hint ? { hint } : {}) })
    },
    place: ({ start, end }) => source.place(start, end),
    hasErrors: () => counts.error > 0,
    isFull: () => counts.error >= mostOfALevel,
    problems: () => {
      const sorted = kept.toSorted((a, b) => a.start - b.start).map(({ problem }) => problem)
      if (counts.error > mostOfALevel) sorted.push(moreProblems('error'))
      else if (counts.warning > mostOfALevel) sorted.push(moreProblems('warning'))
      return sorted
    },
  }
  return report
}

function moreProblems(level: Problem['level']): Problem {
  const message = {
    en: `There are more than ${mostOfALevel} problems; these come first.`,
    ko: `문제가 ${mostOfALevel}개를 넘어 먼저 찾은 것만 보입니다.`,
  }
  return { code: 'too_many_problems', level, at: undefined, message }
}
