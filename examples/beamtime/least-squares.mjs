// Least squares: Levenberg and Marquardt's way down (D. W. Marquardt, SIAM J. Appl. Math. 11, 431, 1963), and what is known of the parameters there.

/**
 * Fits a model to points { value, error }, or with `counted` to counts, whose variance is then what the model expects (weights are renewed until nothing
 * changes, which gives the unbiased answer of maximum likelihood). `model(i, p)` returns { value, slopes }, the slopes by parameter.
 * Returns { parameters, covariance, chi2, freedom }.
 */
export function leastSquares(points, start, model, { counted = false, rounds = 60 } = {}) {
  let parameters = [...start]
  let damping = 1e-3
  let now = normalEquations(points, parameters, model, counted)
  for (let round = 0; round < rounds; round++) {
    const damped = now.matrix.map((row, i) => row.map((entry, j) => (i === j ? entry * (1 + damping) : entry)))
    const step = solve(damped, now.vector)
    const trial = parameters.map((value, i) => value + step[i])
    const next = normalEquations(points, trial, model, counted)
    // With weights that change, chi2 alone does not say what is better: small steps are always taken.
    const size = Math.max(...step.map((change, i) => Math.abs(change) * Math.sqrt(now.matrix[i][i])))
    if (next.chi2 <= now.chi2 || (counted && size < 0.5)) {
      parameters = trial
      now = next
      damping /= 10
      if (size < 1e-7) break
    } else damping *= 10
  }
  return { parameters, covariance: inverse(now.matrix), chi2: now.chi2, freedom: points.length - parameters.length }
}

function normalEquations(points, parameters, model, counted) {
  const n = parameters.length
  const matrix = Array.from({ length: n }, () => new Array(n).fill(0))
  const vector = new Array(n).fill(0)
  let chi2 = 0
  points.forEach((point, at) => {
    const { value, slopes } = model(at, parameters)
    const weight = counted ? 1 / Math.max(value, 0.5) : 1 / point.error ** 2
    const off = point.value - value
    chi2 += weight * off * off
    for (let i = 0; i < n; i++) {
      vector[i] += weight * slopes[i] * off
      for (let j = 0; j < n; j++) matrix[i][j] += weight * slopes[i] * slopes[j]
    }
  })
  return { matrix, vector, chi2 }
}

/** Gauss's elimination with pivots. */
export function solve(matrix, vector) {
  const rows = matrix.map((row, i) => [...row, vector[i]])
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = rows[row][column] / rows[column][column]
      for (let k = column; k <= n; k++) rows[row][k] -= factor * rows[column][k]
    }
  }
  return rows.map((row, i) => row[n] / row[i])
}

export function inverse(matrix) {
  const columns = matrix.map((_, i) =>
    solve(
      matrix,
      matrix.map((__, j) => (i === j ? 1 : 0)),
    ),
  )
  return matrix.map((_, i) => columns.map((column) => column[i]))
}
