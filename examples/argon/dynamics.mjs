// A box of particles and its motion: velocity Verlet (Swope, Andersen, Berens and Wilson, J. Chem. Phys. 76, 637, 1982).

import { computeForces, isStale, neighbourList, pair } from './lennard-jones.mjs'

/** A face-centred cubic crystal of 4 cells³ particles at a density, with velocities of a temperature and no total momentum. */
export function crystal({ cells, density, cutoff, temperature, random }) {
  const count = 4 * cells ** 3
  const box = Math.cbrt(count / density)
  if (cutoff > box / 2) throw new Error(`the cut-off ${cutoff} is more than half the box, ${(box / 2).toFixed(3)}: take more cells`)
  const edge = box / cells
  const corners = [
    [0.25, 0.25, 0.25],
    [0.75, 0.75, 0.25],
    [0.75, 0.25, 0.75],
    [0.25, 0.75, 0.75],
  ]
  const positions = []
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) {
      for (let k = 0; k < cells; k++) for (const [x, y, z] of corners) positions.push((i + x) * edge, (j + y) * edge, (k + z) * edge)
    }
  }
  const system = systemOf({ box, cutoff, positions, velocities: new Array(3 * count).fill(0) })
  drawVelocities(system, temperature, random)
  return system
}

/** A system from what was written to a file: { box, cutoff, positions, velocities }. */
export function systemOf({ box, cutoff, positions, velocities }) {
  const size = positions.length
  const shift = pair(cutoff * cutoff).energy
  return {
    box,
    cutoff,
    shift,
    count: size / 3,
    positions: Float64Array.from(positions),
    velocities: Float64Array.from(velocities),
    forces: new Float64Array(size),
    images: new Int32Array(size),
  }
}

/** Velocities of a Maxwell distribution, shifted to no total momentum and scaled to exactly this temperature. */
export function drawVelocities(system, temperature, random) {
  const { velocities, count } = system
  for (let c = 0; c < velocities.length; c++) velocities[c] = random.normal()
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0
    for (let c = axis; c < velocities.length; c += 3) sum += velocities[c]
    for (let c = axis; c < velocities.length; c += 3) velocities[c] -= sum / count
  }
  scaleKinetic(system, (3 / 2) * (count - 1) * temperature)
}

/** Scales all velocities to a given total kinetic energy. */
export function scaleKinetic(system, kinetic) {
  const factor = Math.sqrt(kinetic / kineticEnergy(system))
  for (let c = 0; c < system.velocities.length; c++) system.velocities[c] *= factor
}

export function kineticEnergy({ velocities }) {
  let sum = 0
  for (let c = 0; c < velocities.length; c++) sum += velocities[c] * velocities[c]
  return sum / 2
}

/** The temperature of a kinetic energy: three degrees of freedom for each particle, less the three of the total momentum, which stays zero. */
export function temperatureOf(kinetic, count) {
  return (2 * kinetic) / (3 * (count - 1))
}

/**
 * Starts the motion of a system. Each `step` returns the state after it: potential energy (of the plain cut potential), virial, pairs within the cut-off, the
 * conserved energy, in which the potential is shifted, and the kinetic energy twice: `kinetic` of the velocities at this moment, which the
 * conserved energy needs, and `halfStepKinetic`, the mean of those half a step before and after, which is what temperatures are taken from.
 * For an oscillator of frequency ω the first is too low by the factor 1 - (ωΔt)²/4 and the second is exact; in the liquid at Δt = 0.005
 * the first would give temperatures too low by 0.0013, and energies too high by 0.001 (twice the statistical error).
 */
export function motionOf(system, dt) {
  const { positions, velocities, forces, shift } = system
  let list = neighbourList(system)
  let sums = computeForces(system, list)
  return function step() {
    for (let c = 0; c < positions.length; c++) {
      velocities[c] += (dt / 2) * forces[c]
      positions[c] += dt * velocities[c]
    }
    if (isStale(list, system)) list = neighbourList(system)
    sums = computeForces(system, list)
    let forceSquares = 0
    for (let c = 0; c < velocities.length; c++) {
      velocities[c] += (dt / 2) * forces[c]
      forceSquares += forces[c] * forces[c]
    }
    const kinetic = kineticEnergy(system)
    return {
      kinetic,
      halfStepKinetic: kinetic + ((dt * dt) / 8) * forceSquares,
      potential: sums.energy,
      virial: sums.virial,
      pairs: sums.pairs,
      conserved: kinetic + sums.energy - sums.pairs * shift,
    }
  }
}

/** Position along the whole path of a particle's coordinate, as if the box had no walls. */
export function unwrapped({ positions, images, box }) {
  return Float64Array.from(positions, (x, c) => x + images[c] * box)
}
