import { RE2JS, RE2JSException } from 're2js'
import { arrayAt, domainError, isGiven, numberAt, textAt, valueAt } from '../call-values.ts'
import { spend, spendElements, spendText } from '../frame.ts'
import type { Call, FunctionEntry } from '../function-entry.ts'
import { limits } from '../limits.ts'
import { formatNumber } from '../number-format.ts'
import { gives } from '../result-types.ts'
import { showValue } from '../show.ts'
import type { Text } from '../text.ts'
import { measureType, numberType, stringType } from '../type.ts'
import { quantity } from '../units.ts'

type Examples = FunctionEntry['examples']

const text = { name: 'text', kind: 'text' } as const

function ofText(name: string, apply: (text: string) => string, description: Text, examples: Examples): FunctionEntry {
  return {
    name,
    parameters: [text],
    each: true,
    result: gives.string,
    apply: (call) => {
      const made = apply(textAt(call, 0))
      spendText(call.frame, made.length, call.span)
      return made
    },
    description,
    examples,
  }
}

function test(name: string, apply: (text: string, part: string) => boolean, description: Text, examples: Examples): FunctionEntry {
  return {
    name,
    parameters: [text, { name: 'part', kind: 'text' }],
    each: true,
    result: gives.boolean,
    apply: (call) => apply(textAt(call, 0), textAt(call, 1)),
    description,
    examples,
  }
}

const kept = new Map<string, RE2JS>()

/** A pattern in RE2 syntax, ready to match in linear time; undefined when it is none. */
export function compilePattern(pattern: string): RE2JS | undefined {
  if (pattern.length > limits.patternLength) return undefined
  let compiled = kept.get(pattern)
  try {
    compiled ??= RE2JS.compile(pattern)
  } catch (error) {
    if (error instanceof RE2JSException) return undefined
    throw error
  }
  if (compiled.programSize() > limits.patternSteps) return undefined
  if (kept.size > 100) kept.clear()
  kept.set(pattern, compiled)
  return compiled
}

function patternAt(call: Call, index: number): RE2JS {
  const pattern = textAt(call, index)
  const compiled = compilePattern(pattern)
  if (compiled === undefined)
    throw domainError(call, `\`${pattern.slice(0, 40)}\` is no RE2 pattern.`, `\`${pattern.slice(0, 40)}\`은(는) RE2 정규식이 아닙니다.`)
  // Linear in the text, with the size of the compiled pattern as the factor (`a{1000}` is a thousand steps).
  spend(call.frame, textAt(call, 0).length * Math.ceil(compiled.programSize() / 4), call.span)
  return compiled
}

