import { type Dimension, dimensionless, multiplyDimensions, raiseDimension } from './dimension.ts'
import { nearest } from './nearest.ts'
import type { Text } from './text.ts'
import { prefixSets, refusedUnits, type UnitRow, unitGroups } from './unit-table.ts'

/** One of it is `factor` SI base units; a temperature scale with a zero of its own also has an `offset`: SI = (x + offset) × factor. */
export interface Unit {
  readonly text: string
  readonly dimension: Dimension
  readonly factor: number
  readonly offset: number
}

interface UnitProblem {
  readonly message: Text
  readonly hint?: Text
}

type Reading = { readonly unit: Unit; readonly problem: undefined } | { readonly unit: undefined; readonly problem: UnitProblem }

const rows = new Map<string, UnitRow>(
  unitGroups.flatMap(({ rows }) => rows.flatMap((row) => row.names.map((name) => [name, row] as const))),
)

/** The row of a name and the prefix before it. */
export function unitNamed(name: string): { readonly row: UnitRow; readonly prefix: number } | undefined {
  const plain = name.normalize('NFC')
  const row = rows.get(plain)
  if (row !== undefined) return { row, prefix: 1 }
  if (refusedUnits.has(plain)) return undefined
  for (const length of [1, 2]) {
    const prefixed = rows.get(plain.slice(length))
    const prefix = prefixed === undefined ? undefined : prefixSets[prefixed.prefixes].get(plain.slice(0, length))
    if (prefixed !== undefined && prefix !== undefined) return { row: prefixed, prefix }
  }
  return undefined
}

/** Signs that stand for units without being letters. */
export const unitSigns = '°℃℉%‰'

