import { mean } from '../statistics.ts'

/** Statistics that follow from the sums of a sample's powers, so that leaving a block out or drawing it twice costs nothing. */
export const estimatorNames = ['mean', 'var', 'std', 'rms', 'binder'] as const
export type EstimatorName = (typeof estimatorNames)[number]

/** Σ (x − c), Σ (x − c)², Σ (x/s)², Σ (x/s)⁴: the first two around the sample's mean, so that a small spread keeps its digits. */
export interface PowerSums {
  count: number
  first: number
  second: number
  square: number
  fourth: number
}

export interface BlockSums {
  readonly centre: number
  /** The largest magnitude, so that fourth powers neither overflow nor vanish. */
  readonly scale: number
  readonly blocks: readonly PowerSums[]
  readonly whole: PowerSums
}

export function noSums(): PowerSums {
  return { count: 0, first: 0, second: 0, square: 0, fourth: 0 }
}

export function addSums(to: PowerSums, from: PowerSums, sign: 1 | -1): void {
  to.count += sign * from.count
  to.first += sign * from.first
  to.second += sign * from.second
  to.square += sign * from.square
  to.fourth += sign * from.fourth
}

/** The sums of each block of that length; what is left at the end and fills no block is left out. */
export function blockSums(values: readonly number[], length: number): BlockSums {
  const centre = mean(values)
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1
  const blocks: PowerSums[] = []
  const whole = noSums()
  for (let start = 0; start + length <= values.length; start += length) {
    const sums = noSums()
    for (let i = start; i < start + length; i++) addValue(sums, values[i] ?? Number.NaN, centre, scale)
    blocks.push(sums)
    addSums(whole, sums, 1)
  }
  return { centre, scale, blocks, whole }
}

function addValue(sums: PowerSums, value: number, centre: number, scale: number): void {
  const deviation = value - centre
  const square = (value / scale) ** 2
  sums.count += 1
  sums.first += deviation
  sums.second += deviation * deviation
  sums.square += square
  sums.fourth += square * square
}

/** A statistic of a sample whose sums are given. `binder` is U₄ = 1 − ⟨x⁴⟩/(3⟨x²⟩²) (K. Binder, Z. Phys. B 43 (1981) 119). */
export function estimate(name: EstimatorName, sums: PowerSums, { centre, scale }: BlockSums): number {
  const { count, first, second, square, fourth } = sums
  if (name === 'mean') return centre + first / count
  if (name === 'rms') return scale * Math.sqrt(square / count)
  if (name === 'binder') return 1 - (fourth * count) / (3 * square * square)
  const variance = Math.max(0, second - (first * first) / count) / (count - 1)
  return name === 'var' ? variance : Math.sqrt(variance)
}
