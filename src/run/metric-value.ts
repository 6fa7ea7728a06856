import { type Dimension, sameDimension, unitOfDimension } from '#expression/dimension.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { isArray, valueFromJson } from '#expression/show.ts'
import type { Type } from '#expression/type.ts'
import { hasOwnZero, isQuantity, quantity, unitOf } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Metric } from '#model/workflow.ts'
import { type Histogram, histogramOf } from '#quality/metric-form.ts'

type Metrics = { readonly [name: string]: Json }

/**
 * A metric as expressions see it. A declared unit is the one that a plain number is in. `{ value, unit, uncertainty }`
 * is the value under its own name, and its uncertainty under `NAME_error` where that is not reported itself; an uncertainty in two
 * kinds is also `NAME_statistical` and `NAME_systematic`, and `NAME_error` both together, added in squares. A histogram is a record.
 */
export function metricValue(
  { definition }: { readonly definition: { readonly metrics: readonly Metric[] } },
  metrics: Metrics,
  name: string,
): Value | undefined {
  const json = Object.hasOwn(metrics, name) ? metrics[name] : errorWithin(metrics, name)
  if (json === undefined) return undefined
  const declared = definition.metrics.find((metric) => metric.name === name)
  const unit = declared?.unit
  const histogram = histogramOf(json)
  if (histogram !== undefined) return histogramValue(histogram, unit)
  const value = valueFromJson(eachWithUnit(json), declared?.valueType)
  return declared === undefined ? value : inDeclaredUnit(value, declared.valueType, unit ?? '', name)
}

/** Plain numbers are in the declared unit, those of an array too. */
function inDeclaredUnit(value: Value, type: Type, unit: string, name: string): Value {
  if (typeof value === 'number' && unit !== '') return quantity(value, unit)
  if (type.kind === 'array' && isArray(value)) return value.map((each) => inDeclaredUnit(each, type.element, unit, name))
  if (type.kind === 'number' && type.dimension !== undefined) checkUnit(value, type.dimension, name)
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

/** With edges in its own unit, else in the declared one. */
function histogramValue(histogram: Histogram, declared: string | undefined): Value {
  const { edges, counts, errors, unit = declared ?? '' } = histogram
  const inUnit = unit === '' ? edges : edges.map((value) => ({ value, unit }))
  return valueFromJson({ edges: inUnit, counts, ...(errors === undefined ? {} : { errors }) })
}

const kinds = ['statistical', 'systematic'] as const

/** The error of a metric that comes with it, by the name under which expressions know it. */
function errorWithin(metrics: Metrics, name: string): Json | undefined {
  const [, of = '', suffix = ''] = /^(.*)_(error|statistical|systematic)$/s.exec(name) ?? []
  if (!Object.hasOwn(metrics, of)) return suffix === 'error' ? together(metrics, of) : undefined
  const parts = partsOf(metrics[of])
  const error = errorOf(parts?.uncertainty, suffix) ?? (suffix === 'error' ? together(metrics, of) : undefined)
  if (error === undefined || error === null) return undefined
  const unit = typeof parts?.unit === 'string' ? parts.unit : ''
  // A difference of temperatures has no zero of its own.
  if (hasOwnZero(unit) && typeof error === 'number') return { value: error * unitOf(unit).factor, unit: 'K' }
  return unit === '' ? error : eachWithUnit({ value: error, unit })
}

/** Of two kinds `error` is both together; a single number is no kind. */
function errorOf(uncertainty: Json | undefined, suffix: string): Json | undefined {
  if (uncertainty === undefined || uncertainty === null) return undefined
  if (typeof uncertainty !== 'object' || Array.isArray(uncertainty)) return suffix === 'error' ? uncertainty : undefined
  const given = uncertainty as { readonly [kind: string]: Json }
  return suffix === 'error' ? inSquares(kinds.map((kind) => given[kind] ?? null).filter((one) => one !== null)) : given[suffix]
}

/** Both kinds reported under names of their own. */
function together(metrics: Metrics, of: string): Json | undefined {
  const reported = kinds
    .map((kind) => (Object.hasOwn(metrics, `${of}_${kind}`) ? (metrics[`${of}_${kind}`] ?? null) : null))
    .filter((one) => one !== null)
  return reported.length === 0 ? undefined : inSquares(reported)
}

/** Independent errors together, element by element where they are arrays; undefined for what are no errors. */
function inSquares(errors: readonly Json[]): Json | undefined {
  const [first] = errors
  if (errors.every((error) => typeof error === 'number')) return Math.hypot(...errors)
  if (!Array.isArray(first) || !errors.every((error) => Array.isArray(error) && error.length === first.length)) return undefined
  const sums = first.map((_: Json, index: number) => inSquares(errors.map((error) => (error as readonly Json[])[index] ?? null)))
  return sums.every((sum: Json | undefined) => sum !== undefined) ? sums : undefined
}

/** `{ value: [1, 2], unit: "eV" }` as an array of quantities. */
function eachWithUnit(json: Json): Json {
  const parts = partsOf(json)
  if (parts === undefined) return json
  if (!Array.isArray(parts.value)) return inOneError(parts)
  const { unit } = parts
  return typeof unit === 'string' && unit !== '' ? parts.value.map((value: Json) => ({ value, unit })) : parts.value
}

/** What values know is one error. */
function inOneError(parts: { readonly [part: string]: Json }): Json {
  const { uncertainty } = parts
  if (typeof uncertainty !== 'object' || uncertainty === null || Array.isArray(uncertainty)) return parts
  return { ...parts, uncertainty: errorOf(uncertainty, 'error') ?? null }
}

/** Undefined: not written in parts. */
function partsOf(json: Json | undefined): { readonly [part: string]: Json } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  return 'value' in json ? (json as { readonly [part: string]: Json }) : undefined
}
