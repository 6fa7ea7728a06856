import type { Expression } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import type { Value } from '#expression/value.ts'
import type { Parameter } from '#model/workflow.ts'
import { boundAt } from './bound.ts'
import { circles } from './circles.ts'
import { type Bounds, conform } from './conform.ts'
import { constantValue } from './constant.ts'
import { checkBareName } from './names.ts'
import { choiceAt, entriesOf, textAt, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry, Tree } from './tree.ts'
import { baseType, declaredType } from './value-type.ts'
import { valueAt, type Writing } from './written.ts'

const parameterTypes = ['integer', 'number', 'string', 'boolean', 'integer[]', 'number[]', 'string[]', 'boolean[]'] as const

type TypeName = (typeof parameterTypes)[number]

/** What the file says of its parameters. Those without a type take the type of their default. */
export function declaredParameters(entries: ReadonlyMap<string, Entry>, writing: Writing): readonly Parameter[] {
  const { report } = writing
  const usable = [...entries.values()].filter(({ key, keySpan }) => checkBareName(key, keySpan, report))
  const types = new Map<string, Type>(usable.map((entry) => [entry.key, statedType(entry.value, report) ?? { kind: 'any' }]))
  const parameters: Parameter[] = []
  for (const entry of usable) {
    const parameter = parameterOf(entry, types, writing)
    if (parameter === undefined) continue
    types.set(entry.key, parameter.valueType)
    parameters.push(parameter)
  }
  sayCircles(parameters, entries, report)
  for (const parameter of parameters) {
    const tree = entries.get(parameter.name)?.value
    checkChoices(parameter, tree, report)
    checkDefault(parameter, tree, report)
  }
  return parameters
}

/** What has a unit is a number, also where that is not said. */
function statedName(tree: Tree): TypeName | undefined {
  const details = entriesOf(tree)
  const type = choiceAt(details, 'type', parameterTypes)
  if (type !== undefined || !details.has('unit')) return type
  return details.get('default')?.value.kind === 'list' ? 'number[]' : 'number'
}

function statedType(tree: Tree, report: Report): Type | undefined {
  const type = statedName(tree)
  return type && declaredType(type, textTreeAt(entriesOf(tree), 'unit'), report)
}

function parameterOf({ key: name, keySpan, value }: Entry, types: ReadonlyMap<string, Type>, writing: Writing): Parameter | undefined {
  const details = entriesOf(value)
  const scope = (): Type => ({ kind: 'record', fields: types })
  const stated = statedName(value)
  const tree = value.kind === 'map' ? details.get('default')?.value : value
  const written = valueAt(writing, tree, scope, stated && types.get(name))
  const inferred = stated === undefined && written ? inferredType(written, tree) : undefined
  const type = stated ?? inferred?.type
  if (type === undefined) {
    if (written !== undefined || tree === undefined) sayUnknownType(writing.report, name, keySpan)
    return undefined
  }
  const valueType = stated ? (types.get(name) ?? { kind: 'any' }) : (inferred?.valueType ?? declaredType(type, undefined, writing.report))
  return {
    name,
    type: baseType(type),
    array: type.endsWith('[]'),
    unit: textAt(details, 'unit') ?? inferred?.unit,
    default: written,
    min: boundAt(writing, details.get('min')?.value, scope, valueType),
    max: boundAt(writing, details.get('max')?.value, scope, valueType),
    choices: choicesOf(details.get('choices')?.value),
    description: textAt(details, 'description'),
    valueType,
    at: writing.report.place(keySpan),
  }
}

function choicesOf(tree: Tree | undefined): Parameter['choices'] {
  if (tree?.kind !== 'list') return undefined
  return tree.items.flatMap((item) => (item.kind === 'text' || item.kind === 'number' ? [item.value] : []))
}

interface Inferred {
  readonly type: TypeName
  readonly unit: string | undefined
  readonly valueType: Type | undefined
}

