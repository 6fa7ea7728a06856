import { add2, type Double2, double2, multiply2, numberOf2, subtract2, zero2 } from './double-double.ts'
import { congruent, dot, type NormalEquations, solve } from './least-squares.ts'

/**
 * A linear least-squares problem. `rowAt` gives the values of all basis functions at a point, well scaled; `back` turns
 * their coefficients into those that are wanted: c = back · a.
 */
export interface Basis {
  readonly size: number
  readonly rowAt: (point: number) => readonly Double2[]
  readonly back: readonly (readonly Double2[])[]
}

export interface Fit {
  readonly coefficients: readonly number[]
  readonly covariance: readonly (readonly number[])[]
  /** Σ (r/σ)²; without errors Σ r². */
  readonly chi2: number
  readonly dof: number
  readonly residuals: readonly number[]
}

/**
 * Fits by weights 1/σ². Without errors the covariance is scaled so that χ² per degree of freedom is one. All sums are
 * in 32 digits, so the result is right to nearly all digits of a double (NIST StRD: Filip, Longley, Wampler).
 * Undefined: the basis functions depend on one another at these points.
 */
export function leastSquares(basis: Basis, y: readonly number[], errors: readonly number[] | undefined): Fit | undefined {
  // Relative to the first error, so that the squares neither overflow nor vanish.
  const unit = errors?.[0] ?? 1
  const weights = errors?.map((error) => (unit / error) ** 2)
  const solution = solve(normalEquations(basis, y, weights))
  if (solution === undefined) return undefined
  const residuals = y.map((value, point) => {
    const fitted = dot(basis.rowAt(point), (k) => solution.coefficients[k] ?? zero2)
    return numberOf2(subtract2(double2(value), fitted))
  })
  const squares = residuals.reduce((total, residual, point) => total + (weights?.[point] ?? 1) * residual * residual, 0)
  const dof = y.length - basis.size
  const scale = errors === undefined ? squares / dof : unit * unit
  return {
    coefficients: basis.back.map((line) => numberOf2(dot(line, (k) => solution.coefficients[k] ?? zero2))),
    covariance: congruent(basis.back, solution.inverse).map((line) => line.map((each) => numberOf2(each) * scale)),
    chi2: squares / (unit * unit),
    dof,
    residuals,
  }
}

function normalEquations({ size, rowAt }: Basis, y: readonly number[], weights: readonly number[] | undefined): NormalEquations {
  const matrix = Array.from({ length: size }, () => new Array<Double2>(size).fill(zero2))
  const right = new Array<Double2>(size).fill(zero2)
  for (const [point, value] of y.entries()) {
    const row = rowAt(point)
    const weight = double2(weights?.[point] ?? 1)
    const target = double2(value)
    for (const [i, each] of row.entries()) {
      const weighted = weights === undefined ? each : multiply2(weight, each)
      right[i] = add2(right[i] ?? zero2, multiply2(weighted, target))
      const line = matrix[i] ?? []
      for (let j = 0; j <= i; j++) line[j] = add2(line[j] ?? zero2, multiply2(weighted, row[j] ?? zero2))
    }
  }
  for (let i = 0; i < size; i++) {
    const line = matrix[i] ?? []
    for (let j = i + 1; j < size; j++) line[j] = matrix[j]?.[i] ?? zero2
  }
  return { matrix, right }
}
