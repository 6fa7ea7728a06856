import type { FormField } from '#model/human.ts'
import type { Metric } from '#model/workflow.ts'
import { boundAt } from './bound.ts'
import { conform } from './conform.ts'
import { checkBareName } from './names.ts'
import { booleanAt, choiceAt, entriesOf, mapAt, textAt, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry, Tree } from './tree.ts'
import { baseType, declaredType } from './value-type.ts'
import type { Scope, Writing } from './written.ts'

const types = ['number', 'integer', 'string', 'boolean', 'number[]', 'integer[]', 'string[]', 'boolean[]'] as const

/** A field as far as other stages see it: the metric that its answer becomes. */
export type FieldOutline = Pick<FormField, 'name' | 'type' | 'array' | 'unit' | 'valueType' | 'at'> & Metric

/** The fields of a task's form. */
export function fieldsOf(task: ReadonlyMap<string, Entry>, report: Report): readonly FieldOutline[] {
  const fields: FieldOutline[] = []
  for (const { key: name, keySpan, value } of mapAt(task, 'form').values()) {
    if (!checkBareName(name, keySpan, report)) continue
    const details = entriesOf(value)
    const short = value.kind === 'text' ? types.find((type) => type === value.value) : undefined
    const type = short ?? choiceAt(details, 'type', types) ?? 'number'
    const valueType = declaredType(type, textTreeAt(details, 'unit'), report)
    const array = type.endsWith('[]')
    fields.push({ name, type: baseType(type), array, unit: textAt(details, 'unit'), valueType, at: report.place(keySpan) })
  }
  return fields
}

/** The whole form: with labels, bounds and choices. */
export function compileForm(
  task: ReadonlyMap<string, Entry>,
  fields: readonly FieldOutline[],
  scope: Scope,
  writing: Writing,
): FormField[] {
  const form = mapAt(task, 'form')
  return fields.map((field) => {
    const details = entriesOf(form.get(field.name)?.value)
    return {
      ...field,
      label: textAt(details, 'label'),
      min: boundAt(writing, details.get('min')?.value, scope, field.valueType),
      max: boundAt(writing, details.get('max')?.value, scope, field.valueType),
      choices: choicesOf(field, details.get('choices')?.value, writing.report),
      optional: booleanAt(details, 'optional') ?? false,
    }
  })
}

function choicesOf(field: FieldOutline, tree: Tree | undefined, report: Report): FormField['choices'] {
  if (tree?.kind !== 'list') return undefined
  const choices: (string | number)[] = []
  const one = { ...field, array: false, choices: undefined }
  for (const item of tree.items) {
    if (item.kind !== 'text' && item.kind !== 'number') continue
    const { problem } = conform(one, item.value, { min: undefined, max: undefined })
    if (problem) report.say(problem.code, item, problem.message, problem.hint)
    choices.push(item.value)
  }
  if (choices.length > 0 || tree.items.length > 0) return choices
  report.say('bad_value', tree, { en: 'There is nothing to choose from.', ko: '선택지가 없습니다.' })
  return undefined
}
