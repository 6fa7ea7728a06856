import type { Text } from './text.ts'

/** `missing`: no value under that name. `limit`: too large, too deep or too long. The rest name what was wrong. */
export type EvaluationCode = 'missing' | 'type' | 'unit' | 'range' | 'domain' | 'text' | 'limit'

/** The part of a source text that something is about: UTF-16 offsets from its start. */
export interface Span {
  readonly start: number
  readonly end: number
}

export const nowhere: Span = { start: 0, end: 0 }

/** What evaluation throws, and nothing else: the values at hand do not fit the expression. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
  readonly code: EvaluationCode
  readonly text: Text
  readonly hint: Text | undefined
  /** Where in the compiled text; both 0 when it is not about a text. */
  readonly start: number
  readonly end: number

  constructor(code: EvaluationCode, text: Text, span: Span = nowhere, hint?: Text) {
    super(text.en)
    this.code = code
    this.text = text
    this.hint = hint
    this.start = span.start
    this.end = span.end
  }
}
