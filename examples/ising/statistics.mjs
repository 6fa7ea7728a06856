// Means and honest errors of correlated series.

export function mean(values) {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/**
 * The integrated autocorrelation time τ = 1/2 + Σ ρ(t), in units of the distance between two measurements:
 * n correlated measurements are worth n / 2τ independent ones.
 *
 * The sum is cut at the first window W ≥ c τ(W) (Sokal, "Monte Carlo Methods in Statistical Mechanics", 1989, section 3):
 * a longer one adds noise, a shorter one bias of order exp(-c). The error is that of Madras and Sokal (1988).
 */
export function autocorrelationTime(series, c = 6) {
  const n = series.length
  const average = mean(series)
  const variance = covarianceAt(series, average, 0)
  if (!(variance > 0)) return { tau: 0.5, error: 0, window: 0 }
  let tau = 0.5
  for (let window = 1; window < n / 2; window++) {
    tau += covarianceAt(series, average, window) / variance
    if (window >= c * tau) return { tau, error: tau * Math.sqrt((4 * window + 2) / n), window }
  }
  return { tau: n, error: n, window: n } // never decorrelated: the series is too short to say
}

function covarianceAt(series, average, lag) {
  let sum = 0
  const count = series.length - lag
  for (let i = 0; i < count; i++) sum += (series[i] - average) * (series[i + lag] - average)
  return sum / count
}

/** The mean of a correlated series, its error σ √(2τ/n), and τ. */
export function meanWithError(series) {
  const n = series.length
  const value = mean(series)
  const { tau } = autocorrelationTime(series)
  return { value, error: Math.sqrt((covarianceAt(series, value, 0) / n) * Math.max(1, 2 * tau)), tau }
}

/**
 * How far the two halves of a series lie apart, in standard deviations of that difference; beyond 4 or so the series had not settled
 * when it began. The error is that of the second half for both: a first half that is still moving has a large error of its own, and would excuse itself.
 */
export function drift(series) {
  const half = Math.floor(series.length / 2)
  const first = mean(series.subarray(0, half))
  const second = meanWithError(series.subarray(series.length - half))
  return second.error > 0 ? (first - second.value) / (Math.SQRT2 * second.error) : 0
}

/** Means over `count` blocks of equal length; what does not fill a block at the end is left out. */
export function blockMeans(series, count) {
  const length = Math.floor(series.length / count)
  return Array.from({ length: count }, (_, block) => mean(series.subarray(block * length, (block + 1) * length)))
}

/**
 * Jackknife over blocks: `estimate` turns a list of means (one for each column) into a number.
 * Blocks must be much longer than the autocorrelation time; then the error holds for any smooth estimate.
 * `values` are the estimates with one block left out, from which covariances between estimates follow.
 */
export function jackknife(columns, estimate) {
  const blocks = columns[0].length
  const sums = columns.map((column) => mean(column) * blocks)
  const value = estimate(sums.map((sum) => sum / blocks))
  const values = Array.from({ length: blocks }, (_, left) => estimate(sums.map((sum, i) => (sum - columns[i][left]) / (blocks - 1))))
  return { value, error: Math.sqrt(jackknifeCovariance(values, values)), values }
}

/** Covariance of two estimates over the same blocks. */
export function jackknifeCovariance(a, b) {
  const meanA = mean(a)
  const meanB = mean(b)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - meanA) * (b[i] - meanB)
  return (sum * (a.length - 1)) / a.length
}

/**
 * Weighted linear least squares: coefficients of the basis functions given as rows of `design`,
 * for values with independent `errors`. Normal equations: the bases used here are small and well scaled.
 */
export function leastSquares(design, values, errors) {
  const size = design[0].length
  const matrix = Array.from({ length: size }, () => new Array(size).fill(0))
  const right = new Array(size).fill(0)
  design.forEach((row, i) => {
    const weight = 1 / (errors[i] * errors[i])
    for (let j = 0; j < size; j++) {
      right[j] += weight * row[j] * values[i]
      for (let k = 0; k < size; k++) matrix[j][k] += weight * row[j] * row[k]
    }
  })
  const covariance = inverse(matrix)
  const coefficients = covariance.map((row) => dot(row, right))
  const chi2 = design.reduce((sum, row, i) => sum + ((values[i] - dot(row, coefficients)) / errors[i]) ** 2, 0)
  return { coefficients, covariance, chi2, dof: values.length - size }
}

export function dot(a, b) {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Inverse of a small symmetric positive matrix, by Gauss and Jordan with pivoting. */
export function inverse(matrix) {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let i = column + 1; i < size; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    const scale = rows[column][column]
    if (scale === 0) throw new Error('the fit has more coefficients than the points can determine')
    rows[column] = rows[column].map((value) => value / scale)
    for (let i = 0; i < size; i++) {
      const factor = rows[i][column]
      if (i !== column && factor !== 0) rows[i] = rows[i].map((value, j) => value - factor * rows[column][j])
    }
  }
  return rows.map((row) => row.slice(size))
}

/** Least squares for values with a covariance: returned is a function, since a bootstrap asks for the same design many times. */
export function generalLeastSquares(design, covariance) {
  const weight = inverse(covariance)
  const weighted = design[0].map((_, j) =>
    weight.map((row) =>
      dot(
        row,
        design.map((line) => line[j]),
      ),
    ),
  ) // W D, by column
  const normal = weighted.map((column) =>
    design[0].map((_, k) =>
      dot(
        column,
        design.map((line) => line[k]),
      ),
    ),
  )
  const solve = inverse(normal)
  const of = (values) => {
    const coefficients = solve.map((row) =>
      dot(
        row,
        weighted.map((column) => dot(column, values)),
      ),
    )
    const residuals = values.map((value, i) => value - dot(design[i], coefficients))
    return {
      coefficients,
      chi2: dot(
        residuals,
        weight.map((row) => dot(row, residuals)),
      ),
    }
  }
  return { covariance: solve, of }
}

/** Covariance matrix of samples, each a list of numbers. */
export function covarianceOf(samples) {
  const means = samples[0].map((_, j) => mean(samples.map((sample) => sample[j])))
  return means.map((a, j) => means.map((b, k) => mean(samples.map((sample) => (sample[j] - a) * (sample[k] - b)))))
}

/** Standard deviation of resampled values: the bootstrap's error. */
export function spread(values) {
  const average = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - average) ** 2)))
}
