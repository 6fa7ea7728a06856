import type { Expression } from './compiled.ts'
import type { Run } from './frame.ts'
import type { ComparisonOperator } from './syntax.ts'

/** A comparison within an expression. */
export interface Comparison {
  readonly left: Run
  readonly operator: ComparisonOperator
  readonly right: Run
}

/** What an expression is besides its contract: enough to say afterwards what it saw. */
export interface InspectableExpression extends Expression {
  readonly run: Run
  /** Those that must all hold for the whole to be true, in the order of the text. */
  readonly comparisons: readonly Comparison[]
}

export function isInspectable(expression: Expression): expression is InspectableExpression {
  return 'run' in expression && 'comparisons' in expression
}
