import type { Expression, ExpressionProblem, Reference } from './compiled.ts'
import type { Span } from './evaluation-error.ts'
import type { Run } from './frame.ts'
import { problemAt } from './problem.ts'
import type { ExpressionCode } from './problem-codes.ts'
import type { Node } from './syntax.ts'
import type { Text } from './text.ts'
import { anyType, type Type } from './type.ts'
import type { Value } from './value.ts'

/** A part of an expression after its check: what it gives, and how to get it. */
export interface Checked {
  readonly type: Type
  readonly run: Run
  /** Its value, where it is written out. */
  readonly literal?: Value
}

/** What one check carries along. */
export interface Checking {
  /** The names that have a meaning. */
  readonly fields: ReadonlyMap<string, Type>
  /** Other names may have one too. */
  readonly open: boolean
  readonly problems: ExpressionProblem[]
  readonly references: Reference[]
  /** What was made of each node, for showing both sides of comparisons. */
  readonly made: Map<Node, Checked>
  /** What names mean where they stand; left out: what is written. */
  readonly rename?: (parts: readonly string[]) => Renamed | undefined
}

/**
 * What the first parts of a name stand for: `take` of them are in truth `put`, or the first is an expression that was `given`, or cannot be
 * seen here. Undefined: they are what is written.
 */
export type Rename = (parts: readonly string[], scope: Type) => Renamed | undefined

export type Renamed =
  | { readonly take: number; readonly put: readonly string[] }
  | { readonly given: Expression | undefined }
  | { readonly hidden: true }

/** Enough to be useful, few enough to be read. */
const mostProblems = 50

export function report(checking: Checking, code: ExpressionCode, span: Span, message: Text, hint?: Text): void {
  if (checking.problems.length < mostProblems) checking.problems.push(problemAt(code, span, message, hint))
}

/** Stands for a part that has a problem, so that the rest is still checked. It is never run. */
export const broken: Checked = { type: anyType, run: () => null }
