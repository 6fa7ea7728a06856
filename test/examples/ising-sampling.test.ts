import { expect, test } from 'vitest'
import { program } from './programs.ts'

interface Series {
  readonly M: Float64Array
  readonly E: Float64Array
}
interface Moments {
  readonly [name: string]: number
}
interface Point {
  readonly size: number
  readonly temperature: number
}

const { sample } = await program<{ sample(options: Point & { sweeps: number; algorithm: string; seed: number }): Series }>(
  'ising/sampling.mjs',
)
const { momentsOf } = await program<{ momentsOf(series: Series, point: Point): Moments }>('ising/moments.mjs')
const { exactEnergy } = await program<{ exactEnergy(size: number, temperature: number): number }>('ising/kaufman.mjs')
const lattice = await program<{
  orderedLattice(size: number): { spins: Int8Array }
  energy(lattice: object): number
  magnetisation(lattice: object): number
}>('ising/lattice.mjs')

/** Sums over all states of an L × L lattice, weighted by Boltzmann's factor. */
function enumerated(size: number, temperature: number) {
  const sites = size * size
  const states = lattice.orderedLattice(size)
  let weights = 0
  const sums = { energy: 0, magnetisation: 0, m2: 0, m4: 0 }
  for (let state = 0; state < 2 ** sites; state++) {
    for (let site = 0; site < sites; site++) states.spins[site] = (state >> site) & 1 ? 1 : -1
    const energy = lattice.energy(states)
    const m = Math.abs(lattice.magnetisation(states)) / sites
    const weight = Math.exp(-(energy + 2 * sites) / temperature)
    weights += weight
    sums.energy += (weight * energy) / sites
    sums.magnetisation += weight * m
    sums.m2 += weight * m * m
    sums.m4 += weight * m ** 4
  }
  const mean = (sum: number) => sum / weights
  const u4 = 1 - mean(sums.m4) / (3 * mean(sums.m2) ** 2)
  return { energy: mean(sums.energy), magnetisation: mean(sums.magnetisation), u4 }
}

test('[EXA-5] the energy and magnetisation of states that can be counted by hand', () => {
  const states = lattice.orderedLattice(4)
  expect(lattice.energy(states)).toBe(-32)
  expect(lattice.magnetisation(states)).toBe(16)
  states.spins[5] = -1
  expect(lattice.energy(states)).toBe(-24)
  expect(lattice.magnetisation(states)).toBe(14)
  for (let site = 0; site < 16; site++) states.spins[site] = (site + Math.floor(site / 4)) % 2 === 0 ? 1 : -1
  expect(lattice.energy(states)).toBe(32)
  expect(lattice.magnetisation(states)).toBe(0)
})

test.each(['wolff', 'metropolis'])('[EXA-5] %s sampling agrees with all 65,536 states of the 4 × 4 lattice', (algorithm) => {
  for (const temperature of [1.8, 2.3, 3.2]) {
    const exact = enumerated(4, temperature)
    const point = { size: 4, temperature }
    const measured = momentsOf(sample({ ...point, sweeps: 40000, algorithm, seed: 7 }), point)
    for (const name of ['energy', 'magnetisation', 'u4'] as const) {
      const error = measured[`${name}_error`] ?? 0
      expect(error, `${name} at ${temperature}`).toBeLessThan(0.01)
      expect(Math.abs((measured[name] ?? 0) - exact[name]) / error, `${name} at ${temperature}`).toBeLessThan(4)
    }
  }
})

test('[EXA-6] the exact energy of small lattices is that of the sum over all states', () => {
  for (const size of [3, 4]) {
    for (const temperature of [1.2, 2.1, 2.2691, 2.2693, 4]) {
      expect(exactEnergy(size, temperature)).toBeCloseTo(enumerated(size, temperature).energy, 10)
    }
  }
})

test('[EXA-6] the exact energy of a large lattice is that of the infinite one', () => {
  for (const temperature of [1.5, 2, 3, 5]) expect(exactEnergy(400, temperature)).toBeCloseTo(onsagerEnergy(temperature), 10)
  const tc = 2 / Math.log(1 + Math.SQRT2)
  expect(exactEnergy(1000, tc + 1e-10)).toBeCloseTo(-Math.SQRT2, 2)
})

test('[EXA-4] the same seed gives the same series, another one another', () => {
  const options = { size: 8, temperature: 2.3, sweeps: 200, algorithm: 'wolff' }
  const first = sample({ ...options, seed: 1 })
  expect(sample({ ...options, seed: 1 })).toEqual(first)
  expect(sample({ ...options, seed: 2 })).not.toEqual(first)
})

/** Onsager's internal energy per spin of the infinite lattice, with the complete elliptic integral by the arithmetic-geometric mean. */
function onsagerEnergy(temperature: number): number {
  const K = 1 / temperature
  const modulus = (2 * Math.sinh(2 * K)) / Math.cosh(2 * K) ** 2
  let a = 1
  let b = Math.sqrt(1 - modulus * modulus)
  for (let i = 0; i < 40; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)]
  const elliptic = Math.PI / (2 * a)
  return -(1 / Math.tanh(2 * K)) * (1 + (2 / Math.PI) * (2 * Math.tanh(2 * K) ** 2 - 1) * elliptic)
}
