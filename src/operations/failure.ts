import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'
import type { FailureCode } from './failure-codes.ts'

/**
 * An operation could not do what was asked, and it is nobody's bug: the message says what is so, the hint
 * what to do. Doors show it without a stack; its code decides the exit status.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly text: Text
  readonly hint: Text | undefined
  readonly problems: readonly Problem[]

  constructor(code: FailureCode, text: Text, rest: { readonly hint?: Text; readonly problems?: readonly Problem[] } = {}) {
    super(text.en)
    this.code = code
    this.text = text
    this.hint = rest.hint
    this.problems = rest.problems ?? []
  }
}