const shaping: readonly FunctionEntry[] = [
  ofText('lower', (value) => value.toLowerCase(), { en: 'In small letters.', ko: '소문자로.' }, [["lower('SCF')", "'scf'"]]),
  ofText('upper', (value) => value.toUpperCase(), { en: 'In capitals.', ko: '대문자로.' }, [["upper('nve')", "'NVE'"]]),
  ofText('trim', (value) => value.trim(), { en: 'Without blanks at the ends.', ko: '양 끝의 공백을 뺀다.' }, [["trim(' a ')", "'a'"]]),
  ofText(
    'basename',
    (value) => value.replace(/\/+$/, '').replace(/^.*\//s, ''),
    { en: 'Last part of a path.', ko: '경로의 마지막 부분.' },
    [["basename('data/run-1.json')", "'run-1.json'"]],
  ),
  {
    name: 'replace',
    parameters: [text, { name: 'part', kind: 'text' }, { name: 'by', kind: 'text' }],
    each: true,
    result: gives.string,
    apply: (call) => {
      const [whole, part, by] = [textAt(call, 0), textAt(call, 1), textAt(call, 2)]
      if (part === '') throw domainError(call, 'the part to replace is not empty.', '바꿀 부분이 비어 있으면 안 됩니다.')
      const parts = whole.split(part)
      spendText(call.frame, whole.length + (parts.length - 1) * (by.length - part.length), call.span)
      return parts.join(by)
    },
    description: { en: 'Every occurrence of a part by another text.', ko: '글의 한 부분을 모두 다른 글로 바꾼다.' },
    examples: [["replace('a-b-c', '-', '_')", "'a_b_c'"]],
  },
  {
    name: 'split',
    parameters: [text, { name: 'separator', kind: 'text', optional: true }],
    result: gives.strings,
    apply: (call) => {
      const [whole, separator] = [textAt(call, 0), isGiven(call, 1) ? textAt(call, 1) : undefined]
      const parts = separator === undefined ? (whole.trim() === '' ? [] : whole.trim().split(/\s+/)) : whole.split(separator)
      spendElements(call.frame, parts.length, call.span)
      return parts
    },
    description: { en: 'Parts between separators; without one, between blanks.', ko: '구분자 사이의 조각들. 생략하면 공백으로 나눈다.' },
    examples: [
      ["split('8,16', ',')", "['8', '16']"],
      ["split(' a  b ')", "['a', 'b']"],
    ],
  },
  {
    name: 'join',
    parameters: [
      { name: 'array', kind: 'array' },
      { name: 'separator', kind: 'text', optional: true },
    ],
    result: gives.string,
    apply: (call) => {
      const separator = isGiven(call, 1) ? textAt(call, 1) : ' '
      const parts = arrayAt(call, 0).map((value) => showValue(value))
      const length = parts.reduce((total, part) => total + part.length + separator.length, 0)
      spendText(call.frame, length, call.span)
      return parts.join(separator)
    },
    description: {
      en: 'Elements as one text, with a separator between (a space if left out).',
      ko: '원소들을 구분자(생략하면 빈칸)로 이은 글.',
    },
    examples: [["join([8, 16], ',')", "'8,16'"]],
  },
]

const matching: readonly FunctionEntry[] = [
  test('starts_with', (whole, part) => whole.startsWith(part), { en: 'Whether a text begins so.', ko: '글이 그렇게 시작하는지.' }, [
    ["starts_with('nve.log', 'nve')", 'true'],
  ]),
  test('ends_with', (whole, part) => whole.endsWith(part), { en: 'Whether a text ends so.', ko: '글이 그렇게 끝나는지.' }, [
    ["ends_with('nve.log', '.log')", 'true'],
  ]),
  {
    name: 'matches',
    parameters: [text, { name: 'pattern', kind: 'pattern' }],
    each: true,
    result: gives.boolean,
    apply: (call) => patternAt(call, 1).matcher(textAt(call, 0)).find(),
    description: { en: 'Whether a pattern (RE2) is found somewhere in a text.', ko: '글 어딘가에서 정규식(RE2)이 맞는지.' },
    examples: [
      ["matches('step 12', r'\\d+')", 'true'],
      ["matches('step 12', '^12')", 'false'],
    ],
  },
  {
    name: 'extract',
    parameters: [text, { name: 'pattern', kind: 'pattern' }],
    each: true,
    result: gives.string,
    apply: (call) => {
      const matcher = patternAt(call, 1).matcher(textAt(call, 0))
      if (!matcher.find()) throw domainError(call, 'the pattern is not found.', '정규식에 맞는 곳이 없습니다.')
      return matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? ''
    },
    description: {
      en: 'What a pattern (RE2) first finds: its first group, or all of it.',
      ko: '정규식(RE2)이 처음 찾은 것. 첫 그룹이 있으면 그것, 없으면 전체.',
    },
    examples: [["number(extract('E = -1.5 Ha', r'E = (\\S+)'))", '-1.5']],
  },
]

const numberText = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Infinity|NaN)\s*(\S.*?)?\s*$/

const converting: readonly FunctionEntry[] = [
  {
    name: 'format',
    parameters: [
      { name: 'x', kind: 'number' },
      { name: 'format', kind: 'text' },
    ],
    each: true,
    result: gives.string,
    apply: (call) => {
      const made = formatNumber(numberAt(call, 0), textAt(call, 1))
      if (made !== undefined) return made
      throw domainError(call, 'formats look like `.3f`, `.6g`, `8.2e`, `05d`, `x`.', '형식은 `.3f`, `.6g`, `8.2e`, `05d`, `x`처럼 씁니다.')
    },
    description: { en: 'A number as text by a format of C, without the %.', ko: '숫자를 C 언어의 형식(% 없이)에 따라 글로 쓴다.' },
    examples: [
      ["format(pi, '.3f')", "'3.142'"],
      ["format(7, '03d')", "'007'"],
      ["format(1.5e-7, '.2e')", "'1.50e-07'"],
    ],
  },
  {
    name: 'number',
    parameters: [text],
    each: true,
    result: (call) => (typeof call.literals[0] === 'string' && /^[\s\d.eE+-]*$/.test(call.literals[0]) ? numberType : measureType),
    apply: (call) => {
      const value = valueAt(call, 0)
      if (typeof value === 'number') return value
      const match = numberText.exec(textAt(call, 0).slice(0, 400))
      if (match === null) throw domainError(call, 'the text is not a number.', '숫자로 읽을 수 없는 글입니다.')
      return match[2] === undefined ? Number(match[1]) : quantity(Number(match[1]), match[2])
    },
    description: { en: 'The number, or number with unit, that a text is.', ko: '글이 나타내는 숫자, 또는 단위 있는 양.' },
    examples: [
      ["number('1e3')", '1000'],
      ["number('2 GB')", '2 GB'],
    ],
  },
  {
    name: 'string',
    parameters: [{ name: 'x', kind: 'any' }],
    result: () => stringType,
    apply: (call) => {
      const made = showValue(valueAt(call, 0))
      spendText(call.frame, made.length, call.span)
      return made
    },
    description: { en: 'A value as text, as it would appear in a template.', ko: '템플릿에 나타나는 그대로의 글.' },
    examples: [
      ['string(0.5)', "'0.5'"],
      ['string([2 GB, 1 GB])', "'2 GB 1 GB'"],
    ],
  },
]

export const textFunctions: readonly FunctionEntry[] = [...shaping, ...matching, ...converting]
