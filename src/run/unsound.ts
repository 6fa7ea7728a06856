import type { Reference } from '#expression/compiled.ts'
import { siOf } from '#expression/measure.ts'
import { isArray } from '#expression/show.ts'
import type { Type } from '#expression/type.ts'
import { isUncertain } from '#expression/uncertain-value.ts'
import { isQuantity } from '#expression/units.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Metric } from '#model/workflow.ts'

/**
 * Why a check must not pass on what it names, in one line; undefined: all of it is sound. A comparison with NaN is seen where it is made;
 * here is what slips by without one (`len`, the first of a sorted list, the other side of an `or`), what is infinite, and what is of
 * another kind than declared. Parameters are not asked: an infinite threshold is somebody's wish.
 */
export function unsoundness(references: readonly Reference[], names: RecordValue, metrics: readonly Metric[]): string | undefined {
  for (const { parts } of references) {
    const declared = metrics.find(({ name }) => name === (parts[0] === 'metrics' ? parts[1] : parts[0]))
    if (declared === undefined && !parts.some((part) => part === 'metrics' || part === 'outputs')) continue
    const value = parts.reduce<Value | undefined>((at, part) => (at === undefined ? undefined : below(at, part)), names)
    if (value === undefined && declared?.from?.optional !== true && declared !== undefined) return `\`${parts.join('.')}\` is missing`
    if (value === undefined) continue
    const trouble =
      troubleWith(value, declared?.valueType) ?? (isError(declared?.name, metrics) && isNegative(value) ? 'negative' : undefined)
    if (trouble !== undefined) return `\`${parts.join('.')}\` ${isArray(value) ? 'holds what is' : 'is'} ${trouble}`
  }
  return undefined
}

/** Through a list, every element that has it. */
function below(value: Value, name: string): Value | undefined {
  if (value === null || typeof value !== 'object' || isQuantity(value) || isUncertain(value)) return undefined
  return isArray(value) ? value.flatMap((element) => below(element, name) ?? []) : value.get(name)
}

/** Of an array, the first element with any. What is in a record is asked for by its own name. */
function troubleWith(value: Value, type: Type | undefined): string | undefined {
  const kind = type?.kind ?? 'any'
  if (isArray(value)) {
    if (kind !== 'array' && kind !== 'any') return 'a list'
    for (const element of value) {
      const trouble = troubleWith(element, type?.kind === 'array' ? type.element : undefined)
      if (trouble !== undefined) return trouble
    }
    return undefined
  }
  if (value === null) return 'missing'
  if (typeof value === 'object' && !isQuantity(value) && !isUncertain(value)) return undefined
  if (typeof value === 'string' || typeof value === 'boolean') {
    return kind === typeof value || kind === 'any'
      ? undefined
      : `${typeof value === 'string' ? 'a text' : String(value)}, and no ${type?.kind}`
  }
  if (kind === 'string' || kind === 'boolean' || kind === 'array') return `a number, and no ${kind === 'string' ? 'text' : kind}`
  const si = isUncertain(value) ? value.si : siOf(value)
  if (Number.isNaN(si)) return 'NaN'
  return Number.isFinite(si) ? undefined : 'infinite'
}

/** Whether it is the error of another metric. */
function isError(name: string | undefined, metrics: readonly Metric[]): boolean {
  const [, of] = /^(.+)_(?:error|statistical|systematic)$/s.exec(name ?? '') ?? []
  return of !== undefined && metrics.some((metric) => metric.name === of)
}

function isNegative(value: Value): boolean {
  if (isArray(value)) return value.some(isNegative)
  return typeof value === 'number' ? value < 0 : typeof value === 'object' && value !== null && isQuantity(value) && value.si < 0
}
