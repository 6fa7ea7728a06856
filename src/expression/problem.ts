import type { ExpressionProblem } from './compiled.ts'
import type { Span } from './evaluation-error.ts'
import type { ExpressionCode } from './problem-codes.ts'
import type { Text } from './text.ts'

/** A mistake in an expression, at a place of its text. */
export function problemAt(code: ExpressionCode, span: Span, message: Text, hint?: Text): ExpressionProblem {
  const problem = { code, message, start: span.start, end: span.end }
  return hint === undefined ? problem : { ...problem, hint }
}
