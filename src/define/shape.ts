import * as z from 'zod'
import { nearest } from '#expression/nearest.ts'
import type { Text } from '#expression/text.ts'
import { isPlanned } from './planned.ts'
import type { Report } from './report.ts'
import type { Tree } from './tree.ts'

type Schema = z.core.$ZodType

/** Says everything in which the file differs from the schema's shape. `name` is what people call the thing checked. */
export function checkShape(tree: Tree, schema: Schema, name: string, report: Report): void {
  if (report.isFull()) return
  const inner = unwrap(schema)
  if (inner instanceof z.ZodUnion) checkUnion(tree, inner, name, report)
  else if (inner instanceof z.ZodUnknown) return
  else if (!kindsOf(inner).includes(tree.kind)) sayKind(tree, inner, name, report)
  else if (inner instanceof z.ZodObject && tree.kind === 'map') checkObject(tree, inner, name, report)
  else if (inner instanceof z.ZodRecord && tree.kind === 'map') {
    for (const { key, value } of tree.entries.values()) checkShape(value, inner.def.valueType, key, report)
  } else if (inner instanceof z.ZodArray && tree.kind === 'list') {
    for (const item of tree.items) checkShape(item, inner.def.element, name, report)
  } else checkScalar(tree, inner, name, report)
}

function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodOptional ? unwrap(schema.def.innerType) : schema
}

function checkUnion(tree: Tree, union: z.ZodUnion, name: string, report: Report): void {
  const fitting = branches(union).filter((branch) => kindsOf(branch).includes(tree.kind))
  const [only] = fitting
  if (only === undefined) sayKind(tree, union, name, report)
  else if (fitting.length === 1) checkShape(tree, only, name, report)
  else if (tree.kind === 'text' && !fitting.some((branch) => z.safeParse(branch, tree.value).success)) checkShape(tree, only, name, report)
}

function branches(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema)
  return inner instanceof z.ZodUnion ? inner.def.options.flatMap(branches) : [inner]
}

function checkObject(tree: Tree & { kind: 'map' }, schema: z.ZodObject, name: string, report: Report): void {
  const { shape } = schema
  for (const { key, keySpan, value } of tree.entries.values()) {
    const known = Object.hasOwn(shape, key) ? shape[key] : catchall(schema)
    if (known) checkShape(value, known, key, report)
    else sayUnknownKey(key, keySpan, schema, report)
  }
  for (const [key, child] of Object.entries(shape)) {
    if (child instanceof z.ZodOptional || tree.entries.has(key)) continue
    const message = { en: `\`${key}\` is missing in ${name}.`, ko: `${name}에 \`${key}\`이(가) 없습니다.` }
    report.say('missing_key', { start: tree.start, end: tree.start }, message)
  }
}

function catchall(schema: z.ZodObject): Schema | undefined {
  const rest = schema.def.catchall
  return rest === undefined || rest instanceof z.ZodNever ? undefined : rest
}

function sayUnknownKey(key: string, span: { start: number; end: number }, schema: z.ZodObject, report: Report): void {
  if (isPlanned(schema, key)) {
    const message = {
      en: `\`${key}\` is planned, and not available in this version.`,
      ko: `\`${key}\`은(는) 앞으로 제공될 기능이며 이 버전에서는 쓸 수 없습니다.`,
    }
    report.say('planned_key', span, message)
    return
  }
  const known = Object.keys(schema.shape)
  const meant = nearest(key, known)
  const hint = meant ? didYouMean(meant) : { en: `Possible keys: ${known.join(', ')}.`, ko: `쓸 수 있는 키: ${known.join(', ')}.` }
  report.say('unknown_key', span, { en: `Unknown key \`${key}\`.`, ko: `알 수 없는 키 \`${key}\`입니다.` }, hint)
}

/** The hint for a misspelt name. */
export function didYouMean(name: string): Text {
  return { en: `Did you mean \`${name}\`?`, ko: `\`${name}\`을(를) 쓰려던 것인가요?` }
}

function checkScalar(tree: Tree, schema: Schema, name: string, report: Report): void {
  if (tree.kind !== 'text' && tree.kind !== 'number' && tree.kind !== 'boolean') return
  if (z.safeParse(schema, tree.value).success) return
  const expected = expectedValue(schema)
  const message = { en: `\`${name}\` must be ${expected.en}.`, ko: `\`${name}\`은(는) ${expected.ko}이어야 합니다.` }
  const choices = schema instanceof z.ZodEnum ? schema.options.map(String) : []
  const meant = nearest(String(tree.value), choices)
  report.say('bad_value', tree, message, meant ? didYouMean(meant) : undefined)
}

function expectedValue(schema: Schema): Text {
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    const values = schema instanceof z.ZodEnum ? schema.options : [...schema.values]
    const list = values.map((value) => `\`${String(value)}\``).join(', ')
    return values.length === 1 ? { en: list, ko: list } : { en: `one of ${list}`, ko: `다음 중 하나(${list})` }
  }
  if (schema instanceof z.ZodNumber) {
    const whole = schema.def.checks?.some((check) => check._zod.def.check === 'number_format') || schema.isInt
    const { minValue, maxValue } = schema
    if (!Number.isFinite(minValue) || !Number.isFinite(maxValue)) return { en: 'a finite number', ko: '유한한 수' }
    return {
      en: `a ${whole ? 'whole number' : 'number'} from ${minValue} to ${maxValue}`,
      ko: `${minValue}부터 ${maxValue}까지의 ${whole ? '정수' : '숫자'}`,
    }
  }
  return { en: 'another value', ko: '다른 값' }
}

function kindsOf(schema: Schema): readonly Tree['kind'][] {
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return ['map']
  if (schema instanceof z.ZodArray) return ['list']
  if (schema instanceof z.ZodNumber) return ['number']
  if (schema instanceof z.ZodBoolean) return ['boolean']
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(kindOfValue)
  return ['text']
}

function kindOfValue(value: unknown): Tree['kind'] {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}

const kindTexts: { readonly [kind in Tree['kind']]: Text } = {
  map: { en: 'a map (`name: value`)', ko: '맵(`이름: 값`)' },
  list: { en: 'a list', ko: '목록' },
  text: { en: 'a text', ko: '텍스트' },
  number: { en: 'a number', ko: '숫자' },
  boolean: { en: '`true` or `false`', ko: '`true`/`false`' },
  nothing: { en: 'nothing', ko: '빈 값' },
}

function sayKind(tree: Tree, schema: Schema, name: string, report: Report): void {
  const kinds = [...new Set(branches(schema).flatMap(kindsOf))]
  const en = kinds.map((kind) => kindTexts[kind].en).join(' or ')
  const ko = kinds.map((kind) => kindTexts[kind].ko).join(' 또는 ')
  const found = kindTexts[tree.kind]
  const message = {
    en: `\`${name}\` takes ${en}, but here is ${found.en}.`,
    ko: `\`${name}\`에는 ${ko}이(가) 와야 하는데 ${found.ko}이(가) 있습니다.`,
  }
  const quotable = kinds.includes('text') && (tree.kind === 'number' || tree.kind === 'boolean')
  report.say('wrong_kind', tree, message, quotable ? { en: 'Put it in quotes.', ko: '따옴표로 감싸세요.' } : undefined)
}
