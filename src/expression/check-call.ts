import { functionNamed, functionNames } from './catalogue.ts'
import { broken, type Checked, type Checking, report } from './checked.ts'
import { isDimensionless, sameDimension } from './dimension.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, type Run, spendElements, within } from './frame.ts'
import type { FunctionEntry, Parameter, StaticCall } from './function-entry.ts'
import { compilePattern } from './functions/texts.ts'
import { nearest } from './nearest.ts'
import { applyWithErrors } from './propagate-call.ts'
import { dimensionAt } from './result-types.ts'
import { isArray, showType } from './show.ts'
import type { NodeOf } from './syntax.ts'
import type { Text } from './text.ts'
import { anyType, arrayOf, hasErrors, mayHaveErrors, type Type, withErrors, withoutErrors } from './type.ts'
import { parseUnit } from './units.ts'
import type { Value } from './value.ts'

type CallNode = NodeOf<'call'>

export function checkCall(node: CallNode, given: readonly Checked[], checking: Checking): Checked {
  const entry = functionNamed(node.name)
  if (entry === undefined) return unknownFunction(node, checking)
  if (!hasRightCount(entry, node, checking)) return broken
  const mapped = entry.each === true && given.some((each) => each.type.kind === 'array')
  // What the function sees of each argument: with `each`, one element.
  const seen = given.map((each): Type => (entry.each === true && each.type.kind === 'array' ? each.type.element : each.type))
  const errors = entry.slopes !== undefined && seen.some(hasErrors)
  // What only the run can tell may turn out to have errors, and so may the result.
  const possibly = entry.slopes !== undefined && seen.some(mayHaveErrors)
  const call: StaticCall = { types: errors ? seen.map(withoutErrors) : seen, literals: given.map((each) => each.literal) }
  const before = checking.problems.length
  for (const [index, argument] of node.arguments.entries()) checkArgument(entry, call, index, argument, checking)
  const misuse = checking.problems.length === before ? entry.check?.(call) : undefined
  if (misuse !== undefined) report(checking, misuse.code, node.arguments[misuse.argument] ?? node, misuse.message, misuse.hint)
  if (checking.problems.length > before) return broken
  const result = errors ? withErrors(entry.result(call)) : possibly ? anyType : entry.result(call)
  const unsure = entry.each === true && given.some((each) => each.type.kind === 'any')
  const type: Type = mapped ? arrayOf(result) : unsure ? { kind: 'any' } : result
  return { type, run: runCall(entry, given, node, possibly) }
}

function unknownFunction(node: CallNode, checking: Checking): Checked {
  const near = nearest(node.name, functionNames())
  const message = { en: `There is no function \`${node.name}\`.`, ko: `\`${node.name}\`이라는 함수는 없습니다.` }
  const hint = near === undefined ? undefined : { en: `Did you mean \`${near}\`?`, ko: `\`${near}\`을(를) 뜻했나요?` }
  report(checking, 'unknown_function', node.nameSpan, message, hint)
  return broken
}

function hasRightCount(entry: FunctionEntry, node: CallNode, checking: Checking): boolean {
  const least = entry.parameters.filter((parameter) => parameter.optional !== true).length
  const most = entry.rest === true ? Number.POSITIVE_INFINITY : entry.parameters.length
  const count = node.arguments.length
  if (count >= least && count <= most) return true
  const wanted = least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least}+` : `${least}–${most}`
  const message = {
    en: `\`${node.name}\` takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${count}.`,
    ko: `\`${node.name}\`의 인수는 ${count}개가 아니라 ${wanted}개여야 합니다.`,
  }
  report(checking, 'wrong_arguments', node, message, {
    en: `Write \`${signatureOf(entry)}\`.`,
    ko: `\`${signatureOf(entry)}\`처럼 쓰세요.`,
  })
  return false
}

/** `quantile(values, p)`; what may be left out stands in brackets. */
export function signatureOf(entry: FunctionEntry): string {
  const shown = entry.parameters.map(({ name, optional }, index) =>
    optional === true ? `[${index > 0 ? ', ' : ''}${name}` : `${index > 0 ? ', ' : ''}${name}`,
  )
  const open = entry.parameters.filter(({ optional }) => optional === true).length
  return `${entry.name}(${shown.join('')}${entry.rest === true ? ', …' : ''}${']'.repeat(open)})`
}

function checkArgument(entry: FunctionEntry, call: StaticCall, index: number, span: Span, checking: Checking): void {
  const parameter = parameterAt(entry, index)
  const type = call.types[index]
  if (parameter === undefined || type === undefined || type.kind === 'any') return
  const wanted = wantedBy(parameter, type)
  if (wanted !== undefined) {
    const shown = showType(type)
    const message = {
      en: `\`${entry.name}\` needs ${wanted.en} here, not a ${shown}.`,
      ko: `\`${entry.name}\`의 이 인수는 ${shown}이(가) 아니라 ${wanted.ko}이어야 합니다.`,
    }
    const unit = type.kind === 'number' && type.dimension !== undefined && !isDimensionless(type.dimension)
    const uncertain = hasErrors(type) ? { en: 'Take its value, `value_of(x)`.', ko: '값만 쓰려면 `value_of(x)`를 쓰세요.' } : undefined
    report(
      checking,
      unit ? 'wrong_unit' : 'wrong_type',
      span,
      message,
      uncertain ??
        (unit
          ? { en: "Divide by a unit, or use `value_in(x, 'unit')`.", ko: "단위로 나누거나 `value_in(x, '단위')`를 쓰세요." }
          : undefined),
    )
    return
  }
  if (parameter.like !== undefined) checkLike(entry, call, parameter.like, index, span, checking)
  const literal = call.literals[index]
  if (typeof literal === 'string') checkLiteral(parameter, literal, span, checking)
}

