// The Lennard-Jones fluid in reduced units: length σ, energy ε, mass m, so time σ√(m/ε); k_B = 1.
//
//   u(r) = 4 (r⁻¹² - r⁻⁶)   for r < r_c, nothing beyond.
//
// The dynamics conserve the energy of the potential shifted to zero at r_c (the forces are those of u). What is reported, as
// in the reference, is the energy of u itself, and what the cut leaves out is added as if g(r) were 1 there.

/** u and -r u'(r) (whose sum over pairs, divided by 3V, is the pressure beside the ideal gas's), from r². */
export function pair(r2) {
  const inverse2 = 1 / r2
  const inverse6 = inverse2 * inverse2 * inverse2
  return { energy: 4 * inverse6 * (inverse6 - 1), virial: 24 * inverse6 * (2 * inverse6 - 1) }
}

/** What the pairs beyond the cut-off add to the energy per particle and to the pressure, with g(r) = 1 there. */
export function tailCorrections(density, cutoff) {
  const inverse3 = cutoff ** -3
  const inverse9 = inverse3 ** 3
  return {
    energy: (8 / 9) * Math.PI * density * (inverse9 - 3 * inverse3),
    pressure: (32 / 9) * Math.PI * density * density * (inverse9 - 1.5 * inverse3),
  }
}

/**
 * Forces on all particles, and sums over all pairs within the cut-off: energy (of u), virial, and how many there are.
 * `list` comes from `neighbourList`; positions may lie outside the box by less than the list's skin.
 */
export function computeForces(system, list) {
  const { positions, forces, box, cutoff } = system
  const { first, partners } = list
  const perBox = 1 / box
  const cutoff2 = cutoff * cutoff
  forces.fill(0)
  let energy = 0
  let virial = 0
  let pairs = 0
  for (let i = 0; i + 1 < first.length; i++) {
    const a = 3 * i
    const x = positions[a]
    const y = positions[a + 1]
    const z = positions[a + 2]
    let fx = 0
    let fy = 0
    let fz = 0
    for (let k = first[i]; k < first[i + 1]; k++) {
      const b = partners[k]
      let dx = x - positions[b]
      let dy = y - positions[b + 1]
      let dz = z - positions[b + 2]
      // The nearest image; a rounding is cheaper than a branch that no processor can foresee.
      dx -= box * Math.floor(dx * perBox + 0.5)
      dy -= box * Math.floor(dy * perBox + 0.5)
      dz -= box * Math.floor(dz * perBox + 0.5)
      const r2 = dx * dx + dy * dy + dz * dz
      if (r2 >= cutoff2) continue
      // As in `pair`, written out: this is where the time goes.
      const inverse2 = 1 / r2
      const inverse6 = inverse2 * inverse2 * inverse2
      const w = 24 * inverse6 * (2 * inverse6 - 1)
      energy += 4 * inverse6 * (inverse6 - 1)
      virial += w
      pairs++
      const f = w * inverse2
      fx += f * dx
      fy += f * dy
      fz += f * dz
      forces[b] -= f * dx
      forces[b + 1] -= f * dy
      forces[b + 2] -= f * dz
    }
    forces[a] += fx
    forces[a + 1] += fy
    forces[a + 2] += fz
  }
  return { energy, virial, pairs }
}

/**
 * All pairs closer than cut-off + skin, each once (Verlet, Phys. Rev. 159, 98, 1967). It holds until some particle
 * has moved half the skin. Built by looking at every pair: boxes here are less than three cut-offs wide, where cells would save nothing.
 * Wraps the positions into the box, and counts in `images` how often each was wrapped, so that paths stay whole.
 */
export function neighbourList(system, skin = 0.35) {
  const { positions, box, cutoff, images } = system
  const count = positions.length / 3
  for (let c = 0; c < positions.length; c++) {
    const shift = Math.floor(positions[c] / box)
    positions[c] -= shift * box
    images[c] += shift
  }
  const reach2 = (cutoff + skin) ** 2
  const half = box / 2
  const first = new Int32Array(count + 1)
  const partners = new Int32Array((count * (count - 1)) / 2)
  let found = 0
  for (let i = 0; i < count; i++) {
    const x = positions[3 * i]
    const y = positions[3 * i + 1]
    const z = positions[3 * i + 2]
    for (let b = 3 * i + 3; b < positions.length; b += 3) {
      // The distance to the nearest image along one axis, without a branch: half the box less the distance from that.
      const dx = half - Math.abs(Math.abs(x - positions[b]) - half)
      const dy = half - Math.abs(Math.abs(y - positions[b + 1]) - half)
      const dz = half - Math.abs(Math.abs(z - positions[b + 2]) - half)
      if (dx * dx + dy * dy + dz * dz < reach2) partners[found++] = b
    }
    first[i + 1] = found
  }
  return { first, partners: partners.subarray(0, found), builtAt: Float64Array.from(positions), limit2: (skin / 2) ** 2 }
}

/** Whether some particle has moved so far since the list was built that a pair may be missing from it. */
export function isStale(list, { positions }) {
  const { builtAt, limit2 } = list
  for (let a = 0; a < positions.length; a += 3) {
    const dx = positions[a] - builtAt[a]
    const dy = positions[a + 1] - builtAt[a + 1]
    const dz = positions[a + 2] - builtAt[a + 2]
    if (dx * dx + dy * dy + dz * dz > limit2) return true
  }
  return false
}
