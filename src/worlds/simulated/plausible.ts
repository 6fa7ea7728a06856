import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { isQuantity, valueIn } from '#expression/units.ts'
import type { RecordValue } from '#expression/value.ts'
import type { FormField, HumanTask } from '#model/human.ts'
import type { Json } from '#model/json.ts'

/** Answers that a form takes: the middle of the bounds, the first of the choices. What is optional is left out. */
export function plausibleAnswers({ form }: Pick<HumanTask, 'form'>, names: RecordValue | undefined): { readonly [field: string]: Json } {
  const fields = form.filter(({ optional }) => !optional)
  return Object.fromEntries(fields.map((field) => [field.name, field.array ? [plausible(field, names)] : plausible(field, names)]))
}

function plausible({ type, choices, min, max, unit }: FormField, names: RecordValue | undefined): Json {
  const [first] = choices ?? []
  if (first !== undefined) return first
  if (type === 'boolean') return true
  if (type === 'string') return 'done'
  const [low, high] = [numberOf(min, unit, names), numberOf(max, unit, names)]
  const middle = low === undefined || high === undefined ? (low ?? high ?? 1) : (low + high) / 2
  return type === 'integer' ? Math.ceil(middle) : middle
}

/** In the unit of the field. */
function numberOf(bound: Expression | undefined, unit: string | undefined, names: RecordValue | undefined): number | undefined {
  if (bound === undefined || names === undefined) return undefined
  try {
    const value = bound.evaluate(names)
    if (isQuantity(value)) return valueIn(value, unit ?? value.unit)
    return typeof value === 'number' ? value : undefined
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}
