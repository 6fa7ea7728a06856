import type { Type } from '#expression/type.ts'
import type { Axis, Fanout } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import { booleanAt, entriesOf, mapAt, numberAt } from './pick.ts'
import type { Entry } from './tree.ts'
import { type Scope, valueAt, type Writing } from './written.ts'

export interface CompiledAxes {
  readonly axes: readonly Axis[]
  readonly types: ReadonlyMap<string, Type>
}

export const noAxes: CompiledAxes = { axes: [], types: new Map() }

const listOfAny: Type = { kind: 'array', element: { kind: 'any' } }

/** Compiles the values of a stage's `foreach`. A variable whose values are wrong is still known, so that its uses are not wrong too. */
export function compileAxes({ entries, axisNames }: Outline, scope: Scope, writing: Writing): CompiledAxes {
  if (axisNames.length === 0) return noAxes
  const foreach = mapAt(entries, 'foreach')
  const axes: Axis[] = []
  const types = new Map<string, Type>()
  for (const name of axisNames) {
    const entry = foreach.get(name)
    const values = entry && axisValues(entry, scope, writing)
    types.set(name, values?.type.kind === 'array' ? values.type.element : { kind: 'any' })
    if (values && entry) axes.push({ name, values, at: writing.report.place(entry.keySpan) })
  }
  return { axes, types }
}

function axisValues(entry: Entry, scope: Scope, writing: Writing): Axis['values'] | undefined {
  const { value } = entry
  if (value.kind === 'text' && !value.value.includes('${{')) {
    const message = { en: `\`${entry.key}\` takes a list of values.`, ko: `\`${entry.key}\`에는 값의 목록이 와야 합니다.` }
    const hint = {
      en: `Write [a, b, c], or "\${{ ${value.value.slice(0, 40)} }}" for an expression.`,
      ko: `[a, b, c]처럼 쓰거나, 식이면 "\${{ ${value.value.slice(0, 40)} }}"로 쓰세요.`,
    }
    writing.report.say('expression_expected', value, message, hint)
    return undefined
  }
  return valueAt(writing, value, scope, listOfAny)
}

export function fanoutOf(outline: Outline, { axes }: CompiledAxes, writing: Writing): Fanout {
  if (outline.each !== undefined) return { kind: 'each', stage: outline.each }
  const foreach = outline.entries.get('foreach')
  if (foreach?.value.kind !== 'map') return { kind: 'single' }
  const zip = booleanAt(foreach.value.entries, 'zip') ?? false
  if (outline.axisNames.length === 0) {
    const message = { en: '`foreach` names no variable.', ko: '`foreach`에 변수가 없습니다.' }
    writing.report.say('bad_rule', foreach.keySpan, message)
  }
  if (zip) checkLengths(foreach, writing)
  const atMost = numberAt(foreach.value.entries, 'at_most')
  return { kind: 'foreach', axes, zip, ...(atMost === undefined ? {} : { atMost }) }
}

/** Lists that stand in the file can be compared now; those of expressions when the stage is expanded. */
function checkLengths(foreach: Entry, { report }: Writing): void {
  const lists = [...entriesOf(foreach.value).values()].flatMap(({ key, value }) =>
    value.kind === 'list' ? [{ key, length: value.items.length, tree: value }] : [],
  )
  const [first] = lists
  const other = lists.find(({ length }) => length !== first?.length)
  if (first === undefined || other === undefined) return
  const message = {
    en: `\`zip\` pairs lists of one length, but \`${first.key}\` has ${first.length} and \`${other.key}\` has ${other.length}.`,
    ko: `\`zip\`은 길이가 같은 목록을 짝짓는데 \`${first.key}\`은(는) ${first.length}개, \`${other.key}\`은(는) ${other.length}개입니다.`,
  }
  report.say('bad_rule', other.tree, message)
}
