import type { Expression } from './compiled.ts'
import type { RecordValue, Value } from './value.ts'

/** One comparison that an expression's truth hangs on, with both sides as they were. */
export interface MeasuredComparison {
  readonly left: { readonly text: string; readonly value: Value }
  readonly operator: string
  readonly right: { readonly text: string; readonly value: Value }
}

/** The numbers behind a verdict. */
export interface Measured {
  /** Reference as written → its value; what is missing or too long to show (over 32 elements) is left out. */
  readonly values: ReadonlyMap<string, Value>
  /** The comparisons at the top: one, or those joined by `and`, `or`, `not`. */
  readonly comparisons: readonly MeasuredComparison[]
  /** A comparison met NaN: whatever came out, it says nothing about the physics. */
  readonly comparedNaN: boolean
}

/** What an expression saw in an environment. Never throws: what cannot be evaluated is left out. */
export function measuredOf(_expression: Expression, _environment: RecordValue): Measured {
  return { values: new Map(), comparisons: [], comparedNaN: false }
}
