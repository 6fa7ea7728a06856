// Where a powder of a cubic crystal diffracts, and how strongly. Lengths in Å, angles 2θ in degrees.

const degree = 180 / Math.PI

/** NIST SRM 660c, the line position standard: LaB6, primitive cubic, a = 4.156826(8) Å at 22.5 °C (its certificate). */
export const standard = { name: 'LaB6', lattice: 4.156826, reflections: reflections(36, () => 1) }

/**
 * Silicon-germanium at room temperature: a = 5.431 + 0.1992 x + 0.02733 x² (J. P. Dismukes, L. Ekstrom and R. J. Paff, J. Phys. Chem. 68, 3021, 1964),
 * so it lies below the straight line of Vegard's law by 0.02733 x (1 − x).
 */
export const literature = { silicon: 5.431, germanium: 5.65753, bowing: 0.02733 }

/** Vegard's law with a bowing: a straight line between the ends, less b x (1 − x). */
export function alloyLattice(x, { silicon, germanium, bowing } = literature) {
  return silicon * (1 - x) + germanium * x - bowing * x * (1 - x)
}

/** Squares of the structure factor of diamond: waves of both sublattices add up, meet at a right angle, or cancel. */
function diamond(h, k, l) {
  const parities = (h % 2) + (k % 2) + (l % 2)
  if (parities === 3) return 0.5
  return parities === 0 && (h + k + l) % 4 === 0 ? 1 : 0
}

export function alloy(x) {
  return { name: `Si(1-x)Ge(x), x = ${x}`, lattice: alloyLattice(x), reflections: reflections(36, diamond) }
}

/** All reflections up to h² + k² + l² = last, those of one angle together: { sum, weight } with multiplicity and structure factor in the weight. */
function reflections(last, factor) {
  const weights = new Map()
  const most = Math.floor(Math.sqrt(last))
  for (let h = 0; h <= most; h++) {
    for (let k = 0; k <= h; k++) {
      for (let l = 0; l <= k; l++) {
        const sum = h * h + k * k + l * l
        const weight = multiplicity([h, k, l]) * factor(h, k, l)
        if (sum > 0 && sum <= last && weight > 0) weights.set(sum, (weights.get(sum) ?? 0) + weight)
      }
    }
  }
  return [...weights].map(([sum, weight]) => ({ sum, weight })).sort((a, b) => a.sum - b.sum)
}

/** How many of (±h, ±k, ±l) in any order differ. */
function multiplicity(indices) {
  const orders = { 1: 1, 2: 3, 3: 6 }[new Set(indices).size]
  return orders * 2 ** indices.filter((index) => index !== 0).length
}

/** Bragg's law, with the zero error of the detector. */
export function angleOf(sum, lattice, { wavelength, zero }) {
  return 2 * degree * Math.asin((wavelength * Math.sqrt(sum)) / (2 * lattice)) + zero
}

/** Polarised as a synchrotron's beam is, in the plane across; heat weakens what lies far out. */
export function intensityOf({ sum, weight }, lattice, { wavelength }) {
  const sine = (wavelength * Math.sqrt(sum)) / (2 * lattice)
  const heat = Math.exp(-2 * 0.5 * (sine / wavelength) ** 2)
  return (weight * heat * 1e-3) / (sine * sine * Math.sqrt(1 - sine * sine))
}