/** The type that a default has by itself; undefined where only the run can tell. */
function inferredType(written: Expression, tree: Tree | undefined): Inferred | undefined {
  const array = written.type.kind === 'array'
  const element = written.type.kind === 'array' ? written.type.element : written.type
  const suffix = array ? '[]' : ''
  if (element.kind === 'string' || element.kind === 'boolean')
    return { type: `${element.kind}${suffix}`, unit: undefined, valueType: undefined }
  if (element.kind !== 'number' || element.dimension === undefined) return undefined
  if (element.dimension.every((exponent) => exponent === 0)) {
    const type = element.integer === true && isWrittenWhole(tree) ? 'integer' : 'number'
    return { type: `${type}${suffix}`, unit: undefined, valueType: undefined }
  }
  const unit = unitOf(written)
  return unit === undefined ? undefined : { type: `number${suffix}`, unit, valueType: written.type }
}

/** `2.0` and `1e5` are numbers that happen to be whole. */
function isWrittenWhole(tree: Tree | undefined): boolean {
  if (tree?.kind === 'list') return tree.items.every(isWrittenWhole)
  return tree?.kind !== 'number' || /^[-+]?\d+$/.test(tree.written)
}

function unitOf(written: Expression): string | undefined {
  const value = constantValue(written)
  const first = Array.isArray(value) ? (value as readonly Value[])[0] : value
  return typeof first === 'object' && first !== null && 'kind' in first && first.kind === 'quantity' ? first.unit : undefined
}

function sayUnknownType(report: Report, name: string, span: { start: number; end: number }): void {
  const message = { en: `The type of \`${name}\` cannot be told from its default.`, ko: `\`${name}\`의 형식을 기본값에서 알 수 없습니다.` }
  report.say('missing_key', span, message, {
    en: 'Say `type`, and `unit` where it has one.',
    ko: '`type`을 쓰고, 단위가 있으면 `unit`도 쓰세요.',
  })
}

function sayCircles(parameters: readonly Parameter[], entries: ReadonlyMap<string, Entry>, report: Report): void {
  const numbers = new Map(parameters.map(({ name }, index) => [name, index]))
  const following = parameters.map((parameter) =>
    (parameter.default?.references ?? []).flatMap(({ parts }) => numbers.get(parts[0] ?? '') ?? []),
  )
  for (const circle of circles(following)) {
    const names = circle.map((index) => parameters[index]?.name ?? '')
    const span = entries.get(names[0] ?? '')?.keySpan ?? { start: 0, end: 0 }
    const path = [...names, names[0]].join(' → ')
    report.say('parameter_cycle', span, { en: `Defaults refer to each other: ${path}.`, ko: `기본값이 서로를 참조합니다: ${path}.` })
  }
}

/** A choice that no value can be was meant otherwise. */
function checkChoices(parameter: Parameter, tree: Tree | undefined, report: Report): void {
  const list = entriesOf(tree).get('choices')?.value
  if (list?.kind !== 'list') return
  const bounds = boundsOf(parameter)
  for (const item of list.items) {
    if (item.kind !== 'text' && item.kind !== 'number') continue
    const { problem } = conform({ ...parameter, array: false, choices: undefined }, item.value, bounds)
    if (problem) report.say(problem.code, item, problem.message, problem.hint)
  }
}

function boundsOf({ min, max }: Parameter): Bounds {
  return { min: min && constantValue(min), max: max && constantValue(max) }
}

/** A default that is plain is checked at once, at its own place. */
function checkDefault(parameter: Parameter, tree: Tree | undefined, report: Report): void {
  const value = parameter.default && constantValue(parameter.default)
  if (value === undefined || tree === undefined) return
  const { problem } = conform(parameter, value, boundsOf(parameter))
  if (problem) report.say(problem.code, entriesOf(tree).get('default')?.value ?? tree, problem.message, problem.hint)
}
