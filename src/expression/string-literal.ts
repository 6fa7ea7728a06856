import type { ExpressionProblem } from './compiled.ts'
import { problemAt } from './problem.ts'

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
])

/** Reads the string whose opening quote stands at `start`. A raw one (`r'\d+'`) has no escapes. */
export function readString(
  source: string,
  start: number,
  raw: boolean,
): { readonly value: string; readonly end: number } | ExpressionProblem {
  const quote = source[start]
  const parts: string[] = []
  let from = start + 1
  for (let at = from; at < source.length; at++) {
    const character = source[at]
    if (character === quote) {
      parts.push(source.slice(from, at))
      return { value: parts.join(''), end: at + 1 }
    }
    if (character !== '\\' || raw) continue
    const escaped = escapeAt(source, at)
    if ('code' in escaped) return escaped
    parts.push(source.slice(from, at), escaped.value)
    from = escaped.end
    at = escaped.end - 1
  }
  return problemAt(
    'expression_syntax',
    { start, end: source.length },
    { en: 'This text has no closing quote.', ko: '글을 닫는 따옴표가 없습니다.' },
  )
}

function escapeAt(source: string, at: number): { readonly value: string; readonly end: number } | ExpressionProblem {
  const letter = source[at + 1] ?? ''
  const simple = escapes.get(letter)
  if (simple !== undefined) return { value: simple, end: at + 2 }
  const code = /^\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})/.exec(source.slice(at, at + 12))
  const point = code === null ? undefined : Number.parseInt(code[1] ?? code[2] ?? '', 16)
  if (code !== null && point !== undefined && point <= 0x10ffff) return { value: String.fromCodePoint(point), end: at + code[0].length }
  return problemAt(
    'expression_syntax',
    { start: at, end: Math.min(at + 2, source.length) },
    { en: `\`\\${letter}\` is no escape.`, ko: `\`\\${letter}\`은(는) 없는 이스케이프입니다.` },
    {
      en: "Write a backslash as `\\\\`, or the whole text raw: `r'…'`.",
      ko: "역슬래시는 `\\\\`로 쓰거나, 글 전체를 `r'…'`로 쓰세요.",
    },
  )
}
