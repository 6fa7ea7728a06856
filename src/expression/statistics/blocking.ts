import { variance } from '../statistics.ts'

export interface Blocking {
  readonly error: number
  readonly errorError: number
  /** Values of the series in one block. */
  readonly block: number
  readonly blocks: number
}

/**
 * The error of a correlated series' mean from means of blocks, which are doubled in length until neighbours are
 * independent (H. Flyvbjerg & H. G. Petersen, J. Chem. Phys. 91 (1989) 461). The level is the first whose block
 * length B satisfies B³ > 2N·(err_B/err_1)⁴ (R. M. Lee et al., Phys. Rev. E 83 (2011) 066706).
 * Undefined: no level does, so the series is too short for its correlation.
 */
export function blocking(values: readonly number[]): Blocking | undefined {
  let means = values
  let single: number | undefined
  for (let block = 1; means.length >= 2; block *= 2) {
    const blocks = means.length
    const error = Math.sqrt(variance(means) / blocks)
    single ??= error
    if (block ** 3 > 2 * values.length * (error / single) ** 4)
      return { error, errorError: error / Math.sqrt(2 * (blocks - 1)), block, blocks }
    const next = new Array<number>(Math.floor(blocks / 2))
    for (let i = 0; i < next.length; i++) next[i] = ((means[2 * i] ?? 0) + (means[2 * i + 1] ?? 0)) / 2
    means = next
  }
  return undefined
}
