const twoOverRootPi = 2 / Math.sqrt(Math.PI)

/**
 * erf x = 2/√π · exp(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5···(2n+1)) (Abramowitz & Stegun 7.1.6): all terms of one sign, so
 * nothing cancels. Past 1 it is 1 − erfc x.
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) > 1) return Math.sign(x) * (1 - tail(Math.abs(x)))
  let term = x
  let total = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total) && n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    total += term
  }
  return twoOverRootPi * Math.exp(-x * x) * total
}

/** 1 − erf x, without the loss of that difference for large x. */
export function erfc(x: number): number {
  return x > 1 ? tail(x) : 1 - erf(x)
}

/**
 * For x > 1: exp(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))) (Abramowitz & Stegun 7.1.14), from the inside out;
 * 200 levels are past double precision there.
 */
function tail(x: number): number {
  if (x > 27) return 0
  let denominator = x
  for (let level = 200; level >= 1; level--) denominator = x + level / 2 / denominator
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator
}
