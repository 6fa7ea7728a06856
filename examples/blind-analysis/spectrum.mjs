// What is measured: a spectrum of invariant masses, in bins. Masses in GeV.

export const bins = { from: 100, to: 160, width: 0.5 }

/** Where a signal is looked for, and how wide it would be seen. Nobody looks at the counts in here before the procedure is settled. */
export const region = { from: 115, to: 145, step: 0.5, sigma: 1.5 }

export const masses = Array.from({ length: Math.round((bins.to - bins.from) / bins.width) }, (_, i) => bins.from + (i + 0.5) * bins.width)

export const isInside = (mass) => mass > region.from && mass < region.to

/** Masses at which a signal is tried. */
export const trials = Array.from(
  { length: Math.round((region.to - region.from) / region.step) + 1 },
  (_, i) => region.from + i * region.step,
)

/** Share of a Gaussian peak that falls into each bin. */
export function peakAt(mass, sigma = region.sigma) {
  return masses.map((middle) => phi((middle + bins.width / 2 - mass) / sigma) - phi((middle - bins.width / 2 - mass) / sigma))
}

/** The normal distribution, by the error function's rational approximation 7.1.26 in Abramowitz and Stegun (absolute error below 1e-7). */
export function phi(z) {
  const t = 1 / (1 + 0.3275911 * (Math.abs(z) / Math.SQRT2))
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp((-z * z) / 2)
  return z > 0 ? 1 - tail / 2 : tail / 2
}

/** Counts by chance: Knuth's product for small means; for large ones a sum of two halves. */
export function poisson(mean, generator) {
  if (mean > 30) return poisson(mean / 2, generator) + poisson(mean / 2, generator)
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; count++) product *= generator.uniform()
  return Math.max(0, count)
}
