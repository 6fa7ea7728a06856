export function mean(values) {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Mean of independent values (such as means over blocks much longer than any correlation) and its standard error. */
export function meanWithError(values) {
  const value = mean(values)
  let sum = 0
  for (const one of values) sum += (one - value) ** 2
  return { value, error: Math.sqrt(sum / (values.length * (values.length - 1))) }
}

/** The part of two series that moves together: mean of (a - <a>)(b - <b>). */
export function covariance(a, b) {
  const meanA = mean(a)
  const meanB = mean(b)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - meanA) * (b[i] - meanB)
  return sum / a.length
}

/** The straight line through points of equal weight. */
export function line(x, y) {
  const slope = covariance(x, y) / covariance(x, x)
  return { slope, intercept: mean(y) - slope * mean(x) }
}

/** Means over `count` blocks of equal length; what does not fill a block at the end is left out. */
export function blockMeans(series, count) {
  const length = Math.floor(series.length / count)
  return Array.from({ length: count }, (_, block) => mean(series.slice(block * length, (block + 1) * length)))
}
