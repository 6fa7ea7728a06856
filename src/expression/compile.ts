import type { Expression, ExpressionProblem, Template } from './compiled.ts'
import type { Type } from './type.ts'

export interface CompiledExpression {
  /** Undefined when there is a problem. */
  readonly expression: Expression | undefined
  readonly problems: readonly ExpressionProblem[]
}

export interface CompiledTemplate {
  readonly template: Template | undefined
  readonly problems: readonly ExpressionProblem[]
}

/** Reads and checks an expression against the names in `scope` (a record type). Never throws, whatever the text. */
export function compileExpression(source: string, _scope: Type, _expected?: Type): CompiledExpression {
  const message = { en: 'Expressions are not written yet.', ko: '아직 식을 읽을 수 없습니다.' }
  return { expression: undefined, problems: [{ code: 'unfinished', message, start: 0, end: source.length }] }
}

/** Reads and checks text with `${{ expression }}` in it; offsets of problems are into the whole text. Never throws. */
export function compileTemplate(source: string, _scope: Type): CompiledTemplate {
  const message = { en: 'Templates are not written yet.', ko: '아직 템플릿을 읽을 수 없습니다.' }
  return { template: undefined, problems: [{ code: 'unfinished', message, start: 0, end: source.length }] }
}
