import { valueFromJson } from '#expression/show.ts'
import { quantity } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { OwnedStage } from './owned.ts'

/** A metric as expressions see it. A declared unit is the one that a plain number is in. */
export function metricValue({ definition }: OwnedStage, metrics: { readonly [name: string]: Json }, name: string): Value | undefined {
  const json = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (json === undefined) return undefined
  const declared = definition.metrics.find((metric) => metric.name === name)
  const value = valueFromJson(json, declared?.valueType)
  const unit = declared?.unit
  return typeof value === 'number' && unit !== undefined && unit !== '' ? quantity(value, unit) : value
}
