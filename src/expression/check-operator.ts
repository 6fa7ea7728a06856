import { arithmetic, negate } from './arithmetic.ts'
import { broken, type Checked, type Checking, report } from './checked.ts'
import { compare, compareWithZero, isIn, uncertainEqualityHint } from './comparison.ts'
import { describeValue } from './describe.ts'
import { type Dimension, divideDimensions, isDimensionless, multiplyDimensions, raiseDimension, sameDimension } from './dimension.ts'
import type { Span } from './evaluation-error.ts'
import { type Frame, type Run, wrongType } from './frame.ts'
import { isMeasure, siOf } from './measure.ts'
import { showType } from './show.ts'
import type { ArithmeticOperator, ComparisonOperator, NodeOf, UnaryOperator } from './syntax.ts'
import { anyType, arrayOf, booleanType, measureOf, measureType, stringType, type Type, withErrors, withoutErrors } from './type.ts'
import { noErrorOfRemainder } from './uncertain.ts'
import type { Value } from './value.ts'

type BinaryNode = NodeOf<'binary'>
type NumberType = Extract<Type, { readonly kind: 'number' }>

export function checkBinary(node: BinaryNode, left: Checked, right: Checked, checking: Checking): Checked {
  const { operator } = node
  if (operator === 'and' || operator === 'or') return checkLogic(node, left, right, checking)
  if (operator === 'in' || operator === 'not in') return checkIn(node, left, right, checking)
  if (isComparisonOperator(operator)) return checkComparison(operator, node, left, right, checking)
  const type = arithmeticType(operator, left, right, node, checking)
  return type === undefined ? broken : { type, run: runArithmetic(operator, left.run, right.run, node) }
}

const comparisonOperators: readonly string[] = ['==', '!=', '<', '<=', '>', '>=']

export function isComparisonOperator(operator: BinaryNode['operator']): operator is ComparisonOperator {
  return comparisonOperators.includes(operator)
}

// The common case, two plain numbers, is spelled out for each operator: it is what a gate does a million times.
function runArithmetic(operator: ArithmeticOperator, left: Run, right: Run, span: Span): Run {
  const otherwise = (a: Value, b: Value, frame: Frame) => arithmetic(operator, a, b, frame, span)
  if (operator === '+')
    return (frame) => {
      const [a, b] = [left(frame), right(frame)]
      return typeof a === 'number' && typeof b === 'number' ? a + b : otherwise(a, b, frame)
    }
  if (operator === '-')
    return (frame) => {
      const a = left(frame)
      const b = right(frame)
      return typeof a === 'number' && typeof b === 'number' ? a - b : otherwise(a, b, frame)
    }
  if (operator === '*')
    return (frame) => {
      const a = left(frame)
      const b = right(frame)
      return typeof a === 'number' && typeof b === 'number' ? a * b : otherwise(a, b, frame)
    }
  if (operator === '/')
    return (frame) => {
      const a = left(frame)
      const b = right(frame)
      return typeof a === 'number' && typeof b === 'number' ? a / b : otherwise(a, b, frame)
    }
  return (frame) => otherwise(left(frame), right(frame), frame)
}

function arithmeticType(
  operator: ArithmeticOperator,
  left: Checked,
  right: Checked,
  node: BinaryNode,
  checking: Checking,
): Type | undefined {
  const [a, b] = [left.type, right.type]
  if (a.kind === 'array' || b.kind === 'array') {
    const element = arithmeticType(operator, elementOf(left), elementOf(right), node, checking)
    return element && arrayOf(element)
  }
  if (operator === '+' && isTextual(a) && isTextual(b)) return stringType
  if (a.kind === 'any' || b.kind === 'any') {
    const known = a.kind === 'any' ? b : a
    if (known.kind === 'any' || known.kind === 'number' || known.kind === 'uncertain' || (operator === '+' && isTextual(known)))
      return anyType
  }
  const [certainA, certainB] = [withoutErrors(a), withoutErrors(b)]
  if (certainA.kind === 'number' && certainB.kind === 'number') {
    const result = numberResult(operator, certainA, certainB, right.literal, node, checking)
    return result !== undefined && (a !== certainA || b !== certainB) ? uncertainResult(operator, result, node, checking) : result
  }
  const wrong = certainA.kind === 'number' || (a.kind === 'any' && b.kind !== 'any') ? b : a
  const hint =
    operator === '+' && (isTextual(a) || isTextual(b))
      ? { en: 'Turn the number into a text: `string(x)`.', ko: '숫자를 글로 바꾸세요: `string(x)`.' }
      : undefined
  report(
    checking,
    'wrong_type',
    node.operatorSpan,
    {
      en: `\`${operator}\` needs numbers, not a ${showType(wrong)}.`,
      ko: `\`${operator}\`에는 ${showType(wrong)}이(가) 아니라 숫자가 필요합니다.`,
    },
    hint,
  )
  return undefined
}

