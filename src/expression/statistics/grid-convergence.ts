export interface GridConvergence {
  /** Observed order of convergence. */
  readonly order: number
  readonly extrapolated: number
  /** How far the finest grid may be from that, with the safety factor. */
  readonly error: number
  /** Grid convergence index of the finest grid, and of the middle one, as relative errors. */
  readonly gci: number
  readonly gciCoarse: number
  /** rᵖ times the GCI of the finest grid over that of the middle one: near one in the asymptotic range. */
  readonly ratio: number
  readonly oscillating: boolean
}

/**
 * Three grids from fine to coarse, spacings h₁ < h₂ < h₃ (P. J. Roache, J. Fluids Eng. 116 (1994) 405; for unequal
 * ratios I. B. Celik et al., J. Fluids Eng. 130 (2008) 078001): the order p solves
 * p = (ln |ε₃₂/ε₂₁| + ln((r₂₁ᵖ − s)/(r₃₂ᵖ − s)))/ln r₂₁, s = sign(ε₃₂/ε₂₁); f∞ = f₁ + (f₁ − f₂)/(r₂₁ᵖ − 1) (L. F. Richardson 1911);
 * GCI = F·|f₂ − f₁|/(|f₁|(r₂₁ᵖ − 1)). Undefined: the values do not converge, or two of them are equal.
 */
export function gridConvergence(
  values: readonly [number, number, number],
  spacings: readonly [number, number, number],
  safety: number,
): GridConvergence | undefined {
  const [f1, f2, f3] = values
  const [h1, h2, h3] = spacings
  const [e21, e32] = [f2 - f1, f3 - f2]
  const [r21, r32] = [h2 / h1, h3 / h2]
  const order = orderOf(e32 / e21, r21, r32)
  if (order === undefined) return undefined
  const gci = (safety * Math.abs(e21)) / (Math.abs(f1) * (r21 ** order - 1))
  const gciCoarse = (safety * Math.abs(e32)) / (Math.abs(f2) * (r32 ** order - 1))
  return {
    order,
    extrapolated: f1 - e21 / (r21 ** order - 1),
    error: gci * Math.abs(f1),
    gci,
    gciCoarse,
    ratio: (r21 ** order * gci) / gciCoarse,
    oscillating: e32 / e21 < 0,
  }
}

const mostOrder = 100

/** By bisection on what Celik's equation says of the ratio of the differences, which grows with p. */
function orderOf(ratio: number, r21: number, r32: number): number | undefined {
  const s = Math.sign(ratio)
  const excess = (p: number) => Math.log(r21) * p - Math.log((r21 ** p - s) / (r32 ** p - s)) - Math.log(Math.abs(ratio))
  let [low, high] = [1e-6, mostOrder]
  if (!(excess(low) <= 0 && excess(high) >= 0)) return undefined
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2
    if (excess(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
