import { dimensionless } from '#expression/dimension.ts'
import type { Type } from '#expression/type.ts'
import type { Metric } from '#model/workflow.ts'
import { checkBareName } from './names.ts'
import { booleanAt, choiceAt, entriesOf, itemsAt, textAt, textsOf, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Tree } from './tree.ts'
import { declaredType } from './value-type.ts'

const metricTypes = ['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]', 'histogram'] as const

/** The metrics that a stage declares, with their errors; where they are found is compiled later. Undefined: it declares none, so that any may come. */
export function metricsOf(tree: Tree | undefined, report: Report): readonly Metric[] | undefined {
  if (tree?.kind !== 'map') return undefined
  const metrics: Metric[] = []
  for (const { key: name, keySpan, value } of tree.entries.values()) {
    if (!checkBareName(name, keySpan, report)) continue
    if (value.kind === 'list' || (value.kind === 'text' && value.value.includes('${{'))) sayNotDeclared(value, report)
    const details = entriesOf(value)
    const short = value.kind === 'text' ? metricTypes.find((type) => type === value.value) : undefined
    const type = short ?? choiceAt(details, 'type', metricTypes) ?? 'number'
    const unit = textAt(details, 'unit')
    const plain = declaredType(type === 'histogram' ? 'number' : type, textTreeAt(details, 'unit'), report)
    const metric = { name, unit, valueType: type === 'histogram' ? histogramType(plain) : plain, at: report.place(keySpan) }
    metrics.push(metric)
    for (const suffix of errorsOf(details)) metrics.push({ ...metric, name: `${name}_${suffix}` })
  }
  return metrics
}

function sayNotDeclared(tree: Tree, report: Report): void {
  const message = { en: 'Only a group shows metrics of other stages.', ko: '다른 단계의 메트릭을 보이는 것은 그룹뿐입니다.' }
  report.say('bad_value', tree, message, { en: 'Here stands a type, such as `number`.', ko: '여기에는 `number` 같은 형식을 씁니다.' })
}

function errorsOf(details: ReturnType<typeof entriesOf>): readonly string[] {
  if (booleanAt(details, 'uncertainty')) return ['error']
  const parts = textsOf(itemsAt(details, 'uncertainty')).map(({ value }) => value)
  return parts.length === 0 ? parts : ['error', ...new Set(parts)]
}

const numbers: Type = { kind: 'array', element: { kind: 'number', dimension: dimensionless } }

function histogramType(edge: Type): Type {
  const fields = new Map<string, Type>([
    ['edges', { kind: 'array', element: edge }],
    ['counts', numbers],
    ['errors', numbers],
  ])
  return { kind: 'record', fields }
}
