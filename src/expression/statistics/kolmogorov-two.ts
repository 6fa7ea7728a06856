import { kolmogorovAbove } from './kolmogorov.ts'

/** As many steps of the exact count as are quick; past it the law of one sample of n·m/(n + m) is taken. */
const mostPairs = 10_000_000

/** Whether the count is exact for samples of those sizes. */
export function isCounted(n: number, m: number): boolean {
  return n * m <= mostPairs
}

/** The largest distance of the two samples' distribution functions, in units of 1/(n·m), so that it is whole. */
export function largestGap(a: Float64Array, b: Float64Array): number {
  const [n, m] = [a.length, b.length]
  let [i, j, largest] = [0, 0, 0]
  while (i < n && j < m) {
    // Equal values step together.
    const next = Math.min(a[i] ?? 0, b[j] ?? 0)
    while (i < n && a[i] === next) i++
    while (j < m && b[j] === next) j++
    largest = Math.max(largest, Math.abs(i * m - j * n))
  }
  return largest
}

/**
 * How likely two samples of one law are at least as far apart: the share of the orders of n + m values whose path
 * touches that distance, all terms of one sign, after T. Viehmann, arXiv:2102.08037 (2021). With ties it is
 * too large rather than too small. Past `mostPairs` the asymptotic law.
 */
export function gapAbove(n: number, m: number, gap: number): number {
  if (gap === 0) return 1
  if (!isCounted(n, m)) return kolmogorovAbove(Math.max(1, Math.round((n * m) / (n + m))), gap / n / m)
  const touched = new Float64Array(m + 1)
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * m - j * n) >= gap) touched[j] = 1
      else if (i === 0 || j === 0) touched[j] = i === 0 ? (touched[j - 1] ?? 0) : (touched[j] ?? 0)
      else touched[j] = (i * (touched[j] ?? 0) + j * (touched[j - 1] ?? 0)) / (i + j)
    }
  }
  return touched[m] ?? Number.NaN
}
