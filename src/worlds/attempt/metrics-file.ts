import { readFileSync, statSync } from 'node:fs'
import type { Json } from '#model/json.ts'
import { metricTrouble } from '#quality/metric-form.ts'
import { oneLine } from './format.ts'

export type Metrics = { readonly [name: string]: Json }

const maxBytes = 16 << 20

/**
 * What a program wrote to `$PWOS_METRICS`: one JSON object, or one on each line, of which later ones win name by
 * name. What a value may be says `metricTrouble`.
 */
export function readMetrics(path: string): { readonly metrics: Metrics } | { readonly trouble: string } {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return { metrics: {} }
  if (size > maxBytes) return { trouble: `metrics file: ${size} bytes is too much; the limit is ${maxBytes}` }
  const text = readFileSync(path, 'utf8')
  const whole = parsed(text)
  if ('value' in whole) return checked(whole.value, 1)
  const metrics: { [name: string]: Json } = {}
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if ('trouble' in value) return { trouble: `metrics file, line ${at + 1}: ${value.trouble}` }
    const found = checked(value.value, at + 1)
    if ('trouble' in found) return found
    Object.assign(metrics, found.metrics)
  }
  return { metrics }
}

function parsed(text: string): { readonly value: unknown } | { readonly trouble: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const bare = /[[:,\s](-?(?:NaN|Infinity|nan|inf))\b/.exec(text)?.[1]
    if (bare !== undefined) return { trouble: `${bare} is not JSON; write null where there is no number` }
    return { trouble: oneLine(`not JSON: ${error instanceof Error ? error.message : ''}`) }
  }
}

function checked(value: unknown, line: number): { readonly metrics: Metrics } | { readonly trouble: string } {
  const at = `metrics file, line ${line}`
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { trouble: `${at}: an object is expected, {"name": value}` }
  for (const [name, metric] of Object.entries(value)) {
    const trouble = metricTrouble(metric)
    if (trouble !== undefined) return { trouble: oneLine(`${at}: the metric ${JSON.stringify(name)} ${trouble}`) }
  }
  return { metrics: value as Metrics }
}
