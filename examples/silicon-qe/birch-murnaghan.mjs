// The energy of a crystal against its volume: F. Birch, Phys. Rev. 71, 809 (1947), third order.
// E(V) = E0 + 9 V0 B0 / 16 · [ (x − 1)³ B0' + (x − 1)² (6 − 4 x) ]  with x = (V0/V)^(2/3).

import { leastSquares, solve } from './least-squares.mjs'

/** E, and its slopes by E0, V0, B0 and B0' (as differences), at a volume. */
export function energyAt(volume, [E0, V0, B0, slope]) {
  const x = (V0 / volume) ** (2 / 3)
  return E0 + ((9 * V0 * B0) / 16) * ((x - 1) ** 3 * slope + (x - 1) ** 2 * (6 - 4 * x))
}

/** −dE/dV. */
export function pressureAt(volume, [, V0, B0, slope]) {
  const y = (V0 / volume) ** (1 / 3)
  return ((3 * B0) / 2) * (y ** 7 - y ** 5) * (1 + (3 / 4) * (slope - 4) * (y ** 2 - 1))
}

/**
 * Fits the equation of state to points { volume, energy }. Energies of one code have no errors of chance; what the curve misses them by
 * (`misfit`, root mean square) is taken for their error. Returns { parameters: [E0, V0, B0, B0'], errors, misfit }, in the units of the points.
 */
export function fitEquationOfState(points) {
  if (points.length < 5) throw new Error(`four parameters are fitted: ${points.length} volumes are too few`)
  const values = points.map(({ energy }) => ({ value: energy, error: 1 }))
  const model = (i, parameters) => ({ value: energyAt(points[i].volume, parameters), slopes: slopesAt(points[i].volume, parameters) })
  const { parameters, covariance, chi2, freedom } = leastSquares(values, startOf(points), model, { rounds: 200 })
  const scatter = Math.sqrt(chi2 / freedom)
  return { parameters, errors: covariance.map((row, i) => Math.sqrt(row[i]) * scatter), misfit: Math.sqrt(chi2 / points.length) }
}

function slopesAt(volume, parameters) {
  return parameters.map((value, i) => {
    const step = 1e-5 * Math.max(Math.abs(value), 1e-3)
    const beside = (by) => energyAt(volume, parameters.with(i, value + by))
    return (beside(step) - beside(-step)) / (2 * step)
  })
}

/** From the parabola in V^(−2/3) through the points: near enough to start from. */
function startOf(points) {
  const rows = points.map(({ volume, energy }) => ({ x: volume ** (-2 / 3), energy }))
  const mean = rows.reduce((sum, { x }) => sum + x, 0) / rows.length
  const power = (n) => rows.reduce((sum, { x }) => sum + (x - mean) ** n, 0)
  const moment = (n) => rows.reduce((sum, { x, energy }) => sum + energy * (x - mean) ** n, 0)
  const matrix = [0, 1, 2].map((i) => [0, 1, 2].map((j) => power(i + j)))
  const [c0, c1, c2] = solve(matrix, [moment(0), moment(1), moment(2)])
  if (!(c2 > 0)) throw new Error('the energies have no minimum among these volumes')
  const x0 = mean - c1 / (2 * c2)
  const V0 = x0 ** -1.5
  // d²E/dV² = 2 c2 (dx/dV)² at the minimum, and B = V d²E/dV².
  return [c0 - c1 ** 2 / (4 * c2), V0, 2 * c2 * ((2 / 3) * V0 ** (-5 / 3)) ** 2 * V0, 4]
}
