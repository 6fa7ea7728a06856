import type { ExpressionProblem } from './compiled.ts'
import { limits } from './limits.ts'
import type { BinaryOperator, Node, UnaryOperator } from './syntax.ts'
import { chainedComparison, powerOfWhat, tooDeep, tooLong, unexpectedToken } from './syntax-problems.ts'
import type { Text } from './text.ts'
import { type Token, type Tokens, tokenize } from './token.ts'
import { hasOwnZero } from './units.ts'

/**
 * A Pratt parser (V. R. Pratt, Top down operator precedence, 1973): every operator has a power with which it binds
 * to its left, and one loop takes operators as long as they bind tighter than what asks. From loose to tight:
 * `? :`, `or`, `and`, `not`, comparisons and `in`, `+ -`, `* / %`, `+-` (an error), signs, `^`, and what follows a value (`.x`, `[i]`).
 */
const power = {
  conditional: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  error: 8,
  sign: 9,
  exponent: 10,
  postfix: 11,
} as const

const binaryOperators = new Map<string, { readonly operator: BinaryOperator; readonly power: number }>([
  ['or', { operator: 'or', power: power.or }],
  ['||', { operator: 'or', power: power.or }],
  ['and', { operator: 'and', power: power.and }],
  ['&&', { operator: 'and', power: power.and }],
  ['in', { operator: 'in', power: power.comparison }],
  ...(['==', '!=', '<', '<=', '>', '>='] as const).map((operator) => [operator, { operator, power: power.comparison }] as const),
  ...(['+', '-'] as const).map((operator) => [operator, { operator, power: power.sum }] as const),
  ...(['*', '/', '%'] as const).map((operator) => [operator, { operator, power: power.product }] as const),
  ['^', { operator: '^', power: power.exponent }],
  ['**', { operator: '^', power: power.exponent }],
])

const words = new Map<string, true | false | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Words that cannot be names of values. */
export const reservedWords: readonly string[] = ['true', 'false', 'null', 'and', 'or', 'not', 'in']

export interface Parsed {
  readonly node: Node | undefined
  readonly problem: ExpressionProblem | undefined
}

/** Reads one expression, which stands at `base` in a larger text; the first thing that cannot be read is the problem. */
export function parse(source: string, base: number, isName: (name: string) => boolean): Parsed {
  if (source.length > limits.sourceLength) return { node: undefined, problem: tooLong(limits.sourceLength, base, source.length) }
  const tokens = tokenize(source, base, isName)
  const parser: Parser = { tokens, parenthesised: new Set(), next: 0, problem: undefined }
  const node = readExpression(parser, 0, 0)
  if (node !== undefined && peek(parser).kind !== 'end') unexpected(parser, { en: 'an operator', ko: '연산자' })
  // What is no token ends the tokens, and makes the parser miss the rest: the cause is what to report.
  const problem = peek(parser).kind === 'end' ? (tokens.problem ?? parser.problem) : (parser.problem ?? tokens.problem)
  return problem === undefined ? { node, problem } : { node: undefined, problem }
}

interface Parser {
  readonly tokens: Tokens
  /** There `(a < b) == c` and `(2 m)^2` are meant as they are. */
  readonly parenthesised: Set<Node>
  next: number
  problem: ExpressionProblem | undefined
}

function peek(parser: Parser): Token {
  // The last token is the end, and nothing steps over it.
  return parser.tokens.tokens[parser.next] ?? { kind: 'end', text: '', start: 0, end: 0 }
}

function take(parser: Parser): Token {
  const token = peek(parser)
  if (token.kind !== 'end') parser.next++
  return token
}

function is(parser: Parser, text: string): boolean {
  const token = peek(parser)
  return (token.kind === 'sign' || token.kind === 'name') && token.text === text
}

function expect(parser: Parser, sign: string): Token | undefined {
  if (is(parser, sign)) return take(parser)
  unexpected(parser, { en: `\`${sign}\``, ko: `\`${sign}\`` })
  return undefined
}

/** Reads what binds tighter than `least`. `nesting` counts how deep the reader itself has gone. */
function readExpression(parser: Parser, least: number, nesting: number): Node | undefined {
  if (nesting > limits.depth) return refuse(parser, tooDeep(peek(parser)))
  let left = readPrefix(parser, nesting)
  while (left !== undefined) {
    const next = readInfix(parser, left, least, nesting)
    if (next === left) return left
    if (next !== undefined && next.depth > limits.depth) return refuse(parser, tooDeep(next))
    left = next
  }
  return undefined
}

