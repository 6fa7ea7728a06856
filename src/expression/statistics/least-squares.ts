import { add2, type Double2, divide2, double2, multiply2, negate2, root2, subtract2, zero2 } from './double-double.ts'

/** A symmetric system of normal equations, XᵀWX c = XᵀWy; the matrix row by row, all of it. */
export interface NormalEquations {
  readonly matrix: readonly (readonly Double2[])[]
  readonly right: readonly Double2[]
}

export interface Solution {
  readonly coefficients: readonly Double2[]
  /** (XᵀWX)⁻¹ */
  readonly inverse: readonly (readonly Double2[])[]
}

/**
 * Solves by Cholesky's method in 32 digits, so that what squaring the condition number costs is still left over.
 * Undefined: the columns depend on one another, to those digits.
 */
export function solve({ matrix, right }: NormalEquations): Solution | undefined {
  const factor = factorOf(matrix)
  if (factor === undefined) return undefined
  const size = right.length
  const columns = right.map((_, column) =>
    solved(
      factor,
      right.map((_each, row) => double2(row === column ? 1 : 0)),
    ),
  )
  const inverse = Array.from({ length: size }, (_, row) => columns.map((column) => column[row] ?? zero2))
  return { coefficients: solved(factor, right), inverse }
}

/** A pivot that has lost so much of its diagonal is nothing but rounding. */
const negligible = 1e-26

/** L of LLᵀ, lower triangle. */
function factorOf(matrix: readonly (readonly Double2[])[]): readonly (readonly Double2[])[] | undefined {
  const factor: Double2[][] = []
  for (const [row, entries] of matrix.entries()) {
    const line: Double2[] = []
    for (let column = 0; column <= row; column++) {
      const other = column === row ? line : (factor[column] ?? [])
      let rest = entries[column] ?? zero2
      for (let k = 0; k < column; k++) rest = subtract2(rest, multiply2(line[k] ?? zero2, other[k] ?? zero2))
      const diagonal = entries[row]?.high ?? 0
      if (column === row && !(rest.high > negligible * diagonal)) return undefined
      line.push(column === row ? root2(rest) : divide2(rest, other[column] ?? zero2))
    }
    factor.push(line)
  }
  return factor
}

/** Forward with L, then backward with Lᵀ. */
function solved(factor: readonly (readonly Double2[])[], right: readonly Double2[]): readonly Double2[] {
  const size = right.length
  const forward: Double2[] = []
  for (const [row, line] of factor.entries()) {
    let rest = right[row] ?? zero2
    for (let k = 0; k < row; k++) rest = subtract2(rest, multiply2(line[k] ?? zero2, forward[k] ?? zero2))
    forward.push(divide2(rest, line[row] ?? zero2))
  }
  const back = new Array<Double2>(size).fill(zero2)
  for (let row = size - 1; row >= 0; row--) {
    let rest = forward[row] ?? zero2
    for (let k = row + 1; k < size; k++) rest = add2(rest, negate2(multiply2(factor[k]?.[row] ?? zero2, back[k] ?? zero2)))
    back[row] = divide2(rest, factor[row]?.[row] ?? zero2)
  }
  return back
}

/** T·A·Tᵀ, for going over to other coefficients. */
export function congruent(t: readonly (readonly Double2[])[], a: readonly (readonly Double2[])[]): readonly (readonly Double2[])[] {
  const left = t.map((line) => a.map((_, column) => dot(line, (k) => a[k]?.[column] ?? zero2)))
  return left.map((line) => t.map((other) => dot(line, (k) => other[k] ?? zero2)))
}

export function dot(line: readonly Double2[], other: (k: number) => Double2): Double2 {
  let total = zero2
  for (const [k, each] of line.entries()) total = add2(total, multiply2(each, other(k)))
  return total
}
