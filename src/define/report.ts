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
  /** In the order of the file. */
  problems(): readonly Problem[]
}

/** More than these nobody reads, and a broken file can have millions. */
const mostProblems = 500

export function createReport(source: SourceText): Report {
  const problems: { readonly start: number; readonly problem: Problem }[] = []
  let errors = 0
  let left = 0
  const told = new Set<string>()

  // What an alias stands for is checked wherever it is used, and told once.
  const add = (start: number, problem: Problem) => {
    const same = `${start} ${problem.code} ${problem.message.en}`
    if (told.has(same)) return
    told.add(same)
    if (problem.level === 'error') errors++
    if (problems.length < mostProblems) problems.push({ start, problem })
    else left++
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
    hasErrors: () => errors > 0,
    problems: () => {
      const sorted = problems.toSorted((a, b) => a.start - b.start).map(({ problem }) => problem)
      return left === 0 ? sorted : [...sorted, moreProblems(left)]
    },
  }
  return report
}

function moreProblems(count: number): Problem {
  const message = { en: `There are ${count} more problems.`, ko: `문제가 ${count}개 더 있습니다.` }
  return { code: 'too_many_problems', level: 'error', at: undefined, message }
}
