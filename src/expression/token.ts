import type { ExpressionProblem } from './compiled.ts'
import type { Span } from './evaluation-error.ts'
import { problemAt } from './problem.ts'
import { readString } from './string-literal.ts'
import { unitLiteralAt } from './unit-literal.ts'
import { lookAhead } from './unit-text.ts'

/** What an expression is made of. A number takes its unit with it: `2 GB` is one token. */
export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: string; readonly text: string }
    | { readonly kind: 'string'; readonly value: string; readonly text: string }
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'sign'; readonly text: string }
    | { readonly kind: 'end'; readonly text: '' }
  )

export interface Tokens {
  readonly tokens: readonly Token[]
  /** The first thing that is no token; the tokens end before it. */
  readonly problem: ExpressionProblem | undefined
}

const blank = /\s+/uy
const number = /0[xX][0-9a-fA-F]+|(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+)(?:[eE][+-]?\d+)?/uy
const name = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy
/** `+-` with a space behind it is the sign of an error; `x +-1` adds a negative number. */
const sign = /±|\+-(?=\s)|\*\*|==|!=|<=|>=|&&|\|\||[-+*/%^<>!?:,.()[\]]/uy

/**
 * Reads a whole text, which stands at `base` in a larger one, into tokens. `isName` tells which names have a
 * meaning here, where a unit of the same name would be ambiguous.
 */
export function tokenize(source: string, base: number, isName: (name: string) => boolean): Tokens {
  const { tokens, problem } = tokensOf(source, isName)
  if (base === 0) return { tokens, problem }
  const moved = <Part extends Span>(part: Part): Part => ({ ...part, start: part.start + base, end: part.end + base })
  return { tokens: tokens.map(moved), problem: problem && moved(problem) }
}

function tokensOf(source: string, isName: (name: string) => boolean): Tokens {
  const tokens: Token[] = []
  for (let at = 0; at < source.length; ) {
    at += lookAhead(blank, source, at)?.[0].length ?? 0
    if (at >= source.length) break
    const read = tokenAt(source, at, isName)
    if ('code' in read) return { tokens: [...tokens, endAt(at)], problem: read }
    tokens.push(read)
    at = read.end
  }
  tokens.push(endAt(source.length))
  return { tokens, problem: undefined }
}

function endAt(at: number): Token {
  return { kind: 'end', text: '', start: at, end: at }
}

function tokenAt(source: string, start: number, isName: (name: string) => boolean): Token | ExpressionProblem {
  const digits = lookAhead(number, source, start)?.[0]
  if (digits !== undefined) return numberToken(source, start, digits, isName)
  const first = source[start] ?? ''
  const raw = first === 'r' && /["']/.test(source[start + 1] ?? '')
  if (first === '"' || first === "'" || raw) {
    const read = readString(source, raw ? start + 1 : start, raw)
    return 'code' in read ? read : { kind: 'string', value: read.value, text: source.slice(start, read.end), start, end: read.end }
  }
  const word = lookAhead(name, source, start)?.[0]
  if (word !== undefined) return { kind: 'name', text: word, start, end: start + word.length }
  const mark = lookAhead(sign, source, start)?.[0]
  if (mark !== undefined) return { kind: 'sign', text: mark, start, end: start + mark.length }
  return strange(source, start)
}

function numberToken(source: string, start: number, digits: string, isName: (name: string) => boolean): Token | ExpressionProblem {
  const value = Number(digits.replaceAll('_', ''))
  const end = start + digits.length
  if (!Number.isFinite(value)) {
    return problemAt('expression_syntax', { start, end }, { en: `${digits} is too large.`, ko: `${digits}은(는) 너무 큽니다.` })
  }
  const unit = unitLiteralAt(source, end, isName)
  if (unit !== undefined && 'code' in unit) return unit
  const stop = unit?.end ?? end
  return { kind: 'number', value, unit: unit?.text ?? '', text: source.slice(start, stop), start, end: stop }
}

const meantSigns = new Map([
  ['=', '=='],
  ['&', 'and'],
  ['|', 'or'],
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['−', '-'],
  ['–', '-'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
])

function strange(source: string, start: number): ExpressionProblem {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0)
  const meant = meantSigns.get(character)
  const message = { en: `\`${character}\` means nothing here.`, ko: `\`${character}\`은(는) 여기서 쓸 수 없습니다.` }
  const hint = meant === undefined ? undefined : { en: `Write \`${meant}\`.`, ko: `\`${meant}\`로 쓰세요.` }
  return problemAt('expression_syntax', { start, end: start + character.length }, message, hint)
}
