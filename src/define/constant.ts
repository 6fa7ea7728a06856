import type { Expression, Template } from '#expression/compiled.ts'
import { dimensionless } from '#expression/dimension.ts'
import { recordOf } from '#expression/record.ts'
import type { Type } from '#expression/type.ts'
import { quantity } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'

/** A value that stands in the file itself, as an expression. */
export function constantExpression(value: number | string | boolean): Expression {
  return { source: JSON.stringify(value), type: typeOf(value), references: [], evaluate: () => value }
}

function typeOf(value: number | string | boolean): Type {
  if (typeof value === 'number') return { kind: 'number', dimension: dimensionless, integer: Number.isInteger(value) }
  return typeof value === 'string' ? { kind: 'string' } : { kind: 'boolean' }
}

/** A quantity that stands in the file itself; its unit must be known. */
export function quantityExpression(value: number, unit: string): Expression {
  const made = quantity(value, unit)
  return { source: `${value} ${unit}`, type: { kind: 'number', dimension: made.dimension }, references: [], evaluate: () => made }
}

/** A list whose elements stand in the file. */
export function listExpression(items: readonly Expression[]): Expression {
  const references = items.flatMap((item) => item.references)
  const source = `[${items.map((item) => item.source).join(', ')}]`
  const type: Type = { kind: 'array', element: commonType(items.map((item) => item.type)) }
  if (references.length > 0) return { source, type, references, evaluate: (environment) => items.map((item) => item.evaluate(environment)) }
  const nothing = recordOf({})
  const values = items.map((item) => item.evaluate(nothing))
  return { source, type, references, evaluate: () => values }
}

function commonType(types: readonly Type[]): Type {
  const [first] = types
  if (first === undefined || types.some((type) => type.kind !== first.kind)) return { kind: 'any' }
  if (first.kind !== 'number') return first
  const numbers = types.filter((type) => type.kind === 'number')
  const same = numbers.every((type) => String(type.dimension) === String(first.dimension))
  return { kind: 'number', dimension: same ? first.dimension : undefined, integer: numbers.every((type) => type.integer === true) }
}

/** A text with `${{ }}` among other words: always a text. */
export function templateExpression(template: Template): Expression {
  return {
    source: template.source,
    type: { kind: 'string' },
    references: template.references,
    evaluate: (environment) => template.render(environment, (value) => value),
  }
}

/** The value of an expression without names; undefined where it has some, or fails. */
export function constantValue(expression: Expression): Value | undefined {
  if (expression.references.length > 0) return undefined
  try {
    return expression.evaluate(recordOf({}))
  } catch {
    return undefined
  }
}
