import type { Type } from '#expression/type.ts'
import type { AwaitedSignal, DeclaredSignal, SentSignal, SignalTarget } from '#model/coordination.ts'
import type { FormField } from '#model/human.ts'
import { compileForm, fieldsOf } from './form.ts'
import { checkMemberName, hintFor } from './names.ts'
import type { Outline } from './outline.ts'
import { entriesOf, mapAt, oneOrMore, textAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { Report, Span } from './report.ts'
import type { Entry } from './tree.ts'
import { type Scope, valueAt, type Writing } from './written.ts'

/** Signals as the file declares them. Their bounds stand in the file itself. */
export function declaredSignals(entries: ReadonlyMap<string, Entry>, writing: Writing): readonly DeclaredSignal[] {
  const signals: DeclaredSignal[] = []
  for (const entry of mapAt(entries, 'signals').values()) {
    const { key: name, keySpan } = entry
    if (!checkMemberName(name, keySpan, writing.report)) continue
    const form = new Map([['form', { ...entry, key: 'form' }]])
    const fields = compileForm(form, fieldsOf(form, writing.report), nothing, writing)
    signals.push({ name, fields, at: writing.report.place(keySpan) })
  }
  return signals
}

const nothing: Scope = () => ({ kind: 'record', fields: new Map() })

/** The type of `signals` in each stage that awaits some. */
export function awaitedTypes(outlines: readonly Outline[], signals: readonly DeclaredSignal[]): ReadonlyMap<number, Type> {
  const types = new Map<number, Type>()
  for (const { index, entries } of outlines) {
    const names = new Set(named(entries, 'await').map(({ name }) => name))
    if (names.size === 0) continue
    const known = signals.filter(({ name }) => names.has(name))
    types.set(index, { kind: 'record', fields: new Map(known.map(({ name, fields }) => [name, tells(fields)])) })
  }
  return types
}

function tells(fields: readonly FormField[]): Type {
  return { kind: 'record', fields: new Map(fields.map(({ name, valueType }) => [name, valueType])) }
}

interface Named {
  readonly name: string
  readonly span: Span
  readonly details: ReadonlyMap<string, Entry>
}

/** A name, a list of names, or names with details. */
function named(entries: ReadonlyMap<string, Entry>, key: string): readonly Named[] {
  const tree = entries.get(key)?.value
  const plain = oneOrMore(tree).map((text): Named => ({ name: text.value, span: text, details: new Map() }))
  const detailed = [...entriesOf(tree).values()].map((entry): Named => {
    return { name: entry.key, span: entry.keySpan, details: entriesOf(entry.value) }
  })
  return [...plain, ...detailed]
}

export function compileAwaits({ entries }: Outline, signals: readonly DeclaredSignal[], writing: Writing): readonly AwaitedSignal[] {
  return distinct(named(entries, 'await'), writing.report).flatMap(({ name, span, details }): AwaitedSignal[] => {
    const signal = signalNamed(name, span, signals, writing.report)
    const withinMs = durationAt(writing, textTreeAt(details, 'within'), 'within')
    return signal === undefined ? [] : [{ signal, withinMs, at: writing.report.place(span) }]
  })
}

export function compileSends(
  { entries }: Outline,
  signals: readonly DeclaredSignal[],
  scope: Scope,
  writing: Writing,
): readonly SentSignal[] {
  return distinct(named(entries, 'send'), writing.report).flatMap(({ name, span, details }): SentSignal[] => {
    const signal = signalNamed(name, span, signals, writing.report)
    const fields = signal === undefined ? undefined : signals[signal]?.fields
    if (signal === undefined || fields === undefined) return []
    const data = dataOf(mapAt(details, 'data'), fields, span, scope, writing)
    return [{ signal, to: targetOf(textAt(details, 'to') ?? 'run'), data, at: writing.report.place(span) }]
  })
}

function targetOf(to: string): SignalTarget {
  return to === 'run' || to === 'all' ? { kind: to } : { kind: 'workflow', name: to }
}

function dataOf(
  given: ReadonlyMap<string, Entry>,
  fields: readonly FormField[],
  span: Span,
  scope: Scope,
  writing: Writing,
): SentSignal['data'] {
  const data: SentSignal['data'][number][] = []
  const { report } = writing
  for (const { key, keySpan, value: tree } of given.values()) {
    const field = fields.find(({ name }) => name === key)
    const value = valueAt(writing, tree, scope, field?.valueType)
    if (field !== undefined && value !== undefined) data.push({ name: key, value })
    if (field !== undefined) continue
    const message = { en: `The signal does not tell \`${key}\`.`, ko: `이 신호에는 \`${key}\` 항목이 없습니다.` }
    const known = fields.map(({ name }) => name)
    report.say('unknown_signal', keySpan, message, hintFor(key, known))
  }
  for (const { name, optional } of fields) {
    if (optional || given.has(name)) continue
    const message = { en: `\`${name}\` of the signal is missing.`, ko: `신호의 \`${name}\` 항목이 없습니다.` }
    report.say('missing_key', span, message, { en: `Add it under \`data\`.`, ko: '`data`에 추가하세요.' })
  }
  return data
}

function distinct(all: readonly Named[], report: Report): readonly Named[] {
  const seen = new Set<string>()
  return all.filter(({ name, span }) => {
    if (!seen.has(name)) return seen.add(name)
    report.say('duplicate_key', span, { en: `\`${name}\` is named twice.`, ko: `\`${name}\`이(가) 두 번 있습니다.` })
    return false
  })
}

function signalNamed(name: string, span: Span, signals: readonly DeclaredSignal[], report: Report): number | undefined {
  const index = signals.findIndex((signal) => signal.name === name)
  if (index >= 0) return index
  const message = { en: `There is no signal \`${name}\` under \`signals\`.`, ko: `\`signals\`에 \`${name}\`이라는 신호가 없습니다.` }
  const known = signals.map((signal) => signal.name)
  const hint = hintFor(name, known) ?? { en: `Declare it: \`signals: { ${name}: {} }\`.`, ko: `선언하세요: \`signals: { ${name}: {} }\`` }
  report.say('unknown_signal', span, message, hint)
  return undefined
}
