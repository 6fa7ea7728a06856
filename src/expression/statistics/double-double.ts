/**
 * Numbers of about 32 digits as unevaluated sums of two doubles, for sums in which nearly everything cancels: the normal
 * equations of a fit square its condition number. T. J. Dekker, Numer. Math. 18 (1971) 224; Y. Hida, X. S. Li & D. H. Bailey,
 * 15th IEEE Symp. Computer Arithmetic (2001) 155.
 */
export interface Double2 {
  readonly high: number
  readonly low: number
}

export const zero2: Double2 = { high: 0, low: 0 }

export function double2(value: number): Double2 {
  return { high: value, low: 0 }
}

export function numberOf2({ high, low }: Double2): number {
  return high + low
}

/** a + b exactly, for |a| ≥ |b|. */
function quickSum(a: number, b: number): Double2 {
  const high = a + b
  return { high, low: b - (high - a) }
}

/** a + b exactly (D. E. Knuth). */
function exactSum(a: number, b: number): Double2 {
  const high = a + b
  const part = high - a
  return { high, low: a - (high - part) + (b - part) }
}

const splitter = 2 ** 27 + 1

/** a · b exactly (G. W. Veltkamp, Dekker). */
export function exactProduct(a: number, b: number): Double2 {
  const high = a * b
  const [ta, tb] = [splitter * a, splitter * b]
  const aHigh = ta - (ta - a)
  const bHigh = tb - (tb - b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return { high, low: aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow) }
}

export function add2(a: Double2, b: Double2): Double2 {
  const high = exactSum(a.high, b.high)
  const low = exactSum(a.low, b.low)
  const once = quickSum(high.high, high.low + low.high)
  return quickSum(once.high, once.low + low.low)
}

export function negate2({ high, low }: Double2): Double2 {
  return { high: -high, low: -low }
}

export function subtract2(a: Double2, b: Double2): Double2 {
  return add2(a, negate2(b))
}

export function multiply2(a: Double2, b: Double2): Double2 {
  const product = exactProduct(a.high, b.high)
  return quickSum(product.high, product.low + (a.high * b.low + a.low * b.high))
}

export function divide2(a: Double2, b: Double2): Double2 {
  const first = a.high / b.high
  const rest = subtract2(a, multiply2(b, double2(first)))
  const second = rest.high / b.high
  const last = subtract2(rest, multiply2(b, double2(second)))
  return add2(quickSum(first, second), double2(last.high / b.high))
}

/** For a ≥ 0. */
export function root2(a: Double2): Double2 {
  if (a.high <= 0) return zero2
  const near = Math.sqrt(a.high)
  const rest = subtract2(a, exactProduct(near, near))
  return quickSum(near, rest.high / (2 * near))
}
