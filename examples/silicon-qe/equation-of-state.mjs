// Lattice constant and bulk modulus from energies at several volumes.
//
//   node equation-of-state.mjs --manifest volumes.json --lattice 10.2 --out result.json --figure equation-of-state.svg

import { writeFileSync } from 'node:fs'
import { energyAt, fitEquationOfState, pressureAt } from './birch-murnaghan.mjs'
import { options, readJson } from './options.mjs'
import { colours, figureOf, panel } from './plot.mjs'
import { report } from './report.mjs'

const bohr = 0.529177210903 // Å, CODATA 2018
const kbarPerRydbergBohr = 147105.08 // of Ry/bohr³; a tenth of it in GPa is 14710.508

const given = options({ manifest: undefined, lattice: undefined, out: 'result.json', figure: 'equation-of-state.svg' })
const points = readJson(given.manifest).map(({ parameters, metrics }) => {
  const a = Number(given.lattice) * (1 + parameters.strain)
  return { a, volume: a ** 3 / 4, energy: metrics.energy, pressure: metrics.pressure }
})
const { parameters, errors, misfit } = fitEquationOfState(points)
const [E0, V0, B0, slope] = parameters
const off = points.map(({ volume, pressure }) => pressure - kbarPerRydbergBohr * pressureAt(volume, parameters))
const found = {
  lattice_constant: bohr * (4 * V0) ** (1 / 3),
  lattice_constant_error: (bohr * (4 * V0) ** (1 / 3) * errors[1]) / (3 * V0),
  bulk_modulus: (B0 * kbarPerRydbergBohr) / 10,
  bulk_modulus_error: (errors[2] * kbarPerRydbergBohr) / 10,
  bulk_modulus_slope: slope,
  bulk_modulus_slope_error: errors[3],
  misfit,
  pressure_misfit: Math.sqrt(off.reduce((sum, each) => sum + each * each, 0) / off.length),
}
writeFileSync(given.out, `${JSON.stringify({ ...found, points }, null, 2)}\n`)
writeFileSync(given.figure, figure())
report(found)
console.log(`a = ${found.lattice_constant.toFixed(4)} Å, B = ${found.bulk_modulus.toFixed(1)} GPa, B' = ${slope.toFixed(2)}`)

function figure() {
  const volumes = points.map(({ volume }) => volume)
  const [from, to] = [Math.min(...volumes), Math.max(...volumes)]
  const wide = 0.04 * (to - from)
  const curve = Array.from({ length: 101 }, (_, i) => from - wide + (i / 100) * (to - from + 2 * wide))
  const milli = (energy) => 1000 * (energy - E0)
  const highest = Math.max(...points.map(({ energy }) => milli(energy)))
  const p = panel({
    left: 80,
    top: 40,
    width: 530,
    height: 320,
    title: `a = ${found.lattice_constant.toFixed(4)} Å,  B = ${found.bulk_modulus.toFixed(1)} GPa`,
    x: { from: from - wide, to: to + wide, label: 'volume of the cell  [bohr³]' },
    y: { from: -0.08 * highest, to: 1.1 * highest, label: 'E − E₀  [mRy]' },
  })
  const drawn = points.map(({ volume, energy }) => ({ at: volume, value: milli(energy), error: 0 }))
  return figureOf(640, 430, 'Energy of silicon against volume', [
    p.wrap(
      p.line(
        curve.map((volume) => [volume, milli(energyAt(volume, parameters))]),
        colours[0],
      ),
      p.vertical(V0, '#6b7785', { dash: '5 4' }),
      p.points(drawn, colours[3]),
    ),
  ])
}
