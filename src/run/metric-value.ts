import { valueFromJson } from '#expression/show.ts'
import { hasOwnZero, quantity, unitOf } from '#expression/units.ts'
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
  return typeof value === 'number' && unit !== undefined && unit !== '' ? quantity(value, unit) : value
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
