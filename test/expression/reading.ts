import { compileExpression } from '#expression/compile.ts'
import type { ExpressionProblem } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import { valueToJson } from '#expression/show.ts'
import { anyType, type Type } from '#expression/type.ts'
import type { Value } from '#expression/value.ts'

/** A scope of those names; a value's name may be anything when no type is said. */
export function scopeOf(fields: { readonly [name: string]: Type }, open = false): Type {
  return { kind: 'record', fields: new Map(Object.entries(fields)), open }
}

/** The value of an expression as JSON, or what is wrong with it: `code start-end`. */
export function read(
  source: string,
  values: { readonly [name: string]: Value } = {},
  types: { readonly [name: string]: Type } = {},
): unknown {
  const scope = scopeOf({ ...Object.fromEntries(Object.keys(values).map((name) => [name, anyType])), ...types })
  const { expression, problems } = compileExpression(source, scope)
  if (expression === undefined) return problems.map(({ code, start, end }) => `${code} ${start}-${end}`).join(', ')
  try {
    return valueToJson(expression.evaluate(recordOf(values)))
  } catch (error) {
    if (error instanceof EvaluationError) return `! ${error.code} ${error.start}-${error.end}`
    throw error
  }
}

export function problemsOf(source: string, types: { readonly [name: string]: Type } = {}, expected?: Type): readonly ExpressionProblem[] {
  return compileExpression(source, scopeOf(types), expected).problems
}

/** The hints of all problems, in English. */
export function hintsOf(source: string, types: { readonly [name: string]: Type } = {}): readonly (string | undefined)[] {
  return problemsOf(source, types).map((problem) => problem.hint?.en)
}

export function inUnit(value: number, unit: string): unknown {
  return { value, unit }
}
