import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'
import { type FailureCode, failureCodes } from './failure-codes.ts'
import { failureOf } from './failure-of.ts'
import { httpFailures } from './http-failures.ts'

/** A failure as programs are told of it, the same at every door. */
export interface FailureJson {
  readonly type: 'error'
  readonly error: {
    readonly code: FailureCode
    readonly message: Text
    readonly hint?: Text
    readonly problems: readonly Problem[]
  }
}

export function failureJson(error: unknown): FailureJson {
  const failure = failureOf(error)
  const { code, text, problems } = failure
  const isTold = code === 'bug' || code === 'usage' || code in httpFailures
  const hint = failure.hint ?? (isTold ? failureCodes[code].advice : undefined)
  return { type: 'error', error: { code, message: text, ...(hint === undefined ? {} : { hint }), problems } }
}
