// The lowest level of the harmonic oscillator, -1/2 psi'' + 1/2 x² psi = E psi, on a grid of N intervals over [-8, 8] with psi = 0 at both
// ends: central differences, inverse iteration, and the Rayleigh quotient. A state of a coarser grid is a good one to begin with.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const half = 8

/** One row of -1/2 d²/dx² + 1/2 x² per inner point: the same number beside the diagonal everywhere. */
export function hamiltonian(intervals) {
  const h = (2 * half) / intervals
  const diagonal = Array.from({ length: intervals - 1 }, (_, index) => 1 / (h * h) + 0.5 * (-half + (index + 1) * h) ** 2)
  return { diagonal, beside: -0.5 / (h * h), h }
}

/** Solves the tridiagonal system by elimination (L. H. Thomas, 1949). */
function solve({ diagonal, beside }, right) {
  const n = right.length
  const above = new Float64Array(n)
  const x = new Float64Array(n)
  for (let row = 0; row < n; row++) {
    const pivot = diagonal[row] - (row > 0 ? beside * above[row - 1] : 0)
    above[row] = beside / pivot
    x[row] = (right[row] - (row > 0 ? beside * x[row - 1] : 0)) / pivot
  }
  for (let row = n - 2; row >= 0; row--) x[row] -= above[row] * x[row + 1]
  return x
}

function energyOf({ diagonal, beside }, state) {
  let energy = 0
  let norm = 0
  for (let row = 0; row < state.length; row++) {
    energy += diagonal[row] * state[row] ** 2 + (row > 0 ? 2 * beside * state[row] * state[row - 1] : 0)
    norm += state[row] ** 2
  }
  return energy / norm
}

/** The lowest energy and its state; `start` is a state on half as many intervals. */
export function groundState(intervals, start) {
  const matrix = hamiltonian(intervals)
  let state = start === undefined ? new Float64Array(intervals - 1).fill(1) : interpolated(start, intervals)
  let energy = energyOf(matrix, state)
  for (let step = 1; step <= 200; step++) {
    const next = solve(matrix, state)
    const norm = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0) * matrix.h)
    state = next.map((value) => value / norm)
    const before = energy
    energy = energyOf(matrix, state)
    if (Math.abs(energy - before) < 1e-13) return { energy, state, steps: step }
  }
  throw new Error('the iteration did not converge')
}

function interpolated(coarse, intervals) {
  const at = (index) => coarse[index - 1] ?? 0
  return Float64Array.from({ length: intervals - 1 }, (_, index) => {
    const point = index + 1
    return point % 2 === 0 ? at(point / 2) : (at((point - 1) / 2) + at((point + 1) / 2)) / 2
  })
}

if (process.argv[1]?.endsWith('solve.mjs')) {
  const [intervals, from, to] = process.argv.slice(2)
  const start = existsSync(from) ? JSON.parse(readFileSync(from, 'utf8')).state : undefined
  const { energy, state, steps } = groundState(Number(intervals), start)
  writeFileSync(to, JSON.stringify({ energy, state: [...state] }))
  writeFileSync(process.env.PWOS_METRICS, JSON.stringify({ energy, steps }))
}