function uncertainResult(operator: ArithmeticOperator, result: Type, node: BinaryNode, checking: Checking): Type | undefined {
  if (operator !== '%') return withErrors(result)
  const { text, hint } = noErrorOfRemainder(operator, node)
  report(checking, 'wrong_type', node.operatorSpan, text, hint)
  return undefined
}

function elementOf(checked: Checked): Checked {
  if (checked.type.kind !== 'array') return checked
  return { type: checked.type.element, run: checked.run }
}

function isTextual(type: Type): boolean {
  return type.kind === 'string' || (type.kind === 'record' && type.text === true)
}

function numberResult(
  operator: ArithmeticOperator,
  a: NumberType,
  b: NumberType,
  exponent: Value | undefined,
  node: BinaryNode,
  checking: Checking,
): Type | undefined {
  const both = a.dimension !== undefined && b.dimension !== undefined
  const integer = a.integer === true && b.integer === true
  const known = (dimension: Dimension | undefined): Type => (integer ? { kind: 'number', dimension, integer } : measureOf(dimension))
  if (operator === '+' || operator === '-' || operator === '%') {
    if (both && !sameDimensions(a, b)) return mismatch(a, b, node, checking)
    return known(a.dimension ?? b.dimension)
  }
  if (operator === '*') return known(a.dimension && b.dimension && multiplyDimensions(a.dimension, b.dimension))
  if (operator === '/') return measureOf(a.dimension && b.dimension && divideDimensions(a.dimension, b.dimension))
  if (b.dimension !== undefined && !isDimensionless(b.dimension)) {
    report(checking, 'wrong_unit', node.right, { en: 'An exponent has no unit.', ko: '지수에는 단위가 없어야 합니다.' })
    return undefined
  }
  if (a.dimension === undefined) return measureType
  if (isDimensionless(a.dimension))
    return integer && typeof exponent === 'number' && exponent >= 0 ? known(a.dimension) : measureOf(a.dimension)
  return exponent !== undefined && isMeasure(exponent) ? measureOf(raiseDimension(a.dimension, siOf(exponent))) : measureType
}

function sameDimensions(a: NumberType, b: NumberType): boolean {
  return a.dimension === undefined || b.dimension === undefined || sameDimension(a.dimension, b.dimension)
}

function mismatch(a: Type, b: Type, node: BinaryNode, checking: Checking): undefined {
  const [first, second] = [showType(a), showType(b)]
  report(checking, 'wrong_unit', node.operatorSpan, {
    en: `\`${node.operator}\` between a ${first} and a ${second}: they measure different things.`,
    ko: `${first}와(과) ${second} 사이의 \`${node.operator}\`: 서로 다른 것을 재는 양입니다.`,
  })
  return undefined
}

function checkComparison(operator: ComparisonOperator, node: BinaryNode, left: Checked, right: Checked, checking: Checking): Checked {
  const zeroLeft = isZero(node.left)
  const zero = zeroLeft !== isZero(node.right)
  const type = comparisonType(left.type, right.type, zero, node, checking)
  if (type === undefined) return broken
  const [a, b] = [left.run, right.run]
  if (!zero) return { type, run: (frame) => compareFast(operator, a(frame), b(frame), frame, node) }
  const value = zeroLeft ? b : a
  return {
    type,
    run: (frame) => {
      const other = value(frame)
      return typeof other === 'number'
        ? compareFast(operator, zeroLeft ? 0 : other, zeroLeft ? other : 0, frame, node)
        : compareWithZero(operator, other, zeroLeft, frame, node)
    },
  }
}

function isZero(node: BinaryNode['left']): boolean {
  return node.kind === 'number' && node.value === 0 && node.unit === ''
}

function compareFast(operator: ComparisonOperator, a: Value, b: Value, frame: Frame, span: Span): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    // One of these three holds unless a side is NaN, which has to be noted.
    if (a < b) return operator === '<' || operator === '<=' || operator === '!='
    if (a > b) return operator === '>' || operator === '>=' || operator === '!='
    if (a === b) return operator === '==' || operator === '<=' || operator === '>='
  }
  return compare(operator, a, b, frame, span)
}

function comparisonType(a: Type, b: Type, zero: boolean, node: BinaryNode, checking: Checking): Type | undefined {
  if (a.kind === 'array' || b.kind === 'array') {
    const element = comparisonType(a.kind === 'array' ? a.element : a, b.kind === 'array' ? b.element : b, zero, node, checking)
    return element && arrayOf(element)
  }
  if (a.kind === 'any' || b.kind === 'any') return anyType
  if (a.kind === 'uncertain' || b.kind === 'uncertain') return uncertainComparison(a, b, zero, node, checking)
  if (a.kind === 'number' && b.kind === 'number') return zero || sameDimensions(a, b) ? booleanType : mismatch(a, b, node, checking)
  if (isTextual(a) && isTextual(b)) return booleanType
  const equality = node.operator === '==' || node.operator === '!='
  if (equality && (a.kind === b.kind || a.kind === 'null' || b.kind === 'null')) return booleanType
  const [first, second] = [showType(a), showType(b)]
  report(checking, 'wrong_type', node.operatorSpan, {
    en: `A ${first} cannot be compared with a ${second}.`,
    ko: `${first} 값은 ${second} 값과 비교할 수 없습니다.`,
  })
  return undefined
}

