/** A span of numbers with round ones at which it is marked. */
export interface Scale {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

/**
 * A span that holds all the values, widened to round numbers, with about `wanted` ticks: steps are 1, 2 or 5 times a power of ten (P. Heckbert,
 * "Nice numbers for graph labels", Graphics Gems, 1990). Values that are not finite are left out.
 */
export function niceScale(values: Iterable<number>, wanted: number): Scale {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return { from: 0, to: 1, ticks: [0, 1] }
  if (low === high) {
    const around = low === 0 ? 1 : Math.abs(low) * 0.1
    low = Math.max(low - around, -Number.MAX_VALUE)
    high = Math.min(high + around, Number.MAX_VALUE)
  }
  const step = niceStep((high - low) / Math.max(1, wanted))
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const count = Math.min(100, last - first)
  const ticks = Array.from({ length: count + 1 }, (_, index) => rounded((first + index) * step, step)).filter(Number.isFinite)
  return { from: Math.min(low, ticks[0] ?? low), to: Math.max(high, ticks.at(-1) ?? high), ticks }
}

/** Without the dust of its multiplication; where the span is so narrow that this would move it, as it is. */
function rounded(tick: number, step: number): number {
  const short = Number(tick.toPrecision(12))
  return Math.abs(short - tick) < step / 100 ? short : tick
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  return power * (share <= 1.0001 ? 1 : share <= 2.0001 ? 2 : share <= 5.0001 ? 5 : 10)
}
