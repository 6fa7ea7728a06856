import type { Json } from '#model/json.ts'
import type { MetricsAnswer } from '#operations/metrics.ts'
import { waiverText } from '#report/verdict-text.ts'

/** Metrics as CSV (RFC 4180): a line for each task, and one for each element of an array or bin of a histogram. */
export function metricsCsv({ metrics, waivers }: MetricsAnswer): readonly string[] {
  const lines = ['stage,task,label,metric,unit,index,x,value,error,statistical,systematic,origin,waived']
  for (const { stage, name, unit = '', values } of metrics) {
    for (const one of values) {
      const waived = (one.waivers ?? [])
        .flatMap((index) => waivers[index] ?? [])
        .map((waiver) => waiverText(waiver).en)
        .join('; ')
      const elements: readonly Json[] = Array.isArray(one.value) ? one.value : [one.value]
      for (const [index, value] of elements.entries()) {
        const at = (json: Json | undefined) => (Array.isArray(json) ? json[index] : json) ?? ''
        const place = Array.isArray(one.value) ? index : ''
        const x = one.edges === undefined ? (one.x ?? '') : ((one.edges[index] ?? 0) + (one.edges[index + 1] ?? 0)) / 2
        const cells: readonly Json[] = [stage, one.task, one.label, name, unit, place, x, value]
        lines.push([...cells, at(one.error), at(one.statistical), at(one.systematic), one.origin, waived].map(cellOf).join(','))
      }
    }
  }
  return lines
}

function cellOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
