import type { ExpressionProblem } from './compiled.ts'
import { problemAt } from './problem.ts'
import { lookAhead, unitExponentAt, unitNameAt, unitNamed, unknownUnit } from './unit-text.ts'

/** Words that go on with the expression rather than name a unit. */
const notUnits = new Set(['in', 'and', 'or', 'not'])

const blank = /[ \t\r\n]*/y

/**
 * The unit that follows a number, if one does. A name after a number is always its unit: multiplication is always
 * written. The unit goes on over `*` and `/` as long as there is no space round them and what follows is a unit
 * too; a following name that is a value as well as a unit is refused rather than guessed.
 */
export function unitLiteralAt(
  source: string,
  after: number,
  isName: (name: string) => boolean,
): { readonly text: string; readonly end: number } | ExpressionProblem | undefined {
  const start = after + (lookAhead(blank, source, after)?.[0].length ?? 0)
  // Percent is the remainder here; as a unit it is written out.
  if (source[start] === '%') return undefined
  const first = atomAt(source, start)
  if (first === undefined || notUnits.has(first.name)) return undefined
  if (unitNamed(first.name) === undefined) return unknown(first, isName)
  let end = first.end
  for (;;) {
    const next = continuationAt(source, end, isName)
    if (next === undefined) return { text: source.slice(start, end), end }
    if (typeof next !== 'number') return next
    end = next
  }
}

interface Atom {
  readonly name: string
  readonly start: number
  /** After the name and its exponent. */
  readonly end: number
}

function atomAt(source: string, start: number): Atom | undefined {
  const name = unitNameAt(source, start)
  if (name === undefined) return undefined
  const afterName = start + name.length
  const spaced = /\s/.test(source[afterName] ?? '')
  const exponent = spaced ? undefined : unitExponentAt(source, afterName)
  return { name, start, end: afterName + (exponent?.length ?? 0) }
}

/** Where a `*unit`, `/unit` or `/(unit*unit)` that continues a unit ends. */
function continuationAt(source: string, at: number, isName: (name: string) => boolean): number | ExpressionProblem | undefined {
  const operator = source[at] ?? ''
  if (!'*/·⋅'.includes(operator) || operator === '' || source[at + 1] === '*') return undefined
  if (source[at + 1] === '(') return groupAt(source, at + 1, isName)
  return factorAt(source, at + 1, isName)
}

function factorAt(source: string, at: number, isName: (name: string) => boolean): number | ExpressionProblem | undefined {
  const atom = atomAt(source, at)
  if (atom === undefined || unitNamed(atom.name) === undefined) return undefined
  // A call, a field or an element: a value, whatever units are called.
  if (/[([.]/.test(source[atom.start + atom.name.length] ?? '')) return undefined
  return isName(atom.name) ? ambiguous(atom) : atom.end
}

function groupAt(source: string, open: number, isName: (name: string) => boolean): number | ExpressionProblem | undefined {
  let at = open + 1
  for (;;) {
    const end = factorAt(source, at, isName)
    if (typeof end !== 'number') return end
    if (source[end] === ')') {
      const exponent = unitExponentAt(source, end + 1)
      return end + 1 + (exponent?.length ?? 0)
    }
    if (!'*/·⋅'.includes(source[end] ?? ' ')) return undefined
    at = end + 1
  }
}

function ambiguous(atom: Atom): ExpressionProblem {
  return problemAt(
    'ambiguous_unit',
    { start: atom.start, end: atom.start + atom.name.length },
    {
      en: `\`${atom.name}\` could be a unit or the value of that name.`,
      ko: `\`${atom.name}\`은(는) 단위일 수도, 그 이름의 값일 수도 있습니다.`,
    },
    {
      en: `For the value, put spaces round the operator; for the unit, write \`unit('…')\`.`,
      ko: `값이라면 연산자 양쪽을 띄우고, 단위라면 \`unit('…')\`을 쓰세요.`,
    },
  )
}

function unknown(atom: Atom, isName: (name: string) => boolean): ExpressionProblem {
  const span = { start: atom.start, end: atom.start + atom.name.length }
  const { message, hint } = unknownUnit(atom.name)
  if (!isName(atom.name)) return problemAt('unknown_unit', span, message, hint)
  return problemAt('unknown_unit', span, message, {
    en: `Write multiplication out: \`2 * ${atom.name}\`.`,
    ko: `곱셈 기호를 쓰세요: \`2 * ${atom.name}\`.`,
  })
}
