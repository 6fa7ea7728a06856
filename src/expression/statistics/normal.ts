import { erfc } from '../error-function.ts'

/** The standard normal law. Relative error below 1e-12, in the tails too, down to 1e-300. */

const rootTwoPi = Math.sqrt(2 * Math.PI)

/** The share above z. */
export function normalAbove(z: number): number {
  return 0.5 * erfc(z * Math.SQRT1_2)
}

/** ln of the share above z, also where the share itself is too small to be a number. */
export function logNormalAbove(z: number): number {
  if (z < -1) return Math.log1p(-normalAbove(-z))
  if (z < 5) return Math.log(normalAbove(z))
  // Mills' ratio as a continued fraction (NIST DLMF 7.9.1), from the inside out.
  let denominator = z
  for (let level = 100; level >= 1; level--) denominator = z + level / denominator
  return -0.5 * z * z - Math.log(denominator * rootTwoPi)
}

/**
 * The z below which a share p lies. From the rational approximation of Abramowitz & Stegun 26.2.23 (within 4.5e-4),
 * by Halley's steps on the logarithm of the smaller tail to full precision.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0) return Number.NEGATIVE_INFINITY
  if (p === 1) return Number.POSITIVE_INFINITY
  return p < 0.5 ? -above(p) : above(1 - p)
}

/** The z above which a share q ≤ ½ lies. */
function above(q: number): number {
  if (q === 0.5) return 0
  const wanted = Math.log(q)
  const t = Math.sqrt(-2 * wanted)
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 4; step++) {
    const logShare = logNormalAbove(z)
    const gap = logShare - wanted
    // The derivative of ln Q is −φ/Q, and the second one h(z − h) with h = φ/Q.
    const hazard = Math.exp(-0.5 * z * z - logShare) / rootTwoPi
    const newton = gap / hazard
    z += newton / (1 + 0.5 * newton * (z - hazard))
  }
  return z
}
