import { betaTerm } from './saddle-point.ts'

/**
 * How likely the largest distance between a sample of n and the law that it was drawn from is above d (two-sided).
 * To n = 1000 it is exact (relative error below 1e-9): by the matrix of G. Marsaglia, W. W. Tsang & J. Wang, J. Stat.
 * Softw. 8 (2003) 18, and in the tail, where both sides cannot be far at once, by twice the one-sided law. Past that,
 * the expansion of W. Pelz & I. J. Good, J. R. Stat. Soc. B 38 (1976) 152 (relative error below 2e-5). The choice
 * among them follows R. Simard & P. L'Ecuyer, J. Stat. Softw. 39 (2011) 11.
 */
export function kolmogorovAbove(n: number, d: number): number {
  if (2 * n * d <= 1) return 1
  if (d >= 1) return 0
  const square = n * d * d
  if (d >= 0.5 || square >= 4.5) return Math.min(1, 2 * oneSidedAbove(n, d))
  if (n <= 1000) return 1 - exactBelow(n, d)
  // What the two sides have in common is the second term of the limit law's series.
  if (square >= 2) return 2 * oneSidedAbove(n, d) - 2 * Math.exp(-8 * square)
  return 1 - expandedBelow(n, d)
}

/** Z. W. Birnbaum & F. H. Tingey, Ann. Math. Stat. 22 (1951) 592: d Σ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j). */
function oneSidedAbove(n: number, d: number): number {
  let total = (1 - d) ** n
  for (let j = 1; j < n * (1 - d); j++) {
    const x = d + j / n
    total += (d / x) * betaTerm(j, n - j, x, (n - j) / n - d)
  }
  return total
}

/** n!/nⁿ times the middle of the n-th power of a matrix of size 2k − 1, k = ⌊nd⌋ + 1. */
function exactBelow(n: number, d: number): number {
  const k = Math.floor(n * d) + 1
  const power = matrixPower(durbinMatrix(k, k - n * d), 2 * k - 1, n)
  let value = power.matrix[(k - 1) * (2 * k - 1) + k - 1] ?? Number.NaN
  let exponent = power.exponent
  for (let i = 1; i <= n; i++) {
    value *= i / n
    if (value < 1e-140) {
      value *= 1e140
      exponent -= 140
    }
  }
  return value * 10 ** exponent
}

function durbinMatrix(k: number, h: number): Float64Array {
  const size = 2 * k - 1
  const at = (row: number, column: number) => row * size + column
  const matrix = new Float64Array(size * size)
  for (let row = 0; row < size; row++) for (let column = 0; column < Math.min(size, row + 2); column++) matrix[at(row, column)] = 1
  const lessen = (index: number, by: number) => {
    matrix[index] = (matrix[index] ?? 0) - by
  }
  for (let i = 0; i < size; i++) {
    lessen(at(i, 0), h ** (i + 1))
    lessen(at(size - 1, i), h ** (size - i))
  }
  if (2 * h > 1) lessen(at(size - 1, 0), -((2 * h - 1) ** size))
  const factorials = new Float64Array(size + 2).fill(1)
  for (let i = 1; i < factorials.length; i++) factorials[i] = (factorials[i - 1] ?? 1) * i
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++)
      matrix[at(row, column)] = (matrix[at(row, column)] ?? 0) / (factorials[row - column + 1] ?? 1)
  return matrix
}

interface Scaled {
  readonly matrix: Float64Array
  /** The matrix is to be multiplied by ten to this power. */
  readonly exponent: number
}

function matrixPower(matrix: Float64Array, size: number, n: number): Scaled {
  let result: Scaled | undefined
  let square: Scaled = { matrix, exponent: 0 }
  for (let left = n; ; ) {
    if (left % 2 === 1) result = result === undefined ? square : product(result, square, size)
    left = Math.floor(left / 2)
    if (left === 0) return result ?? square
    square = product(square, square, size)
  }
}

function product(a: Scaled, b: Scaled, size: number): Scaled {
  const matrix = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a.matrix[row * size + inner] ?? 0
      if (factor === 0) continue
      for (let column = 0; column < size; column++) {
        matrix[row * size + column] = (matrix[row * size + column] ?? 0) + factor * (b.matrix[inner * size + column] ?? 0)
      }
    }
  }
  const exponent = a.exponent + b.exponent
  const middle = matrix[((size - 1) / 2) * size + (size - 1) / 2] ?? 0
  return middle > 1e140 ? { matrix: matrix.map((each) => each * 1e-140), exponent: exponent + 140 } : { matrix, exponent }
}

/** The limit law and its corrections in 1/√n, 1/n and n^(−3/2), as given by Simard & L'Ecuyer, sec. 4. */
function expandedBelow(n: number, d: number): number {
  const z = d * Math.sqrt(n)
  const [z2, z4, z6, z8] = [z ** 2, z ** 4, z ** 6, z ** 8]
  let [k0, k1, k2, k3] = [0, 0, 0, 0]
  for (let k = 0; k < 25; k++) {
    const half = (Math.PI * (k + 0.5)) ** 2
    const weight = 2 * Math.exp(-half / (2 * z2))
    k0 += weight
    k1 += weight * (half - z2)
    k2 += weight * (6 * z6 + 2 * z4 + half * (2 * z4 - 5 * z2) + half ** 2 * (1 - 2 * z2))
    k3 += weight * (half ** 3 * (5 - 30 * z2) + half ** 2 * (212 * z4 - 60 * z2) + half * (135 * z4 - 96 * z6) - 30 * z6 - 90 * z8)
  }
  let [even2, even3] = [0, 0]
  for (let k = 1; k < 25; k++) {
    const whole = (Math.PI * k) ** 2
    const weight = 2 * Math.exp(-whole / (2 * z2))
    even2 += weight * whole
    even3 += weight * (3 * whole * z2 - whole ** 2)
  }
  const second = k2 / (72 * z ** 7) - even2 / (36 * z ** 3)
  const third = k3 / (6480 * z ** 10) + even3 / (108 * z6)
  return Math.sqrt(Math.PI / 2) * (k0 / z + k1 / (6 * z4) / Math.sqrt(n) + second / n + third / n ** 1.5)
}
