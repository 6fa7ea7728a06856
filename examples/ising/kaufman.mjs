// The exact energy of the finite lattice, to test the sampling at every size and temperature.
//
// B. Kaufman, Phys. Rev. 76, 1232 (1949) gives the partition function of the m × n lattice on a torus:
//
//   Z = ½ (2 sinh 2K)^(mn/2) [ Π 2cosh(m γ_odd/2) + Π 2sinh(m γ_odd/2) + Π 2cosh(m γ_even/2) + Π 2sinh(m γ_even/2) ]
//
// with K = J/(k_B T), products over the n odd or even indices k of γ_k, and
//   cosh γ_k = cosh 2K coth 2K - cos(πk/n),  γ_0 = 2K + ln tanh K  (which changes sign at the critical point).
// The energy is -∂ ln Z/∂K; see Ferdinand and Fisher, Phys. Rev. 185, 832 (1969).

/** Exact energy per spin, in units of J, of the L × L lattice with periodic boundaries. */
export function exactEnergy(size, temperature) {
  const K = 1 / temperature
  const products = []
  for (const parity of [1, 0]) {
    const modes = Array.from({ length: size }, (_, r) => mode(2 * r + parity, size, K))
    products.push(product(modes, size, Math.cosh, Math.sinh), product(modes, size, Math.sinh, Math.cosh))
  }
  // Σ P and Σ dP/dK = Σ P · d(ln P)/dK, with the largest product taken out of both.
  const top = Math.max(...products.map((p) => p.logarithm))
  let sum = 0
  let derivative = 0
  for (const p of products) {
    const weight = p.sign * Math.exp(p.logarithm - top)
    sum += weight
    derivative += weight * p.slope
  }
  const bulk = 1 / Math.tanh(2 * K) // d/dK of ½ ln(2 sinh 2K), per site
  return -(bulk + derivative / sum / (size * size))
}

/** γ_k and its derivative by K. */
function mode(k, n, K) {
  if (k === 0) return { gamma: 2 * K + Math.log(Math.tanh(K)), slope: 2 + 2 / Math.sinh(2 * K) }
  const coth = 1 / Math.tanh(2 * K)
  const cosh = Math.cosh(2 * K) * coth - Math.cos((Math.PI * k) / n)
  const slope = 2 * Math.cosh(2 * K) * (1 - 1 / Math.sinh(2 * K) ** 2) // d/dK of cosh 2K coth 2K
  const gamma = Math.acosh(cosh)
  return { gamma, slope: slope / Math.sinh(gamma) }
}

/** Π 2f(m γ/2) as sign and logarithm, with its logarithmic derivative by K; `g` is the derivative of `f`. */
function product(modes, m, f, g) {
  let sign = 1
  let logarithm = 0
  let slope = 0
  for (const { gamma, slope: gammaSlope } of modes) {
    const x = (m * gamma) / 2
    // Far from 0 both functions are ±exp|x|/2 to all digits, and would overflow further out.
    const large = Math.abs(x) > 300
    sign *= Math.sign(f(large ? Math.sign(x) : x))
    logarithm += large ? Math.abs(x) : Math.log(Math.abs(2 * f(x)))
    slope += ((m * gammaSlope) / 2) * (large ? Math.sign(x) : g(x) / f(x))
  }
  return { sign, logarithm, slope }
}
