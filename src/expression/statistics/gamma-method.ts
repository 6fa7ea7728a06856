import { mean } from '../statistics.ts'
import { laggedProducts } from './autocovariance.ts'

/** What a correlated series tells of its mean; `tau` and `window` in steps of the series. */
export interface GammaResult {
  readonly mean: number
  readonly error: number
  readonly errorError: number
  readonly tau: number
  readonly tauError: number
  readonly window: number
}

/** How much longer than τ_int the exponential decay is taken to be (Wolff's S). */
const decay = 1.5

/**
 * The Γ-method of U. Wolff, Comput. Phys. Commun. 156 (2004) 143 (erratum 176 (2007) 383), for one replica:
 * τ_int = ½ + Σ ρ(t) up to a window W that balances the bias exp(−W/τ), τ = S/ln((2τ_int + 1)/(2τ_int − 1)), against
 * the statistical error √(W/N), with S = 1.5 (a W whose sum is not above zero, as in anticorrelated series, is passed
 * over); then the bias of order 1/N is taken out, as in his UWerr.
 * Undefined: no window up to half the series satisfies that, so the series is too short for its correlation.
 */
export function gammaMethod(values: readonly number[]): GammaResult | undefined {
  const n = values.length
  const centre = mean(values)
  const deviations = Float64Array.from(values, (value) => value - centre)
  const longest = Math.floor(n / 2)
  for (let lags = Math.min(64, longest); ; lags = Math.min(4 * lags, longest)) {
    const gamma = laggedProducts(deviations, lags).map((product, t) => product / (n - t))
    const window = windowOf(gamma, n)
    if (window !== undefined) return { mean: centre, ...summed(gamma, window, n) }
    if (lags === longest) return undefined
  }
}

/** The first W past which a larger window costs more than it brings. */
function windowOf(gamma: Float64Array, n: number): number | undefined {
  const variance = gamma[0] ?? 0
  let total = 0
  for (let t = 1; t < gamma.length; t++) {
    total += (gamma[t] ?? 0) / variance
    const tau = total <= 0 ? Number.EPSILON : decay / Math.log((total + 1) / total)
    if (1 + 2 * total > 0 && Math.exp(-t / tau) < tau / Math.sqrt(t * n)) return t
  }
  return undefined
}

function summed(gamma: Float64Array, window: number, n: number): Omit<GammaResult, 'mean'> {
  let spread = gamma[0] ?? 0
  for (let t = 1; t <= window; t++) spread += 2 * (gamma[t] ?? 0)
  // Each Γ(t) is too small by about the variance of the mean.
  const lacking = spread / n
  const unbiased = spread + (2 * window + 1) * lacking
  const tau = unbiased / (2 * ((gamma[0] ?? 0) + lacking))
  const error = Math.sqrt(unbiased / n)
  return {
    error,
    errorError: error * Math.sqrt((window + 0.5) / n),
    tau,
    tauError: 2 * tau * Math.sqrt((window + 0.5 - tau) / n),
    window,
  }
}
