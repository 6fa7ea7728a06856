// The Ising model on an L × L square lattice with periodic boundaries: H = -J Σ s_i s_j over neighbours, s = ±1, J = k_B = 1.

/** A lattice with all spins up, and where the neighbours of each site are. */
export function orderedLattice(size) {
  const sites = size * size
  const neighbours = new Int32Array(4 * sites)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const site = y * size + x
      neighbours[4 * site] = y * size + ((x + 1) % size)
      neighbours[4 * site + 1] = ((y + 1) % size) * size + x
      neighbours[4 * site + 2] = y * size + ((x + size - 1) % size)
      neighbours[4 * site + 3] = ((y + size - 1) % size) * size + x
    }
  }
  return { size, sites, spins: new Int8Array(sites).fill(1), neighbours, stack: new Int32Array(sites) }
}

/** Σ s_i, an integer. */
export function magnetisation({ spins }) {
  let sum = 0
  for (let i = 0; i < spins.length; i++) sum += spins[i]
  return sum
}

/** -Σ s_i s_j, an integer: each bond once, by the neighbours to the right and below. */
export function energy({ spins, neighbours }) {
  let sum = 0
  for (let i = 0; i < spins.length; i++) sum += spins[i] * (spins[neighbours[4 * i]] + spins[neighbours[4 * i + 1]])
  return -sum
}

/**
 * One cluster update (U. Wolff, Phys. Rev. Lett. 62, 361, 1989): from a random site, bonds to equal neighbours
 * are taken with probability 1 - exp(-2/T), and the whole cluster is flipped. Returns the number of spins flipped.
 */
export function wolffUpdate(lattice, bondThreshold, random) {
  const { spins, neighbours, stack, sites } = lattice
  const seed = Math.floor(random.uniform() * sites)
  const spin = spins[seed]
  spins[seed] = -spin
  stack[0] = seed
  let waiting = 1
  let flipped = 1
  while (waiting > 0) {
    const site = stack[--waiting]
    for (let bond = 4 * site; bond < 4 * site + 4; bond++) {
      const neighbour = neighbours[bond]
      if (spins[neighbour] === spin && random.bits() < bondThreshold) {
        spins[neighbour] = -spin
        stack[waiting++] = neighbour
        flipped++
      }
    }
  }
  return flipped
}

/** What `random.bits()` must stay below for a bond of the cluster. */
export function wolffThreshold(temperature) {
  return Math.round((1 - Math.exp(-2 / temperature)) * 4294967296)
}

/** One sweep of single-spin flips (Metropolis et al., J. Chem. Phys. 21, 1087, 1953), site by site. */
export function metropolisSweep(lattice, acceptThresholds, random) {
  const { spins, neighbours, sites } = lattice
  for (let site = 0; site < sites; site++) {
    const bond = 4 * site
    const field = spins[neighbours[bond]] + spins[neighbours[bond + 1]] + spins[neighbours[bond + 2]] + spins[neighbours[bond + 3]]
    const aligned = spins[site] * field // the energy goes up by twice this
    if (aligned <= 0 || random.bits() < acceptThresholds[aligned]) spins[site] = -spins[site]
  }
}

/** Thresholds for `random.bits()`, by how strongly a spin is aligned with its neighbours (2 or 4). */
export function metropolisThresholds(temperature) {
  return [0, 1, 2, 3, 4].map((aligned) => Math.round(Math.exp((-2 * aligned) / temperature) * 4294967296))
}
