import type { ShellPlace } from './shell-place.ts'
import type { Text } from './text.ts'
import type { Type } from './type.ts'
import type { RecordValue, Value } from './value.ts'

/** A mistake in an expression; offsets count UTF-16 units from the start of the text that was compiled. */
export interface ExpressionProblem {
  readonly code: string
  readonly message: Text
  readonly hint?: Text
  readonly start: number
  readonly end: number
}

/** A name that an expression uses, as written: `stages.sample.outputs.series` is four parts. */
export interface Reference {
  readonly parts: readonly string[]
  readonly start: number
  readonly end: number
}

/** A checked expression, ready to evaluate any number of times. Throws `EvaluationError` only. */
export interface Expression {
  readonly source: string
  readonly type: Type
  readonly references: readonly Reference[]
  evaluate(environment: RecordValue): Value
}

/** Text with `${{ expression }}` in it. `quote` is applied to every inserted value, never to the text around it. */
export interface Template {
  readonly source: string
  readonly references: readonly Reference[]
  /** True when there is nothing to fill in. */
  readonly constant: boolean
  /** The whole template is one `${{ }}` and nothing else: its value keeps its type. */
  readonly single: Expression | undefined
  /** `quote` is told where in a shell script the value stands; `shellQuote` needs to know, for other texts it means nothing. */
  render(environment: RecordValue, quote: (value: string, place: ShellPlace) => string): string
}
