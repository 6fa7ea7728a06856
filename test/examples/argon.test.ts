import { expect, test } from 'vitest'
import { type Generator, program } from './programs.ts'

interface System {
  readonly box: number
  readonly cutoff: number
  readonly count: number
  readonly positions: Float64Array
  readonly velocities: Float64Array
  readonly forces: Float64Array
}
interface State {
  readonly kinetic: number
  readonly potential: number
  readonly conserved: number
}
interface Sums {
  readonly energy: number
  readonly virial: number
  readonly pairs: number
}

const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('argon/random.mjs')
const potential = await program<{
  pair(r2: number): { energy: number; virial: number }
  tailCorrections(density: number, cutoff: number): { energy: number; pressure: number }
  neighbourList(system: System, skin?: number): object
  computeForces(system: System, list: object): Sums
}>('argon/lennard-jones.mjs')
const dynamics = await program<{
  crystal(options: { cells: number; density: number; cutoff: number; temperature: number; random: Generator }): System
  systemOf(state: object): System
  motionOf(system: System, dt: number): () => State
  drawVelocities(system: System, temperature: number, random: Generator): void
  kineticEnergy(system: System): number
  temperatureOf(kinetic: number, count: number): number
}>('argon/dynamics.mjs')

/** A hot crystal of 108 particles, on its way to melt. */
function moving(steps = 200): System {
  const system = dynamics.crystal({ cells: 3, density: 0.8, cutoff: 2.5, temperature: 2, random: randomFrom('argon test') })
  const step = dynamics.motionOf(system, 0.004)
  for (let i = 0; i < steps; i++) step()
  return system
}

test('[EXA-10] the pair potential has its zero, its minimum and its known values', () => {
  expect(potential.pair(1).energy).toBe(0)
  expect(potential.pair(1).virial).toBe(24)
  const minimum = 2 ** (1 / 3)
  expect(potential.pair(minimum).energy).toBeCloseTo(-1, 12)
  expect(potential.pair(minimum).virial).toBeCloseTo(0, 12)
  expect(potential.pair(4).energy).toBeCloseTo(4 * (2 ** -12 - 2 ** -6), 15)
  const r = 1.3
  const slope = (potential.pair((r + 1e-5) ** 2).energy - potential.pair((r - 1e-5) ** 2).energy) / 2e-5
  expect(potential.pair(r * r).virial).toBeCloseTo(-r * slope, 7)
})

test('[EXA-10] tail corrections are the integrals that they stand for', () => {
  const density = 0.776
  const cutoff = 3
  let energy = 0
  let pressure = 0
  const dr = 0.0005
  for (let r = cutoff + dr / 2; r < 200; r += dr) {
    const { energy: u, virial: w } = potential.pair(r * r)
    energy += 2 * Math.PI * density * u * r * r * dr
    pressure += (2 / 3) * Math.PI * density * density * w * r * r * dr
  }
  const tail = potential.tailCorrections(density, cutoff)
  expect(tail.energy).toBeCloseTo(energy, 5)
  expect(tail.pressure).toBeCloseTo(pressure, 5)
})

test('[EXA-11] forces are the derivative of the energy and add up to zero', () => {
  const system = moving()
  const list = potential.neighbourList(system)
  potential.computeForces(system, list)
  const forces = Float64Array.from(system.forces)
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0
    for (let c = axis; c < forces.length; c += 3) sum += forces[c] ?? 0
    expect(sum).toBeCloseTo(0, 10)
  }
  // The shifted potential is continuous where pairs cross the cut-off, the plain one is not.
  const shift = potential.pair(system.cutoff ** 2).energy
  const energyAt = (c: number, x: number) => {
    const kept = system.positions[c] ?? 0
    system.positions[c] = kept + x
    const sums = potential.computeForces(system, list)
    system.positions[c] = kept
    return sums.energy - sums.pairs * shift
  }
  for (const c of [0, 100, 200, 323]) {
    expect(forces[c]).toBeCloseTo(-(energyAt(c, 1e-5) - energyAt(c, -1e-5)) / 2e-5, 4)
  }
})

test('[EXA-11] the list of neighbours misses no pair', () => {
  const system = moving()
  const { energy, virial, pairs } = potential.computeForces(system, potential.neighbourList(system))
  const { positions, box, cutoff } = system
  const exact = { energy: 0, virial: 0, pairs: 0 }
  for (let a = 0; a < positions.length; a += 3) {
    for (let b = a + 3; b < positions.length; b += 3) {
      let r2 = 0
      for (let axis = 0; axis < 3; axis++) {
        const d = (positions[a + axis] ?? 0) - (positions[b + axis] ?? 0)
        r2 += (d - box * Math.round(d / box)) ** 2
      }
      if (r2 >= cutoff * cutoff) continue
      const one = potential.pair(r2)
      exact.energy += one.energy
      exact.virial += one.virial
      exact.pairs++
    }
  }
  expect(pairs).toBe(exact.pairs)
  expect(energy).toBeCloseTo(exact.energy, 8)
  expect(virial).toBeCloseTo(exact.virial, 7)
})

test('[EXA-12] momentum stays zero and the temperature is what was asked for', () => {
  const system = moving()
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0
    for (let c = axis; c < system.velocities.length; c += 3) sum += system.velocities[c] ?? 0
    expect(sum).toBeCloseTo(0, 10)
  }
  dynamics.drawVelocities(system, 0.7, randomFrom('again'))
  expect(dynamics.temperatureOf(dynamics.kineticEnergy(system), system.count)).toBeCloseTo(0.7, 12)
})

test('[EXA-12] the motion runs backwards to where it came from', () => {
  const system = moving()
  const start = Float64Array.from(system.positions)
  const forth = dynamics.motionOf(system, 0.004)
  for (let i = 0; i < 100; i++) forth()
  for (let c = 0; c < system.velocities.length; c++) system.velocities[c] = -(system.velocities[c] ?? 0)
  const back = dynamics.motionOf(system, 0.004)
  for (let i = 0; i < 100; i++) back()
  const apart = start.map((x, c) => {
    const d = x - (system.positions[c] ?? 0)
    return Math.abs(d - system.box * Math.round(d / system.box))
  })
  expect(Math.max(...apart)).toBeLessThan(1e-6)
})

test('[EXA-12] velocity Verlet is of order 2', () => {
  const { box, cutoff, positions, velocities } = moving()
  const spreadAt = (dt: number) => {
    const step = dynamics.motionOf(dynamics.systemOf({ box, cutoff, positions, velocities }), dt)
    const energies = Array.from({ length: Math.round(0.6 / dt) }, () => step().conserved)
    const mean = energies.reduce((sum, energy) => sum + energy, 0) / energies.length
    return Math.sqrt(energies.reduce((sum, energy) => sum + (energy - mean) ** 2, 0) / energies.length)
  }
  const order = Math.log(spreadAt(0.006) / spreadAt(0.0015)) / Math.log(4)
  expect(order).toBeGreaterThan(1.85)
  expect(order).toBeLessThan(2.15)
})

test('[EXA-4] the same seed gives the same motion', () => {
  expect(moving(20).positions).toEqual(moving(20).positions)
})
