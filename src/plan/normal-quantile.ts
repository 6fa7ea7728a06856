/**
 * The standard normal value below which this share of the distribution lies, 0 < `probability` < 1: rational
 * approximations by Peter Acklam (2003), relative error below 1.2e-9.
 */
export function normalQuantile(probability: number): number {
  if (probability < tailFrom) return tail(Math.sqrt(-2 * Math.log(probability)))
  if (probability > 1 - tailFrom) return -tail(Math.sqrt(-2 * Math.log(1 - probability)))
  const q = probability - 0.5
  const r = q * q
  const above =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r
  return ((above + 2.506628277459239) * q) / (below + 1)
}

const tailFrom = 0.02425

function tail(q: number): number {
  const above =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q
  const below = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137003142) * q + 3.754408661907416) * q
  return (above + 2.938163982698783) / (below + 1)
}