function uncertainComparison(a: Type, b: Type, zero: boolean, node: BinaryNode, checking: Checking): Type | undefined {
  if (isComparisonOperator(node.operator) && node.operator !== '==' && node.operator !== '!=')
    return comparisonType(withoutErrors(a), withoutErrors(b), zero, node, checking)
  const message = { en: 'Uncertain values are never exactly equal.', ko: '오차가 있는 값은 정확히 같을 수 없습니다.' }
  report(checking, 'wrong_type', node.operatorSpan, message, uncertainEqualityHint)
  return undefined
}

function checkIn(node: BinaryNode, left: Checked, right: Checked, checking: Checking): Checked {
  const { kind } = right.type
  if (kind === 'number' || kind === 'boolean' || kind === 'null') {
    const shown = showType(right.type)
    report(checking, 'wrong_type', node.right, {
      en: `\`in\` looks in an array, a text or a record, not in a ${shown}.`,
      ko: `\`in\`은 배열, 글, 레코드에서 찾습니다. ${shown}에서는 찾을 수 없습니다.`,
    })
    return broken
  }
  if (
    right.type.kind === 'array' &&
    comparisonType(left.type, right.type.element, false, { ...node, operator: '==' }, checking) === undefined
  )
    return broken
  const wanted = node.operator === 'in'
  return { type: booleanType, run: (frame) => isIn(left.run(frame), right.run(frame), frame, node) === wanted }
}

function checkLogic(node: BinaryNode, left: Checked, right: Checked, checking: Checking): Checked {
  const fine = [isCondition(left.type, node.left, checking), isCondition(right.type, node.right, checking)]
  if (fine.includes(false)) return broken
  const [a, b] = [left.run, right.run]
  const [first, second] = [node.left, node.right]
  if (node.operator === 'and') return { type: booleanType, run: (frame) => truthOf(a(frame), first) && truthOf(b(frame), second) }
  return { type: booleanType, run: (frame) => truthOf(a(frame), first) || truthOf(b(frame), second) }
}

/** Whether something can stand where true or false is needed. */
export function isCondition(type: Type, span: Span, checking: Checking): boolean {
  if (type.kind === 'boolean' || type.kind === 'any') return true
  const hints: { readonly [kind: string]: { readonly en: string; readonly ko: string } } = {
    array: { en: 'Write `all(…)` or `any(…)`.', ko: '`all(…)`이나 `any(…)`를 쓰세요.' },
    number: { en: 'Say what it is compared with: `x > 0`.', ko: '무엇과 비교하는지 쓰세요: `x > 0`.' },
  }
  report(
    checking,
    'wrong_type',
    span,
    {
      en: `True or false is needed here, not a ${showType(type)}.`,
      ko: `여기에는 ${showType(type)}이(가) 아니라 참이나 거짓이 필요합니다.`,
    },
    hints[type.kind],
  )
  return false
}

export function truthOf(value: Value, span: Span): boolean {
  if (typeof value === 'boolean') return value
  const what = describeValue(value)
  throw wrongType(`True or false is needed here, not ${what.en}.`, `여기에는 ${what.ko}이(가) 아니라 참이나 거짓이 필요합니다.`, span)
}

export function checkUnary(operator: UnaryOperator, operand: Checked, node: Span, operandSpan: Span, checking: Checking): Checked {
  const { type, run, literal } = operand
  if (operator === 'not') {
    return isCondition(type, operandSpan, checking) ? { type: booleanType, run: (frame) => !truthOf(run(frame), operandSpan) } : broken
  }
  let inner = type
  while (inner.kind === 'array') inner = inner.element
  if (inner.kind !== 'number' && inner.kind !== 'uncertain' && inner.kind !== 'any') {
    report(checking, 'wrong_type', node, {
      en: `\`${operator}\` needs a number, not a ${showType(type)}.`,
      ko: `\`${operator}\`에는 ${showType(type)}이(가) 아니라 숫자가 필요합니다.`,
    })
    return broken
  }
  const signed = typeof literal === 'number' ? { literal: operator === '-' ? -literal : literal } : {}
  // Twice negated: also `+x` makes sure that x is a number.
  if (operator === '+') return { type, run: (frame) => negate(negate(run(frame), frame, node), frame, node), ...signed }
  return {
    type,
    run: (frame) => {
      const value = run(frame)
      return typeof value === 'number' ? -value : negate(value, frame, node)
    },
    ...signed,
  }
}
