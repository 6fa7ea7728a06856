import { isAssignable } from './assignable.ts'
import { check } from './check.ts'
import { isComparisonOperator } from './check-operator.ts'
import { type Checked, type Checking, type Rename, report } from './checked.ts'
import type { Expression, ExpressionProblem, Reference, Template } from './compiled.ts'
import { conform } from './conform.ts'
import { isDimensionless, sameDimension } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { newFrame, type Run } from './frame.ts'
import type { Comparison, InspectableExpression } from './inspectable.ts'
import { parse } from './parse.ts'
import { problemAt } from './problem.ts'
import { recordOf } from './record.ts'
import { isArray, showType } from './show.ts'
import type { Node } from './syntax.ts'
import { templateOf } from './template.ts'
import type { Type } from './type.ts'
import type { Value } from './value.ts'

export interface CompiledExpression {
  /** Undefined when there is a problem. */
  readonly expression: Expression | undefined
  readonly problems: readonly ExpressionProblem[]
}

export interface CompiledTemplate {
  readonly template: Template | undefined
  readonly problems: readonly ExpressionProblem[]
}

/**
 * Reads and checks an expression against the names in `scope` (a record type). An expression without names is
 * evaluated here already, so that what is wrong with it is known before a run. Never throws, whatever the text.
 */
export function compileExpression(source: string, scope: Type, expected?: Type, rename?: Rename): CompiledExpression {
  return compileAt(source, 0, scope, expected, rename)
}

/** Reads and checks text with `${{ expression }}` in it; offsets of problems are into the whole text. Never throws. */
export function compileTemplate(source: string, scope: Type, rename?: Rename): CompiledTemplate {
  return templateOf(source, (text, base) => compileAt(text, base, scope, undefined, rename))
}

function compileAt(source: string, base: number, scope: Type, expected: Type | undefined, rename: Rename | undefined): CompiledExpression {
  const fields = scope.kind === 'record' ? scope.fields : new Map<string, Type>()
  const meant = rename && ((parts: readonly string[]) => rename(parts, scope))
  const isName = (name: string) => fields.has(name) || meant?.([name]) !== undefined
  const { node, problem } = parse(source, base, isName)
  if (node === undefined) return { expression: undefined, problems: problem === undefined ? [] : [problem] }
  const open = scope.kind !== 'record' || scope.open === true
  const checking: Checking = {
    fields,
    open,
    problems: [],
    references: [],
    made: new Map(),
    ...(meant === undefined ? {} : { rename: meant }),
  }
  const checked = check(node, checking)
  if (checking.problems.length === 0 && expected !== undefined) checkExpected(checked.type, expected, node, checking)
  if (checking.problems.length > 0) return { expression: undefined, problems: checking.problems }
  const run = expected === undefined ? checked.run : conforming(checked.run, expected, node)
  const constant = checking.references.length === 0 ? constantOf(run, node) : undefined
  if (constant?.problem !== undefined) return { expression: undefined, problems: [constant.problem] }
  const type = narrowed(checked, expected)
  return {
    expression: expressionOf(source, type, constant?.run ?? run, checking, comparisonsOf(node, checking)),
    problems: [],
  }
}

function expressionOf(
  source: string,
  type: Type,
  run: Run,
  { references }: Checking,
  comparisons: readonly Comparison[],
): InspectableExpression {
  return { source, type, references: inOrder(references), run, comparisons, evaluate: (environment) => run(newFrame(environment)) }
}

function inOrder(references: readonly Reference[]): readonly Reference[] {
  return [...references].sort((a, b) => a.start - b.start)
}

/** What is expected is also what it will be, where the expression itself cannot tell. */
function narrowed(checked: Checked, expected: Type | undefined): Type {
  return expected !== undefined && expected.kind !== 'record' && expected.kind !== 'any' && checked.type.kind === 'any'
    ? expected
    : checked.type
}

function checkExpected(type: Type, expected: Type, node: Node, checking: Checking): void {
  if (isAssignable(type, expected)) return
  const [given, wanted] = [showType(type), showType(expected)]
  const numbers = type.kind === 'number' && expected.kind === 'number'
  const unit =
    numbers && type.dimension !== undefined && expected.dimension !== undefined && !sameDimension(type.dimension, expected.dimension)
  const message = { en: `This is a ${given}, where a ${wanted} is needed.`, ko: `${wanted} 값이 필요한데 ${given} 값입니다.` }
  report(checking, unit ? 'wrong_unit' : 'wrong_type', node, message, hintFor(type, expected))
}

function hintFor(type: Type, expected: Type) {
  if (expected.kind === 'boolean' && type.kind === 'array')
    return { en: 'Write `all(…)` or `any(…)`.', ko: '`all(…)`이나 `any(…)`를 쓰세요.' }
  if (expected.kind === 'boolean' && type.kind === 'number')
    return { en: 'Say what it is compared with: `x > 0`.', ko: '무엇과 비교하는지 쓰세요: `x > 0`.' }
  if (expected.kind === 'number' && expected.integer === true && type.kind === 'number')
    return { en: 'Round it: `round(x)`.', ko: '정수로 만드세요: `round(x)`.' }
  if (type.kind === 'number' && expected.kind === 'number' && type.dimension !== undefined && isDimensionless(type.dimension)) {
    return { en: 'Give it a unit, as in `2 GB` or `30 min`.', ko: '`2 GB`, `30 min`처럼 단위를 쓰세요.' }
  }
  return undefined
}

function conforming(run: Run, expected: Type, span: Span): Run {
  return (frame) => conform(run(frame), expected, frame, span)
}

/** Kept when it is small; a long array is made again each time rather than held for the life of the workflow. */
const mostKept = 10_000

const nothing = recordOf({})

function constantOf(run: Run, span: Span): { readonly run: Run | undefined; readonly problem: ExpressionProblem | undefined } {
  try {
    const value: Value = run(newFrame(nothing))
    const small = !isArray(value) || value.length <= mostKept
    return { run: small ? () => value : undefined, problem: undefined }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    const at = error.end > 0 ? error : span
    const code =
      error.code === 'unit'
        ? 'wrong_unit'
        : error.code === 'type'
          ? 'wrong_type'
          : error.code === 'limit'
            ? 'expression_too_large'
            : 'wrong_value'
    return { run: undefined, problem: problemAt(code, at, error.text, error.hint) }
  }
}

const mostComparisons = 16

/** The comparisons that must all hold for the whole to be true: one, or those that `and` joins. None where it is put together otherwise. */
function comparisonsOf(top: Node, checking: Checking): readonly Comparison[] {
  const found: Comparison[] = []
  const waiting = [top]
  const side = (node: Node) => checking.made.get(node)?.run ?? (() => null)
  for (let node = waiting.pop(); node !== undefined && found.length < mostComparisons; node = waiting.pop()) {
    if (node.kind !== 'binary') return []
    if (node.operator === 'and') waiting.push(node.right, node.left)
    else if (isComparisonOperator(node.operator)) found.push({ left: side(node.left), operator: node.operator, right: side(node.right) })
    else return []
  }
  return found
}
