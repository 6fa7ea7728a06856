import type { Expression } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import type { Tree } from './tree.ts'
import { misfit } from './type-fit.ts'
import { amountAt, type Scope, type Writing } from './written.ts'

/** A smallest or largest value, of what is declared or of each element of a list. */
export function boundAt(writing: Writing, tree: Tree | undefined, scope: Scope, valueType: Type): Expression | undefined {
  const bound = amountAt(writing, tree, scope)
  if (bound === undefined || tree === undefined) return undefined
  const problem = misfit(bound.type, valueType.kind === 'array' ? valueType.element : valueType)
  if (problem === undefined) return bound
  writing.report.say('bad_type', tree, problem)
  return undefined
}
