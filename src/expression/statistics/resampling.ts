import { mean, quantile, sorted, sum, variance } from '../statistics.ts'
import { addSums, type BlockSums, type EstimatorName, estimate, noSums } from './block-sums.ts'
import { randomStream } from './random-stream.ts'

export interface Jackknife {
  readonly value: number
  readonly error: number
  readonly bias: number
}

/**
 * Error and bias from leaving out one block at a time (M. H. Quenouille, Biometrika 43 (1956) 353; J. W. Tukey 1958;
 * with blocks H. R. Künsch, Ann. Stat. 17 (1989) 1217): σ² = (k − 1)/k · Σ (θᵢ − θ̄)², bias = (k − 1)(θ̄ − θ).
 */
export function jackknife(name: EstimatorName, sums: BlockSums): Jackknife {
  const value = estimate(name, sums.whole, sums)
  const k = sums.blocks.length
  const without = sums.blocks.map((block) => {
    const rest = { ...sums.whole }
    addSums(rest, block, -1)
    return estimate(name, rest, sums)
  })
  const middle = mean(without)
  const squares = sum(without.map((each) => (each - middle) ** 2))
  return { value, error: Math.sqrt(((k - 1) / k) * squares), bias: (k - 1) * (middle - value) }
}

export interface Bootstrap {
  readonly value: number
  readonly error: number
  /** Ends of the middle 95 % of the resampled values. */
  readonly low: number
  readonly high: number
}

/**
 * Error and percentile interval from samples drawn with replacement (B. Efron, Ann. Stat. 7 (1979) 1), whole blocks at
 * a time (E. Carlstein, Ann. Stat. 14 (1986) 1171). The i-th block drawn is ⌊r·k/2³²⌋ for the next r of the stream.
 */
export function bootstrap(name: EstimatorName, sums: BlockSums, resamples: number, seed: number): Bootstrap {
  const next = randomStream(seed)
  const k = sums.blocks.length
  const drawn = new Array<number>(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    const total = noSums()
    for (let i = 0; i < k; i++) {
      const block = sums.blocks[Math.floor((next() / 0x1_0000_0000) * k)]
      if (block !== undefined) addSums(total, block, 1)
    }
    drawn[resample] = estimate(name, total, sums)
  }
  const ascending = sorted(drawn)
  return {
    value: estimate(name, sums.whole, sums),
    error: Math.sqrt(variance(drawn)),
    low: quantile(ascending, 0.025),
    high: quantile(ascending, 0.975),
  }
}
