import type { Text } from '#expression/text.ts'

/** A mistake in a text that was to be read; offsets count UTF-16 units from its start. `end` > `start` unless the text is empty. */
export interface ReadingProblem {
  readonly message: Text
  /** What was expected, or the nearest correct spelling. */
  readonly hint?: Text
  readonly start: number
  readonly end: number
}

/** What a text says, or what is wrong with it. */
export type Reading<T> =
  | { readonly value: T; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: ReadingProblem }

export function means<T>(value: T): Reading<T> {
  return { value, problem: undefined }
}

export function wrong(start: number, end: number, message: Text, hint?: Text): Reading<never> {
  const problem = { message, start, end }
  return { value: undefined, problem: hint === undefined ? problem : { ...problem, hint } }
}

/** The same problem of a part, seen from the whole text. */
export function shifted({ problem }: { readonly problem: ReadingProblem }, by: number): Reading<never> {
  return { value: undefined, problem: { ...problem, start: problem.start + by, end: problem.end + by } }
}
