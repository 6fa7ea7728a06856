import { erfc } from '#expression/error-function.ts'
import type { CusumOptions, EwmaOptions } from './control-chart.ts'

/**
 * Mean number of values until a chart says that a normal process is out of control, when its mean has moved by `shift` σ: without a shift
 * how rare false alarms are, with one how soon it is seen.
 */

/** Of Shewhart's limits alone: 1 / P(|z| > 3). */
export function shewhartRunLength(shift: number, width = 3): number {
  return 1 / (below(-width - shift) + below(-width + shift))
}

/** Of both sides of a CUSUM: 1/ARL = 1/ARL⁺ + 1/ARL⁻ (C. S. Van Dobben de Bruyn, 1968; Montgomery 9.1). */
export function cusumRunLength(shift: number, options: CusumOptions): number {
  return 1 / (1 / oneSidedCusum(shift, options) + 1 / oneSidedCusum(-shift, options))
}

/**
 * Page's integral equation L(u) = 1 + L(0) F(k − u) + ∫₀ʰ L(y) f(y + k − u) dy, at the nodes of a Gauss–Legendre rule (Nyström's method;
 * A. L. Goel and S. M. Wu, Technometrics 13 (1971) 221).
 */
function oneSidedCusum(shift: number, { slack, limit }: CusumOptions): number {
  const { nodes, weights } = legendre(nodesUsed, 0, limit)
  const starts = [0, ...nodes]
  const rows = starts.map((u, row) =>
    starts.map((_, column) => {
      const own = row === column ? 1 : 0
      if (column === 0) return own - below(slack - u - shift)
      return own - (weights[column - 1] ?? 0) * density((nodes[column - 1] ?? 0) + slack - u - shift)
    }),
  )
  return (
    solved(
      rows,
      starts.map(() => 1),
    )[0] ?? Number.NaN
  )
}

/** L(u) = 1 + (1/λ) ∫ L(y) f((y − (1−λ) u)/λ) dy between the limits it comes to (S. V. Crowder, Technometrics 29 (1987) 401). */
export function ewmaRunLength(shift: number, { lambda, width }: EwmaOptions): number {
  const reach = width * Math.sqrt(lambda / (2 - lambda))
  const { nodes, weights } = legendre(nodesUsed, -reach, reach)
  const kernel = (u: number, column: number) =>
    ((weights[column] ?? 0) / lambda) * density(((nodes[column] ?? 0) - (1 - lambda) * u) / lambda - shift)
  const rows = nodes.map((u, row) => nodes.map((_, column) => (row === column ? 1 : 0) - kernel(u, column)))
  const lengths = solved(
    rows,
    nodes.map(() => 1),
  )
  return 1 + lengths.reduce((sum, length, column) => sum + length * kernel(0, column), 0)
}

/** Enough for six digits of every table we know. */
const nodesUsed = 60

function below(z: number): number {
  return erfc(-z / Math.SQRT2) / 2
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** Nodes and weights on [from, to]: roots of the Legendre polynomial by Newton's method (Abramowitz & Stegun 25.4.29). */
function legendre(count: number, from: number, to: number): { readonly nodes: readonly number[]; readonly weights: readonly number[] } {
  const nodes: number[] = []
  const weights: number[] = []
  for (let root = 1; root <= count; root++) {
    let x = Math.cos((Math.PI * (root - 0.25)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let [before, value] = [1, x]
      for (let degree = 2; degree <= count; degree++)
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree]
      slope = (count * (x * value - before)) / (x * x - 1)
      const change = value / slope
      x -= change
      if (Math.abs(change) < 1e-15) break
    }
    nodes.push((from + to) / 2 - ((to - from) / 2) * x)
    weights.push((to - from) / ((1 - x * x) * slope * slope))
  }
  return { nodes, weights }
}

/** Gaussian elimination with pivots; changes what it is given. */
function solved(rows: number[][], right: number[]): readonly number[] {
  const count = rows.length
  for (let column = 0; column < count; column++) {
    let pivot = column
    for (let row = column + 1; row < count; row++) if (entry(rows, row, column) ** 2 > entry(rows, pivot, column) ** 2) pivot = row
    swap(rows, column, pivot)
    swap(right, column, pivot)
    for (let row = column + 1; row < count; row++) {
      const factor = entry(rows, row, column) / entry(rows, column, column)
      if (factor === 0) continue
      const target = rows[row] ?? []
      for (let at = column; at < count; at++) target[at] = (target[at] ?? 0) - factor * entry(rows, column, at)
      right[row] = (right[row] ?? 0) - factor * (right[column] ?? 0)
    }
  }
  const found = new Array<number>(count).fill(0)
  for (let row = count - 1; row >= 0; row--) {
    let rest = right[row] ?? 0
    for (let at = row + 1; at < count; at++) rest -= entry(rows, row, at) * (found[at] ?? 0)
    found[row] = rest / entry(rows, row, row)
  }
  return found
}

function entry(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0
}

function swap<T>(list: T[], a: number, b: number): void {
  const [one, other] = [list[a], list[b]]
  if (one === undefined || other === undefined) return
  list[a] = other
  list[b] = one
}
