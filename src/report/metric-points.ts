import type { Json } from '#model/json.ts'
import type { MetricFact } from './metric-facts.ts'

/** What is drawn of a metric: numbers over its tasks, or the first array over its places, or the first histogram over its bins. */
export interface MetricPoints {
  readonly points: readonly { readonly x: number; readonly y: number; readonly error?: number; readonly says?: string }[]
  readonly bars: boolean
  readonly xName: string | undefined
}

/** The points of a metric; none where there are no numbers. */
export function metricPoints({ values, axis, unit }: MetricFact): MetricPoints {
  const [first] = values
  if (first?.histogram !== undefined) {
    const { edges, counts } = first.histogram
    const middle = (index: number) => ((edges[index] ?? 0) + (edges[index + 1] ?? 0)) / 2
    return { points: counts.map((y, index) => ({ x: middle(index), y })), bars: true, xName: unit }
  }
  if (first !== undefined && Array.isArray(first.value)) {
    return { points: first.value.flatMap((y: Json, x: number) => (typeof y === 'number' ? [{ x, y }] : [])), bars: false, xName: undefined }
  }
  const points = values.flatMap(({ value: y, error, x, task, label: says }) => {
    if (typeof y !== 'number') return []
    return [{ x: x ?? task, y, says, ...(typeof error === 'number' ? { error } : {}) }]
  })
  return { points, bars: false, xName: axis ?? 'task' }
}
