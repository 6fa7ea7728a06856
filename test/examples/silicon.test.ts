import { expect, test } from 'vitest'
import { describeWith } from '../installed.ts'
import { program } from './programs.ts'
import { runExample } from './run-example.ts'

interface Fitted {
  readonly parameters: readonly [number, number, number, number]
  readonly errors: readonly number[]
  readonly misfit: number
}
type Parameters = readonly number[]
const { energyAt, fitEquationOfState, pressureAt } = await program<{
  energyAt(volume: number, parameters: Parameters): number
  pressureAt(volume: number, parameters: Parameters): number
  fitEquationOfState(points: readonly { volume: number; energy: number }[]): Fitted
}>('silicon-qe/birch-murnaghan.mjs')

const made = [-15.85, 266, 0.0064, 4.2]
const volumes = Array.from({ length: 9 }, (_, i) => 240 + 6.5 * i)

test('[EXA-50] an equation of state is found as it was made, and its error is that of the scatter', () => {
  const points = volumes.map((volume) => ({ volume, energy: energyAt(volume, made) }))
  const { parameters, misfit } = fitEquationOfState(points)
  for (const [i, value] of parameters.entries()) expect(value / (made[i] ?? 1)).toBeCloseTo(1, 5)
  expect(misfit).toBeLessThan(1e-8)
  const rough = points.map(({ volume, energy }, i) => ({ volume, energy: energy + (i % 2 === 0 ? 1e-5 : -1e-5) }))
  const fitted = fitEquationOfState(rough)
  expect(fitted.misfit).toBeCloseTo(1e-5, 6)
  expect(Math.abs(fitted.parameters[2] - 0.0064)).toBeLessThan(4 * (fitted.errors[2] ?? 0))
})

test('[EXA-50] the pressure is the slope of the energy', () => {
  for (const volume of volumes) {
    const slope = (energyAt(volume + 1e-3, made) - energyAt(volume - 1e-3, made)) / 2e-3
    expect(pressureAt(volume, made)).toBeCloseTo(-slope, 7)
  }
})

test('[EXA-50] energies without a minimum, or too few of them, are refused', () => {
  expect(() => fitEquationOfState(volumes.map((volume) => ({ volume, energy: -volume })))).toThrow(/no minimum/)
  expect(() => fitEquationOfState([{ volume: 1, energy: 1 }])).toThrow(/too few/)
})

describeWith('pw.x', 'quantum-espresso', () => {
  test('[EXA-51] silicon: converged basis and grid, a calculation that does not converge is repaired, and lattice and bulk modulus agree', () => {
    const { status, text, metric } = runExample('silicon-qe')
    expect(status, text).toBe(0)
    expect(text).toMatch(/hasty tried again with hasty_mixing = 1\.3/)
    expect(metric('basis', 'cutoff')).toBe(28)
    expect(metric('grid', 'grid')).toBe(6)
    expect(metric('equation-of-state', 'lattice_constant')).toBeCloseTo(5.402, 2)
    expect(metric('equation-of-state', 'bulk_modulus')).toBeCloseTo(94, 0)
  }, 300_000)
})

test('[EXA-52] where a program is missing the check of a file says which package brings it', () => {
  const { text } = runExample('silicon-qe', { words: ['check', 'workflow.yaml'], path: '/nowhere' })
  expect(text).toMatch(/`pw\.x` is not on the PATH.*\[missing_program\]/)
  expect(text).toContain('apt-get install quantum-espresso')
})