function parameterAt(entry: FunctionEntry, index: number): Parameter | undefined {
  return entry.parameters[index] ?? (entry.rest === true ? entry.parameters.at(-1) : undefined)
}

/** What a parameter wants instead of a type; undefined when the type will do. */
function wantedBy({ kind }: Parameter, type: Type): Text | undefined {
  const element = type.kind === 'array' ? type.element : undefined
  const numbers = element !== undefined && (element.kind === 'number' || element.kind === 'any')
  const textual = type.kind === 'string' || (type.kind === 'record' && type.text === true)
  switch (kind) {
    case 'any':
      return undefined
    case 'number':
      return type.kind === 'number' && (type.dimension === undefined || isDimensionless(type.dimension))
        ? undefined
        : { en: 'a number without unit', ko: '단위 없는 숫자' }
    case 'integer':
      return type.kind === 'number' && type.integer !== false && (type.dimension === undefined || isDimensionless(type.dimension))
        ? undefined
        : { en: 'a whole number', ko: '정수' }
    case 'measure':
      return type.kind === 'number' ? undefined : { en: 'a number', ko: '숫자' }
    case 'uncertain':
      return type.kind === 'number' || type.kind === 'uncertain' ? undefined : { en: 'a number', ko: '숫자' }
    case 'numbers':
      return numbers ? undefined : { en: 'an array of numbers', ko: '숫자 배열' }
    case 'pool':
      return type.kind === 'number' || numbers ? undefined : { en: 'numbers', ko: '숫자' }
    case 'array':
      return type.kind === 'array' ? undefined : { en: 'an array', ko: '배열' }
    case 'booleans':
      return element?.kind === 'boolean' || element?.kind === 'any' ? undefined : { en: 'an array of comparisons', ko: '비교의 배열' }
    default:
      return textual ? undefined : { en: 'a text', ko: '글' }
  }
}

function checkLike(entry: FunctionEntry, call: StaticCall, other: number, index: number, span: Span, checking: Checking): void {
  const [a, b] = [dimensionAt(call, other), dimensionAt(call, index)]
  if (a === undefined || b === undefined || sameDimension(a, b)) return
  const [first, second] = [showType({ kind: 'number', dimension: a }), showType({ kind: 'number', dimension: b })]
  report(checking, 'wrong_unit', span, {
    en: `\`${entry.name}\` is given a ${first} and a ${second}: they measure different things.`,
    ko: `\`${entry.name}\`에 ${first}와(과) ${second}을(를) 주었습니다. 서로 다른 것을 재는 양입니다.`,
  })
}

function checkLiteral({ kind }: Parameter, literal: string, span: Span, checking: Checking): void {
  if (kind === 'unit') {
    const { problem } = parseUnit(literal)
    if (problem !== undefined) report(checking, 'unknown_unit', span, problem.message, problem.hint)
  }
  if (kind === 'pattern' && compilePattern(literal) === undefined) {
    report(
      checking,
      'wrong_value',
      span,
      { en: 'This is no RE2 pattern.', ko: 'RE2 정규식이 아닙니다.' },
      { en: 'Look-ahead and back-references are not in RE2.', ko: 'RE2에는 전방 탐색과 역참조가 없습니다.' },
    )
  }
}

function runCall(entry: FunctionEntry, given: readonly Checked[], span: Span, possiblyErrors: boolean): Run {
  const runs = given.map((each) => each.run)
  const { name } = entry
  const plain = (values: readonly Value[], frame: Frame): Value => entry.apply({ name, values, frame, span })
  const apply = entry.slopes === undefined || !possiblyErrors ? plain : applyWithErrors(entry.slopes, plain, span)
  if (entry.each !== true)
    return (frame) =>
      apply(
        runs.map((run) => run(frame)),
        frame,
      )
  return (frame) => {
    const values = runs.map((run) => run(frame))
    return values.some(isArray) ? applyEach(values, frame, span, apply) : apply(values, frame)
  }
}

/** Element by element over all arrays among the values, which have one length; nested ones too. */
function applyEach(values: readonly Value[], frame: Frame, span: Span, apply: (values: readonly Value[], frame: Frame) => Value): Value {
  const length = values.reduce<number | undefined>((found, value) => {
    if (!isArray(value)) return found
    if (found === undefined || found === value.length) return value.length
    const text = {
      en: `Arrays of ${found} and ${value.length} elements cannot be paired.`,
      ko: `원소가 ${found}개인 배열과 ${value.length}개인 배열은 짝지을 수 없습니다.`,
    }
    throw new EvaluationError('range', text, span)
  }, undefined)
  if (length === undefined) return apply(values, frame)
  spendElements(frame, length, span)
  return within(frame, span, () =>
    Array.from({ length }, (_, index) => {
      const one = values.map((value) => (isArray(value) ? (value[index] ?? null) : value))
      return one.some(isArray) ? applyEach(one, frame, span, apply) : apply(one, frame)
    }),
  )
}
