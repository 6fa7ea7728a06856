import type { Json } from '#model/json.ts'

type Fields = { readonly [name: string]: unknown }

/**
 * What is wrong with a value that a program reports as a metric, in one line; undefined: nothing. It may be a number, a text, true,
 * false, null, an array of these, `{ value, unit, uncertainty }`, or a histogram `{ edges, counts, errors, unit }`.
 */
export function metricTrouble(metric: unknown): string | undefined {
  if (metric === null || typeof metric !== 'object') return undefined
  if (Array.isArray(metric)) return metric.every((each) => metricTrouble(each) === undefined) ? undefined : forms
  const fields = metric as Fields
  if (isHistogram(fields)) return histogramTrouble(fields)
  return isInParts(fields) ? undefined : forms
}

const forms =
  'must be a number, text, true or false, an array, {"value": …, "unit": …, "uncertainty": …} or {"edges": …, "counts": …, "unit": …}'

const partNames = new Set(['value', 'unit', 'uncertainty'])

function isInParts(parts: Fields): boolean {
  if (!('value' in parts) || !Object.keys(parts).every((name) => partNames.has(name))) return false
  const { unit = '', uncertainty = null } = parts
  return metricTrouble(parts.value) === undefined && typeof unit === 'string' && isUncertainty(uncertainty)
}

const uncertaintyNames = new Set(['statistical', 'systematic'])

/** One error, one for each element of an array, or the two kinds of it. */
function isUncertainty(uncertainty: unknown): boolean {
  if (isError(uncertainty) || Array.isArray(uncertainty)) return true
  if (typeof uncertainty !== 'object') return false
  const kinds = Object.entries(uncertainty as Fields)
  return kinds.length > 0 && kinds.every(([name, error]) => uncertaintyNames.has(name) && (isError(error) || Array.isArray(error)))
}

function isError(error: unknown): boolean {
  return error === null || typeof error === 'number'
}

/** Whether a metric is written as a histogram, which may still be a wrong one. */
export function isHistogram(fields: Fields): boolean {
  return 'edges' in fields && 'counts' in fields
}

const histogramNames = new Set(['edges', 'counts', 'errors', 'unit'])

function histogramTrouble(fields: Fields): string | undefined {
  const { edges, counts, errors, unit = '' } = fields
  const strange = Object.keys(fields).find((name) => !histogramNames.has(name))
  if (strange !== undefined) return `is a histogram, which has no ${JSON.stringify(strange)}`
  if (typeof unit !== 'string') return 'is a histogram whose "unit" is no text'
  if (!areNumbers(edges) || !areNumbers(counts)) return 'is a histogram whose "edges" and "counts" must be arrays of numbers'
  if (edges.length !== counts.length + 1)
    return `is a histogram with ${counts.length} counts and ${edges.length} edges; ${counts.length + 1} edges belong to them`
  const at = edges.findIndex((edge, index) => index > 0 && !(edge > (edges[index - 1] ?? edge)))
  if (at > 0) return `is a histogram whose edges do not increase: ${edges[at - 1]}, ${edges[at]}`
  if (errors !== undefined && (!areNumbers(errors) || errors.length !== counts.length))
    return `is a histogram with ${counts.length} counts, so "errors" must be as many numbers`
  return undefined
}

function areNumbers(values: unknown): values is readonly number[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'number')
}

/** A histogram as it is journalled: `counts[i]` lie between `edges[i]` and `edges[i + 1]`, which are in `unit`. */
export interface Histogram {
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  readonly errors?: readonly number[]
  readonly unit?: string
}

/** Undefined: no histogram, or none as it should be. */
export function histogramOf(json: Json | undefined): Histogram | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const fields = json as { readonly [name: string]: Json }
  return isHistogram(fields) && histogramTrouble(fields) === undefined ? (fields as unknown as Histogram) : undefined
}
