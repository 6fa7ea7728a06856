import { isQuantity, valueIn } from '#expression/units.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { FormField } from '#model/human.ts'
import type { Json } from '#model/json.ts'
import type { Problem } from '#model/problem.ts'
import type { Misfit } from './conform.ts'
import { hintFor } from './names.ts'
import { problemCodes } from './problem-codes.ts'
import { conformWithin, readGiven } from './read-value.ts'

export interface ReadAnswers {
  /** By field: what the stage reports as its metrics; numbers in the unit of their field. */
  readonly values: { readonly [name: string]: Json }
  /** Without places: answers do not stand in the file. */
  readonly problems: readonly Problem[]
}

/**
 * What a person answered to a form, as text (`12.5`, `0.3 g`) or as JSON, checked like values of parameters. `environment` has
 * the names that bounds may use. An optional field may be left out, or answered by nothing at all.
 */
export function readAnswers(
  form: readonly FormField[],
  given: { readonly [name: string]: string | Json },
  environment: RecordValue,
): ReadAnswers {
  const problems: Problem[] = []
  const say = ({ code, message, hint }: Misfit) =>
    problems.push({ code, level: problemCodes[code].level, at: undefined, message, ...(hint ? { hint } : {}) })
  const fields = new Set(form.map(({ name }) => name))
  for (const name of Object.keys(given)) if (!fields.has(name)) say(notAsked(name, fields))
  const values: [string, Json][] = []
  for (const field of form) {
    const answer = Object.hasOwn(given, field.name) ? given[field.name] : undefined
    if (answer === undefined || answer === null || (answer === '' && (field.optional || field.type !== 'string'))) {
      if (!field.optional) say(notAnswered(field))
      continue
    }
    const read = readGiven(field, answer)
    const conformed = read.problem ? read : conformWithin(field, read.value, environment)
    if (conformed.problem) say(conformed.problem)
    else values.push([field.name, inUnit(conformed.value, field.unit)])
  }
  return { values: Object.fromEntries(values), problems }
}

function inUnit(value: Value, unit: string | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Value[]).map((element) => inUnit(element, unit))
  const plain = isQuantity(value) ? valueIn(value, unit ?? value.unit) : (value as Json)
  // JSON has no −0.
  return typeof plain === 'number' ? plain + 0 : plain
}

function notAsked(name: string, fields: ReadonlySet<string>): Misfit {
  const message = { en: `\`${name}\` is not asked for.`, ko: `\`${name}\`은(는) 묻지 않은 항목입니다.` }
  const hint = hintFor(name, fields)
  return { code: 'unknown_answer', message, ...(hint ? { hint } : {}) }
}

function notAnswered({ name, label, unit }: FormField): Misfit {
  const what = label === undefined ? `\`${name}\`` : `\`${name}\` (${label})`
  const of = unit === undefined ? '' : ` [${unit}]`
  return { code: 'missing_answer', message: { en: `${what}${of} must be answered.`, ko: `${what}${of}에 답해야 합니다.` } }
}
