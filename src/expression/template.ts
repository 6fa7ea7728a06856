import type { Expression, ExpressionProblem, Reference, Template } from './compiled.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { limits } from './limits.ts'
import { problemAt } from './problem.ts'
import { type ShellPlace, shellPlaces } from './shell-place.ts'
import { showType, showValue } from './show.ts'
import { readString } from './string-literal.ts'
import { tooLong } from './syntax-problems.ts'
import type { Type } from './type.ts'
import type { RecordValue } from './value.ts'

type Compile = (
  text: string,
  base: number,
) => { readonly expression: Expression | undefined; readonly problems: readonly ExpressionProblem[] }

interface Insertion {
  readonly expression: Expression
  readonly span: Span
}

const opening = '${{'
const closing = '}}'

/** What one template may hold; past these the rest is not read. */
const mostInsertions = 10_000
const mostProblems = 50

interface Parts {
  /** The text before, between and after the insertions: one more than there are of them. */
  readonly literals: string[]
  readonly insertions: Insertion[]
  readonly problems: ExpressionProblem[]
}

/** Cuts a text at its `${{ … }}`. A `}}` within a string of the expression does not end it. */
export function templateOf(
  source: string,
  compile: Compile,
): { readonly template: Template | undefined; readonly problems: readonly ExpressionProblem[] } {
  if (source.length > limits.templateLength) return { template: undefined, problems: [tooLong(limits.templateLength, 0, source.length)] }
  const parts: Parts = { literals: [], insertions: [], problems: [] }
  let at = 0
  for (let count = 0; parts.problems.length < mostProblems; count++) {
    const start = source.indexOf(opening, at)
    if (start < 0) break
    parts.literals.push(source.slice(at, start))
    at = readInsertion(source, start, parts, compile)
    if (count >= mostInsertions) parts.problems.push(tooMany(start))
    if (count >= mostInsertions) break
  }
  parts.literals.push(source.slice(at))
  if (parts.problems.length > 0) return { template: undefined, problems: parts.problems }
  return { template: fromParts(source, parts), problems: [] }
}

/** Compiles the insertion that starts there; returns where the text goes on. */
function readInsertion(source: string, start: number, parts: Parts, compile: Compile): number {
  const from = start + opening.length
  const end = endOf(source, from)
  if (end === undefined) {
    const message = { en: 'This `${{` has no `}}`.', ko: '`${{`를 닫는 `}}`가 없습니다.' }
    parts.problems.push(problemAt('expression_syntax', { start, end: from }, message))
    return source.length
  }
  const { expression, problems } = compile(source.slice(from, end), from)
  const after = end + closing.length
  parts.problems.push(...problems)
  const alone = start === 0 && after === source.length
  if (expression !== undefined) {
    const problem = alone ? undefined : unshowable(expression.type, { start: from, end })
    if (problem !== undefined) parts.problems.push(problem)
    parts.insertions.push({ expression, span: { start, end: after } })
  }
  return after
}

/** Where the `}}` stands that ends an expression begun at `from`. A string that is never closed ends nothing. */
function endOf(source: string, from: number): number | undefined {
  const text = source.slice(from, from + limits.sourceLength + closing.length + 1)
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith(closing, at)) return from + at
    const character = text[at]
    if (character !== '"' && character !== "'") continue
    const raw = /(?:^|[^\p{L}\p{Nd}_])r$/u.test(text.slice(Math.max(0, at - 2), at))
    const read = readString(text, at, raw)
    if ('code' in read) break
    at = read.end - 1
  }
  const plain = source.indexOf(closing, from)
  return plain < 0 ? undefined : plain
}

function unshowable(type: Type, span: Span): ExpressionProblem | undefined {
  let inner = type
  while (inner.kind === 'array') inner = inner.element
  if (inner.kind !== 'null' && (inner.kind !== 'record' || inner.text === true || inner.open === true)) return undefined
  const shown = showType(type)
  const message = { en: `A ${shown} has no text to insert.`, ko: `${shown} 값은 글로 넣을 수 없습니다.` }
  const names = inner.kind === 'record' ? [...inner.fields.keys()].slice(0, 8) : []
  const hint = { en: `Name one of its fields: ${names.join(', ')}.`, ko: `필드 하나를 지정하세요: ${names.join(', ')}.` }
  return problemAt('wrong_type', span, message, names.length > 0 ? hint : undefined)
}

function tooMany(at: number): ExpressionProblem {
  const message = { en: `More than ${mostInsertions} insertions.`, ko: `\${{ }}가 ${mostInsertions}개를 넘습니다.` }
  return problemAt('expression_too_large', { start: at, end: at + opening.length }, message)
}

function fromParts(source: string, { literals, insertions }: Parts): Template {
  const references: readonly Reference[] = insertions.flatMap(({ expression }) => expression.references)
  const [first] = insertions
  const single = insertions.length === 1 && literals.every((literal) => literal === '') ? first?.expression : undefined
  let places: readonly ShellPlace[] | undefined
  const render = (environment: RecordValue, quote: (value: string, place: ShellPlace) => string): string => {
    places ??= shellPlaces(literals)
    const rendered = [literals[0] ?? '']
    for (const [index, insertion] of insertions.entries()) {
      const place = places[index] ?? { kind: 'tangled' }
      rendered.push(
        insert(insertion, environment, (value) => quote(value, place)),
        literals[index + 1] ?? '',
      )
    }
    return rendered.join('')
  }
  return { source, references, constant: insertions.length === 0, single, render }
}

function insert({ expression, span }: Insertion, environment: RecordValue, quote: (value: string) => string): string {
  const value = expression.evaluate(environment)
  try {
    return showValue(value, quote)
  } catch (error) {
    // Showing and quoting know nothing of places in the text.
    if (error instanceof EvaluationError && error.end === 0) throw new EvaluationError(error.code, error.text, span, error.hint)
    throw error
  }
}
