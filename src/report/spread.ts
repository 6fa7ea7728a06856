/** How a measured quantity is spread over many attempts or tasks. */
export interface Spread {
  readonly count: number
  readonly min: number
  readonly median: number
  readonly p90: number
  readonly max: number
  readonly mean: number
  readonly total: number
}

/** Null where nothing was measured. Quantiles are linear between neighbours (type 7 of Hyndman & Fan, 1996). */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  let total = 0
  for (const value of sorted) total += value
  return {
    count: sorted.length,
    min: sorted[0] ?? 0,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    max: sorted[sorted.length - 1] ?? 0,
    mean: total / sorted.length,
    total,
  }
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? 0
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low
  return low + (position - below) * (high - low)
}
