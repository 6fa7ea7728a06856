import { mean, quantile, variance } from '../statistics.ts'
import { laggedProducts } from './autocovariance.ts'
import { normalQuantile } from './normal.ts'

/**
 * Convergence of several chains after A. Vehtari, A. Gelman, D. Simpson, B. Carpenter & P.-C. Bürkner, Bayesian Anal.
 * 16 (2021) 667: split in halves, rank-normalised, with Geyer's initial monotone sequence (C. J. Geyer, Stat. Sci. 7
 * (1992) 473) for the sum of autocorrelations. All chains have one length; a chain is a sequence of draws.
 */
export type Chains = readonly Float64Array[]

/** First and last half of each; the middle draw of an odd number is left out. */
function split(chains: Chains): Chains {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2)
    return [chain.subarray(0, half), chain.subarray(chain.length - half)]
  })
}

function pooled(chains: Chains): Float64Array {
  const all = new Float64Array(chains.reduce((total, chain) => total + chain.length, 0))
  let at = 0
  for (const chain of chains) {
    all.set(chain, at)
    at += chain.length
  }
  return all.sort()
}

/** How many of the ascending values are below `value`, or not above it. */
function countBelow(ascending: Float64Array, value: number, alsoEqual: boolean): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const here = ascending[middle] ?? 0
    if (here < value || (alsoEqual && here === value)) low = middle + 1
    else high = middle
  }
  return low
}

/** Normal scores of the ranks among all draws, (r − 3/8)/(S + 1/4) (G. Blom 1958); equal draws share their mean rank. */
function normalScores(chains: Chains): Chains {
  const ascending = pooled(chains)
  const count = ascending.length
  return chains.map((chain) =>
    chain.map((draw) => {
      const rank = (countBelow(ascending, draw, false) + 1 + countBelow(ascending, draw, true)) / 2
      return normalQuantile((rank - 0.375) / (count + 0.25))
    }),
  )
}

/** √((B/W + n − 1)/n): between-chain over within-chain variance. */
function plainRHat(chains: Chains): number {
  const n = chains[0]?.length ?? 0
  const between = n * variance(chains.map((chain) => mean(Array.from(chain))))
  const within = mean(chains.map((chain) => variance(Array.from(chain))))
  return Math.sqrt((between / within + n - 1) / n)
}

/** The larger of R̂ of the draws and of their distances from the median, each by ranks: location and scale. */
export function rankRHat(chains: Chains): number {
  const halves = split(chains)
  const median = quantile(pooled(halves), 0.5)
  const folded = halves.map((chain) => chain.map((draw) => Math.abs(draw - median)))
  return Math.max(plainRHat(normalScores(halves)), plainRHat(normalScores(folded)))
}

/** Effective sample size for the bulk of the law. */
export function bulkSize(chains: Chains): number {
  return effectiveSize(normalScores(split(chains)))
}

/** The smaller of the effective sample sizes for the 5 % and the 95 % quantile. */
export function tailSize(chains: Chains): number {
  const all = pooled(chains)
  const sizes = [0.05, 0.95].map((p) => {
    const bound = quantile(all, p)
    return effectiveSize(split(chains.map((chain) => chain.map((draw) => (draw <= bound ? 1 : 0)))))
  })
  return Math.min(...sizes)
}

function effectiveSize(chains: Chains): number {
  const n = chains[0]?.length ?? 0
  const total = n * chains.length
  if (chains.every((chain) => chain.every((draw) => draw === chains[0]?.[0]))) return total
  const means = chains.map((chain) => mean(Array.from(chain)))
  const covariance = meanCovariances(chains, means)
  const within = ((covariance[0] ?? 0) * n) / (n - 1)
  const between = chains.length > 1 ? variance(means) : 0
  const whole = (within * (n - 1)) / n + between
  const rho = (t: number) => 1 - (within - (covariance[t] ?? 0)) / whole
  const tau = Math.max(geyerSum(rho, n), 1 / Math.log10(total))
  return total / tau
}

/** Of lag t, over all chains, with n in the denominator. */
function meanCovariances(chains: Chains, means: readonly number[]): Float64Array {
  const n = chains[0]?.length ?? 0
  const sums = new Float64Array(n)
  chains.forEach((chain, index) => {
    const centre = means[index] ?? 0
    const products = laggedProducts(
      chain.map((draw) => draw - centre),
      n - 1,
    )
    for (let t = 0; t < n; t++) sums[t] = (sums[t] ?? 0) + (products[t] ?? 0) / n / chains.length
  })
  return sums
}

/** −1 + 2 Σ ρ(t) over pairs of lags whose sums are positive, and made to fall; the even lag after them counts once. */
function geyerSum(rho: (t: number) => number, n: number): number {
  const kept = [1, rho(1)]
  let t = 1
  let [even, odd] = [1, rho(1)]
  while (t < n - 3 && even + odd > 0) {
    even = rho(t + 1)
    odd = rho(t + 2)
    if (even + odd >= 0) {
      kept[t + 1] = even
      kept[t + 2] = odd
    }
    t += 2
  }
  const last = t - 2
  for (let at = 1; at <= last - 2; at += 2) {
    const before = (kept[at - 1] ?? 0) + (kept[at] ?? 0)
    if ((kept[at + 1] ?? 0) + (kept[at + 2] ?? 0) <= before) continue
    kept[at + 1] = before / 2
    kept[at + 2] = before / 2
  }
  let total = 0
  for (let at = 0; at <= last; at++) total += kept[at] ?? 0
  return -1 + 2 * total + (even > 0 ? even : (kept[last + 1] ?? 0))
}