/** `left` with the next operator and its right side, or `left` itself when no operator follows that binds tightly enough. */
function readInfix(parser: Parser, left: Node, least: number, nesting: number): Node | undefined {
  const token = peek(parser)
  if (token.kind !== 'sign' && token.kind !== 'name') return left
  if (token.text === '.') return readMember(parser, left)
  if (token.text === '[') return readBrackets(parser, left, nesting)
  if (token.text === '+-' || token.text === '±') return least < power.error ? readError(parser, left, nesting) : left
  if (token.text === '?') return least < power.conditional ? readConditional(parser, left, nesting) : left
  const found = binaryOperators.get(token.text) ?? (isNotIn(parser) ? { operator: 'not in' as const, power: power.comparison } : undefined)
  if (found === undefined || found.power <= least) return left
  if (found.power === power.comparison && isComparison(parser, left)) return refuse(parser, chainedComparison(token))
  if (found.operator === '^' && left.kind === 'number' && left.unit !== '' && !parser.parenthesised.has(left))
    return refuse(parser, powerOfWhat(token))
  take(parser)
  if (found.operator === 'not in') take(parser)
  // `^` binds to its right first: 2^3^2 is 2^9; and takes a sign there: 10^-3.
  const right = readExpression(parser, found.operator === '^' ? power.sign : found.power, nesting + 1)
  if (right === undefined) return undefined
  const operatorSpan = { start: token.start, end: token.end }
  const depth = 1 + Math.max(left.depth, right.depth)
  return { kind: 'binary', operator: found.operator, left, right, operatorSpan, start: left.start, end: right.end, depth }
}

/** `2.27 +- 0.01` is `uncertain(2.27, 0.01)`. */
function readError(parser: Parser, value: Node, nesting: number): Node | undefined {
  const { start, end } = take(parser)
  const error = readExpression(parser, power.error, nesting + 1)
  if (error === undefined) return undefined
  const depth = 1 + Math.max(value.depth, error.depth)
  return { kind: 'call', name: 'uncertain', nameSpan: { start, end }, arguments: [value, error], start: value.start, end: error.end, depth }
}

function isNotIn(parser: Parser): boolean {
  const following = parser.tokens.tokens[parser.next + 1]
  return is(parser, 'not') && following?.kind === 'name' && following.text === 'in'
}

function isComparison(parser: Parser, node: Node): boolean {
  if (node.kind !== 'binary' || parser.parenthesised.has(node)) return false
  return node.operator === 'in' || node.operator === 'not in' || binaryOperators.get(node.operator)?.power === power.comparison
}

function readPrefix(parser: Parser, nesting: number): Node | undefined {
  const token = take(parser)
  const { start, end } = token
  if (token.kind === 'number') return { kind: 'number', value: token.value, unit: token.unit, start, end, depth: 1 }
  if (token.kind === 'string') return { kind: 'string', value: token.value, start, end, depth: 1 }
  if (token.kind === 'name') {
    const word = words.get(token.text)
    if (word !== undefined) return { kind: 'word', value: word, start, end, depth: 1 }
    if (token.text === 'not') return readUnary(parser, 'not', power.not, token, nesting)
    if (!reservedWords.includes(token.text))
      return is(parser, '(') ? readCall(parser, token, nesting) : { kind: 'name', name: token.text, start, end, depth: 1 }
  }
  if (token.kind === 'sign') {
    if (token.text === '-' || token.text === '+') return readUnary(parser, token.text, power.sign, token, nesting)
    if (token.text === '!') return readUnary(parser, 'not', power.sign, token, nesting)
    if (token.text === '(') return readParentheses(parser, token, nesting)
    if (token.text === '[') return readArray(parser, token, nesting)
  }
  if (token.kind !== 'end') parser.next--
  unexpected(parser, { en: 'a value', ko: '값' })
  return undefined
}