const nameAhead = new RegExp(`[\\p{L}_${unitSigns}][\\p{L}\\p{M}\\p{Nd}_.]*`, 'uy')
const exponentAhead = /(?:\*\*|\^)\s*(?:(-?\d+(?:\.\d+)?)|\(\s*(-?\d+)\s*(?:\/\s*([1-9]\d*)\s*)?\))|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/uy
const operatorAhead = /\s*([*/·⋅×])\s*|\s+(?=[\p{L}(])/uy

/** Length of what a sticky pattern finds at a place, with its groups. */
export function lookAhead(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

export function unitNameAt(text: string, at: number): string | undefined {
  return lookAhead(nameAhead, text, at)?.[0]
}

/** An exponent at a place: `^2`, `**-1`, `^(1/2)`, `²`. */
export function unitExponentAt(text: string, at: number): { readonly length: number; readonly exponent: number } | undefined {
  const found = lookAhead(exponentAhead, text, at)
  if (found === undefined) return undefined
  const [whole, plain, above, below, raised] = found
  if (raised !== undefined)
    return { length: whole.length, exponent: Number([...raised].map((sign) => '-+0123456789'['⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)]).join('')) }
  return { length: whole.length, exponent: plain === undefined ? Number(above) / Number(below ?? 1) : Number(plain) }
}

const longestUnit = 200

/** Reads the text of a unit: names with prefixes, `*`, `/`, exponents, parentheses; a space multiplies, a leading `1` divides into. */
export function readUnit(text: string): Reading {
  if (text.length > longestUnit) return { unit: undefined, problem: unreadable(text.slice(0, 20)) }
  const trimmed = text.trim()
  const state: UnitState = { text: trimmed, at: 0, problem: undefined, scale: undefined }
  const product = readProduct(state)
  if (state.problem === undefined && (state.at < trimmed.length || trimmed === '')) state.problem = unreadable(trimmed)
  if (state.problem !== undefined || product === undefined) return { unit: undefined, problem: state.problem ?? unreadable(trimmed) }
  const { scale } = state
  if (scale !== undefined && !scale.names.includes(trimmed.normalize('NFC')))
    return { unit: undefined, problem: notAlone(scale.names[0] ?? '') }
  return { unit: { text: trimmed, ...product, offset: scale?.offset ?? 0 }, problem: undefined }
}

interface Factor {
  readonly factor: number
  readonly dimension: Dimension
}

interface UnitState {
  readonly text: string
  at: number
  problem: UnitProblem | undefined
  /** A unit with a zero of its own was met; it may only stand alone. */
  scale: UnitRow | undefined
}

const one: Factor = { factor: 1, dimension: dimensionless }

function readProduct(state: UnitState): Factor | undefined {
  let product = readPower(state)
  while (product !== undefined && state.at < state.text.length) {
    const operator = lookAhead(operatorAhead, state.text, state.at)
    if (operator === undefined) break
    state.at += operator[0].length
    const next = readPower(state)
    if (next === undefined) return undefined
    product = combine(product, next, operator[1] === '/' ? -1 : 1)
  }
  return product
}

function combine(a: Factor, b: Factor, power: number): Factor {
  return {
    factor: power === 1 ? a.factor * b.factor : a.factor / b.factor,
    dimension: multiplyDimensions(a.dimension, raiseDimension(b.dimension, power)),
  }
}

function readPower(state: UnitState): Factor | undefined {
  const base = readBase(state)
  const power = base === undefined ? undefined : unitExponentAt(state.text, state.at)
  if (base === undefined || power === undefined) return base
  state.at += power.length
  return { factor: base.factor ** power.exponent, dimension: raiseDimension(base.dimension, power.exponent) }
}

function readBase(state: UnitState): Factor | undefined {
  if (state.text[state.at] === '(') {
    state.at++
    const inner = readProduct(state)
    if (inner !== undefined && state.text[state.at] === ')') {
      state.at++
      return inner
    }
    state.problem ??= unreadable(state.text)
    return undefined
  }
  if (state.text[state.at] === '1' && !/^1[\d.]/.test(state.text.slice(state.at))) {
    state.at++
    return one
  }
  const name = unitNameAt(state.text, state.at)
  const found = name === undefined ? undefined : unitNamed(name)
  if (name === undefined || found === undefined) {
    state.problem ??= name === undefined ? unreadable(state.text) : unknownUnit(name)
    return undefined
  }
  state.at += name.length
  if (found.row.offset !== undefined) state.scale = found.row
  return { factor: found.row.factor * found.prefix, dimension: found.row.dimension }
}

function unreadable(text: string): UnitProblem {
  return {
    message: { en: `\`${text}\` cannot be read as a unit.`, ko: `\`${text}\`을(를) 단위로 읽을 수 없습니다.` },
    hint: { en: 'Units look like `GB`, `m/s^2` or `J/(mol*K)`.', ko: '단위는 `GB`, `m/s^2`, `J/(mol*K)`처럼 씁니다.' },
  }
}

function notAlone(name: string): UnitProblem {
  return {
    message: {
      en: `${name} has a zero of its own, so it cannot be part of another unit.`,
      ko: `${name}은(는) 영점이 따로 있어 다른 단위의 일부가 될 수 없습니다.`,
    },
    hint: { en: 'A difference of temperature is in K.', ko: '온도 차이는 K로 씁니다.' },
  }
}

const usualPrefixes = ['f', 'p', 'n', 'u', 'm', 'c', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti']

/** Every name, and each unit's symbol with the usual ones of its prefixes: what a reader may have meant. */
const likely: readonly string[] = [...rows].flatMap(([name, row]) => {
  if (name !== row.names[0]) return [name]
  return [name, ...usualPrefixes.filter((prefix) => prefixSets[row.prefixes].has(prefix)).map((prefix) => prefix + name)]
})

export function unknownUnit(name: string): UnitProblem {
  const instead = refusedUnits.get(name)
  if (instead !== undefined) {
    const list = instead.map((each) => `\`${each}\``)
    return {
      message: { en: `The unit \`${name}\` could mean several things.`, ko: `단위 \`${name}\`은(는) 여러 가지로 읽힐 수 있습니다.` },
      hint: { en: `Write ${list.join(' or ')}.`, ko: `${list.join(' 또는 ')}처럼 쓰세요.` },
    }
  }
  const near = nearest(name, likely)
  const message = { en: `There is no unit \`${name}\`.`, ko: `\`${name}\`이라는 단위는 없습니다.` }
  return near === undefined ? { message } : { message, hint: { en: `Did you mean \`${near}\`?`, ko: `\`${near}\`을(를) 뜻했나요?` } }
}
