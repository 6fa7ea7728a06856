import { EvaluationError, type Span } from './evaluation-error.ts'
import { limits } from './limits.ts'
import type { Text } from './text.ts'
import type { ErrorSource, RecordValue, Value } from './value.ts'

/** What one evaluation carries along. */
export interface Frame {
  readonly environment: RecordValue
  /** Elements and letters that may still be touched. */
  workLeft: number
  /** Arrays within arrays that are being walked. */
  nesting: number
  /** A comparison met NaN. */
  comparedNaN: boolean
  /** The smallest distance that a comparison of uncertain values met, in standard errors. */
  leastPull: number
  /** The causes of the errors of metrics, by name: the same metric is the same cause. */
  sources: Map<string, ErrorSource> | undefined
}

/** A checked expression, ready to run. */
export type Run = (frame: Frame) => Value

export function newFrame(environment: RecordValue): Frame {
  return { environment, workLeft: limits.work, nesting: 0, comparedNaN: false, leastPull: Number.POSITIVE_INFINITY, sources: undefined }
}

/** The cause of that name, the same whenever it is asked for in one evaluation. */
export function sourceNamed(frame: Frame, cause: string): ErrorSource {
  frame.sources ??= new Map()
  const known = frame.sources.get(cause)
  if (known !== undefined) return known
  const source = { cause }
  frame.sources.set(cause, source)
  return source
}

/** Accounts for touching that many elements or letters. */
export function spend(frame: Frame, amount: number, span: Span): void {
  frame.workLeft -= amount
  if (frame.workLeft < 0) throw new EvaluationError('limit', { en: 'This takes too much work.', ko: '계산량이 너무 많습니다.' }, span)
}

/** Accounts for making an array of that length. */
export function spendElements(frame: Frame, length: number, span: Span): void {
  if (length > limits.elements) {
    const text = { en: `An array has at most ${limits.elements} elements.`, ko: `배열의 원소는 ${limits.elements}개를 넘을 수 없습니다.` }
    throw new EvaluationError('limit', text, span)
  }
  spend(frame, length, span)
}

/** Accounts for making a text of that length. */
export function spendText(frame: Frame, length: number, span: Span): void {
  if (length > limits.textLength) {
    const text = { en: `A text has at most ${limits.textLength} characters.`, ko: `글은 ${limits.textLength}자를 넘을 수 없습니다.` }
    throw new EvaluationError('limit', text, span)
  }
  spend(frame, length, span)
}

/** Walks into an array: as deep as allowed, and out again. (What throws within ends the evaluation, so the count is lost with it.) */
export function within<Result>(frame: Frame, span: Span, walk: () => Result): Result {
  if (++frame.nesting > limits.valueDepth) {
    const text = { en: `Nested more than ${limits.valueDepth} deep.`, ko: `${limits.valueDepth}겹보다 깊게 중첩되어 있습니다.` }
    throw new EvaluationError('limit', text, span)
  }
  const result = walk()
  frame.nesting--
  return result
}

export function wrongType(en: string, ko: string, span: Span, hint?: Text): EvaluationError {
  return new EvaluationError('type', { en, ko }, span, hint)
}
