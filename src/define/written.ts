import type { Rename } from '#expression/checked.ts'
import { compileExpression, compileTemplate } from '#expression/compile.ts'
import type { Expression, ExpressionProblem, Reference, Template } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import { parseUnit } from '#expression/units.ts'
import { constantExpression, listExpression, quantityExpression, templateExpression } from './constant.ts'
import type { Report, Span } from './report.ts'
import { offsetInFile } from './scalar-offset.ts'
import type { SourceText } from './source-text.ts'
import type { Tree } from './tree.ts'
import { misfit } from './type-fit.ts'

export type TextTree = Tree & { readonly kind: 'text' }

/** The names that a text of the file uses; their offsets are into the text's value. */
export interface Use {
  readonly tree: TextTree
  readonly references: readonly Reference[]
}

/** The names that an expression can use, made when there is one. */
export type Scope = () => Type

/** Compiles what is written in the file, and reports problems at the very characters they are about. */
export interface Writing {
  readonly source: SourceText
  readonly report: Report
  /** Everything compiled so far. */
  readonly uses: Use[]
  /** What names mean where a stage stands; left out: what is written. */
  readonly rename?: Rename | undefined
}

/** A bare expression, as `check` and `when` take it. */
export function expressionAt(writing: Writing, tree: Tree | undefined, scope: Scope, expected?: Type): Expression | undefined {
  if (tree?.kind === 'boolean') return constantExpression(tree.value)
  if (tree?.kind !== 'text') return undefined
  if (tree.value.trimStart().startsWith('${{')) {
    const message = { en: 'An expression stands here without `${{ }}`.', ko: '여기에는 `${{ }}` 없이 식만 씁니다.' }
    writing.report.say('expression_expected', tree, message)
    return undefined
  }
  const { expression, problems } = compileExpression(tree.value, scope(), expected, writing.rename)
  sayAll(writing, tree, problems)
  if (expression) writing.uses.push({ tree, references: expression.references })
  return expression
}

/** A text with `${{ }}` in it. */
export function templateAt(writing: Writing, tree: Tree | undefined, scope: Scope): Template | undefined {
  if (tree?.kind !== 'text') return undefined
  const { template, problems } = compileTemplate(tree.value, scope(), writing.rename)
  sayAll(writing, tree, problems)
  if (template) writing.uses.push({ tree, references: template.references })
  return template
}

/** A plain value, a list of them, or a `${{ }}` expression. A text that reads as a quantity is one, unless texts are expected. */
export function valueAt(writing: Writing, tree: Tree | undefined, scope: Scope, expected?: Type): Expression | undefined {
  const expression = readValue(writing, tree, scope, expected)
  if (expression === undefined || expected === undefined || tree === undefined) return expression
  const problem = misfit(expression.type, expected)
  if (problem === undefined) return expression
  writing.report.say('bad_type', tree, problem)
  return undefined
}

function readValue(writing: Writing, tree: Tree | undefined, scope: Scope, expected: Type | undefined): Expression | undefined {
  if (tree?.kind === 'number') return numberExpression(tree.value)
  if (tree?.kind === 'boolean') return constantExpression(tree.value)
  if (tree?.kind === 'list') {
    const element = expected?.kind === 'array' ? expected.element : undefined
    const items = tree.items.map((item) => valueAt(writing, item, scope, element))
    return listExpression(items.filter((item) => item !== undefined))
  }
  if (tree?.kind !== 'text') return undefined
  if (tree.value.includes('${{')) {
    const template = templateAt(writing, tree, scope)
    return template && (template.single ?? templateExpression(template))
  }
  return (expected?.kind === 'string' ? undefined : quantityOf(tree.value)) ?? constantExpression(tree.value)
}

/** How much of something: a number, a quantity such as `200 MB`, or one `${{ }}` expression. */
export function amountAt(writing: Writing, tree: Tree | undefined, scope: Scope): Expression | undefined {
  if (tree?.kind === 'number') return numberExpression(tree.value)
  if (tree?.kind !== 'text') return undefined
  if (tree.value.includes('${{')) {
    const template = templateAt(writing, tree, scope)
    if (template === undefined || template.single) return template?.single
    const message = { en: 'One `${{ }}` alone is expected here, with the unit inside.', ko: '단위까지 포함한 `${{ }}` 하나만 와야 합니다.' }
    writing.report.say('expression_expected', tree, message, { en: 'For example `${{ n * 1 MB }}`.', ko: '예: `${{ n * 1 MB }}`' })
    return undefined
  }
  const written = quantityText.exec(tree.value)
  if (written === null) {
    const message = { en: `\`${tree.value}\` is no amount.`, ko: `\`${tree.value}\`은(는) 양이 아닙니다.` }
    writing.report.say('expression_expected', tree, message, amountHint)
    return undefined
  }
  const [, number = '', , unit] = written
  if (unit === undefined) return numberExpression(Number(number))
  const { problem } = parseUnit(unit)
  if (problem === undefined) return quantityExpression(Number(number), unit)
  const start = tree.value.lastIndexOf(unit)
  writing.report.say('bad_unit', spanIn(writing.source, tree, { start, end: start + unit.length }), problem.message, problem.hint)
  return undefined
}

const amountHint = {
  en: 'Write a number, a quantity such as `200 MB`, or `${{ expression }}`.',
  ko: '숫자, `200 MB` 같은 양, 또는 `${{ 식 }}`을 쓰세요.',
}

/** YAML has `.inf` and `.nan`; that they are no values here is said where the shape is checked. */
function numberExpression(value: number): Expression | undefined {
  return Number.isFinite(value) ? constantExpression(value) : undefined
}

/** Number, space between, unit. */
const quantityText = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?:(\s*)([^\s\d.+-].*?))?\s*$/s

/** A text such as `300 K`, as the quantity it stands for. Without the space it is a text: an orbital may be `3d`. */
function quantityOf(text: string): Expression | undefined {
  if (text.length > 100) return undefined
  const [, number, space = '', unit = ''] = quantityText.exec(text) ?? []
  return space !== '' && parseUnit(unit).unit ? quantityExpression(Number(number), unit) : undefined
}

function sayAll(writing: Writing, tree: TextTree, problems: readonly ExpressionProblem[]): void {
  for (const problem of problems) writing.report.sayExpression(problem, spanIn(writing.source, tree, problem))
}

/** The place in the file of a stretch of a text's value. */
export function spanIn(source: SourceText, tree: TextTree, { start, end }: Span): Span {
  const from = { text: source.text, start: tree.start, end: tree.end, style: tree.style }
  const first = offsetInFile(tree.value, start, from)
  return { start: first, end: end > start ? offsetInFile(tree.value, end - 1, from) + 1 : first }
}
