import { compileExpression } from '#expression/compile.ts'
import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import { valueFromJson } from '#expression/show.ts'
import type { Type } from '#expression/type.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Parameter } from '#model/workflow.ts'
import { conform, type Declared, type Misfit } from './conform.ts'

/** What is declared of a value that someone gives: of a parameter, or of an answer in a form. */
type Asked = Declared & Pick<Parameter, 'valueType' | 'min' | 'max'>

/** A value, or why there is none. */
export type Read = { readonly value: Value; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: Misfit }

/** Evaluates, or says why that cannot be. */
export function evaluated(expression: Expression, environment: RecordValue): Read {
  try {
    return { value: expression.evaluate(environment) }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return { problem: { code: 'evaluation_failed', message: error.text, ...(error.hint ? { hint: error.hint } : {}) } }
  }
}

/** A value as it is declared, within bounds that may hang on `environment`. */
export function conformWithin(parameter: Asked, value: Value, environment: RecordValue): Read {
  const min = parameter.min && evaluated(parameter.min, environment)
  const max = parameter.max && evaluated(parameter.max, environment)
  return conform(parameter, value, { min: min?.value, max: max?.value })
}

/** A value that was given as text or as JSON. */
export function readGiven(parameter: Asked, given: string | Json): Read {
  if (typeof given === 'string') return readText(parameter, given)
  if (!Array.isArray(given)) return fromJson(parameter, given)
  const values: Value[] = []
  for (const item of given as readonly Json[]) {
    const read = typeof item === 'string' ? readText({ ...parameter, array: false }, item) : fromJson(parameter, item)
    if (read.problem) return read
    values.push(read.value)
  }
  return { value: values }
}

/** A quantity in a parameters file has the form in which `--json` shows it. */
function fromJson(parameter: Asked, given: Json): Read {
  const type = parameter.valueType.kind === 'array' ? parameter.valueType.element : parameter.valueType
  try {
    return { value: valueFromJson(given, type) }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return { problem: { code: 'bad_type', message: error.text } }
  }
}

/** A value as people type it. Texts are taken as they are; all else is read as an expression, and a list also without its brackets. */
function readText(parameter: Asked, text: string): Read {
  if (parameter.type === 'string') return parameter.array ? readTexts(parameter, text) : { value: text }
  const bare = text.trim()
  const whole = compileExpression(bare, emptyScope)
  const list = parameter.array && whole.expression?.type.kind !== 'array' ? compileExpression(`[${bare}]`, emptyScope) : whole
  const { expression, problems } = list.expression ? list : whole
  if (expression) return evaluated(expression, recordOf({}))
  const type = `${parameter.type}${parameter.array ? '[]' : ''}`
  const [first] = problems
  const message = {
    en: `\`${parameter.name}\` takes ${type}, but \`${text}\` is none: ${first?.message.en ?? ''}`,
    ko: `\`${parameter.name}\`의 형식은 ${type}인데 \`${text}\`은(는) 그렇지 않습니다: ${first?.message.ko ?? ''}`,
  }
  return { problem: { code: 'bad_type', message, ...(first?.hint ? { hint: first.hint } : {}) } }
}

const emptyScope: Type = { kind: 'record', fields: new Map() }

/** A list of texts: JSON, or words with commas between. */
function readTexts(parameter: Asked, text: string): Read {
  if (!text.trim().startsWith('[')) return { value: text === '' ? [] : text.split(',').map((word) => word.trim()) }
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return { value: list }
  } catch {
    // Said below: whatever it is, it is not what was asked for.
  }
  const message = {
    en: `\`${parameter.name}\` takes a JSON list of texts.`,
    ko: `\`${parameter.name}\`에는 JSON 텍스트 목록이 와야 합니다.`,
  }
  return { problem: { code: 'bad_type', message } }
}