function readUnary(parser: Parser, operator: UnaryOperator, binding: number, token: Token, nesting: number): Node | undefined {
  const literal = peek(parser)
  // −5 °C is five below zero, not the negative of 278.15 K.
  if (operator === '-' && literal.kind === 'number' && hasOwnZero(literal.unit)) {
    take(parser)
    return { kind: 'number', value: -literal.value, unit: literal.unit, start: token.start, end: literal.end, depth: 1 }
  }
  const operand = readExpression(parser, binding, nesting + 1)
  if (operand === undefined) return undefined
  return { kind: 'unary', operator, operand, start: token.start, end: operand.end, depth: operand.depth + 1 }
}

function readParentheses(parser: Parser, open: Token, nesting: number): Node | undefined {
  const inner = readExpression(parser, 0, nesting + 1)
  const close = inner === undefined ? undefined : expect(parser, ')')
  if (inner === undefined || close === undefined) return undefined
  const node = { ...inner, start: open.start, end: close.end }
  parser.parenthesised.add(node)
  return node
}

function readArray(parser: Parser, open: Token, nesting: number): Node | undefined {
  const list = readList(parser, ']', nesting)
  return list === undefined ? undefined : { kind: 'array', elements: list.nodes, start: open.start, end: list.end, depth: list.depth + 1 }
}

function readCall(parser: Parser, name: Token, nesting: number): Node | undefined {
  take(parser)
  const list = readList(parser, ')', nesting)
  if (list === undefined) return undefined
  const nameSpan = { start: name.start, end: name.end }
  return { kind: 'call', name: name.text, nameSpan, arguments: list.nodes, start: name.start, end: list.end, depth: list.depth + 1 }
}

/** What stands between commas, up to the closing sign; a comma may stand after the last. */
function readList(
  parser: Parser,
  close: string,
  nesting: number,
): { readonly nodes: readonly Node[]; readonly end: number; readonly depth: number } | undefined {
  const nodes: Node[] = []
  let depth = 0
  while (!is(parser, close)) {
    const node = readExpression(parser, 0, nesting + 1)
    if (node === undefined) return undefined
    nodes.push(node)
    depth = Math.max(depth, node.depth)
    if (!is(parser, ',')) break
    take(parser)
  }
  const end = expect(parser, close)?.end
  return end === undefined ? undefined : { nodes, end, depth }
}

function readMember(parser: Parser, object: Node): Node | undefined {
  take(parser)
  const token = peek(parser)
  if (token.kind !== 'name') {
    unexpected(parser, { en: 'a name', ko: '이름' })
    return undefined
  }
  take(parser)
  const nameSpan = { start: token.start, end: token.end }
  return { kind: 'member', object, name: token.text, nameSpan, start: object.start, end: token.end, depth: object.depth + 1 }
}

/** `a[i]`, or `a[from:to]` where either end may be left out. */
function readBrackets(parser: Parser, object: Node, nesting: number): Node | undefined {
  take(parser)
  const first = is(parser, ':') ? undefined : readExpression(parser, 0, nesting + 1)
  if (first === undefined && !is(parser, ':')) return undefined
  const depthWith = (...nodes: readonly (Node | undefined)[]) => 1 + Math.max(object.depth, ...nodes.map((node) => node?.depth ?? 0))
  if (!is(parser, ':') && first !== undefined) {
    const close = expect(parser, ']')
    return close && { kind: 'index', object, index: first, start: object.start, end: close.end, depth: depthWith(first) }
  }
  take(parser)
  const to = is(parser, ']') ? undefined : readExpression(parser, 0, nesting + 1)
  const close = parser.problem === undefined ? expect(parser, ']') : undefined
  return close && { kind: 'slice', object, from: first, to, start: object.start, end: close.end, depth: depthWith(first, to) }
}

function readConditional(parser: Parser, condition: Node, nesting: number): Node | undefined {
  take(parser)
  const then = readExpression(parser, 0, nesting + 1)
  if (then === undefined || expect(parser, ':') === undefined) return undefined
  const otherwise = readExpression(parser, 0, nesting + 1)
  if (otherwise === undefined) return undefined
  const depth = 1 + Math.max(condition.depth, then.depth, otherwise.depth)
  return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: otherwise.end, depth }
}

function refuse(parser: Parser, problem: ExpressionProblem): undefined {
  parser.problem ??= problem
  return undefined
}

function unexpected(parser: Parser, wanted: Text): void {
  parser.problem ??= unexpectedToken(peek(parser), wanted)
}
