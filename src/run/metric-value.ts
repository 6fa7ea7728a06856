import { type Dimension, sameDimension, unitOfDimension } from '#expression/dimension.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { valueFromJson } from '#expression/show.ts'
import { hasOwnZero, isQuantity, quantity, unitOf } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Metric } from '#model/workflow.ts'

type Metrics = { readonly [name: string]: Json }

/**
 * A metric as expressions see it. A declared unit is the one that a plain number is in. `{ value, unit, uncertainty }`
 * is the value under its own name, and its uncertainty under `NAME_error` where that is not reported itself.
 */
export function metricValue(
  { definition }: { readonly definition: { readonly metrics: readonly Metric[] } },
  metrics: Metrics,
  name: string,
): Value | undefined {
  const json = Object.hasOwn(metrics, name) ? metrics[name] : errorWithin(metrics, name)
  if (json === undefined) return undefined
  const declared = definition.metrics.find((metric) => metric.name === name)
  const value = valueFromJson(eachWithUnit(json), declared?.valueType)
  const unit = declared?.unit
  if (typeof value === 'number' && unit !== undefined && unit !== '') return quantity(value, unit)
  if (declared?.valueType.kind === 'number' && declared.valueType.dimension !== undefined)
    checkUnit(value, declared.valueType.dimension, name)
  return value
}

/** What is reported in a unit of another kind than was declared is no value of this metric. */
function checkUnit(value: Value, declared: Dimension, name: string): void {
  if (typeof value !== 'object' || value === null || !isQuantity(value) || sameDimension(value.dimension, declared)) return
  const unit = unitOfDimension(declared)
  throw new EvaluationError('unit', {
    en: `\`${name}\` was reported in ${value.unit}, and is declared ${unit === '' ? 'without unit' : `in ${unit}`}.`,
    ko: `\`${name}\`의 단위가 ${value.unit}(으)로 보고되었는데 선언된 단위는 ${unit === '' ? '없습니다' : `${unit}입니다`}.`,
  })
}

const errorSuffix = '_error'

function errorWithin(metrics: Metrics, name: string): Json | undefined {
  const of = name.endsWith(errorSuffix) ? name.slice(0, -errorSuffix.length) : ''
  const parts = Object.hasOwn(metrics, of) ? partsOf(metrics[of]) : undefined
  const error = parts?.uncertainty
  if (error === undefined || error === null) return undefined
  const unit = typeof parts?.unit === 'string' ? parts.unit : ''
  // A difference of temperatures has no zero of its own.
  if (hasOwnZero(unit) && typeof error === 'number') return { value: error * unitOf(unit).factor, unit: 'K' }
  return unit === '' ? error : eachWithUnit({ value: error, unit })
}

/** `{ value: [1, 2], unit: "eV" }` as an array of quantities. */
function eachWithUnit(json: Json): Json {
  const parts = partsOf(json)
  if (parts === undefined || !Array.isArray(parts.value)) return json
  const { unit } = parts
  return typeof unit === 'string' && unit !== '' ? parts.value.map((value: Json) => ({ value, unit })) : parts.value
}

/** Undefined: not written in parts. */
function partsOf(json: Json | undefined): { readonly [part: string]: Json } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  return 'value' in json ? (json as { readonly [part: string]: Json }) : undefined
}
