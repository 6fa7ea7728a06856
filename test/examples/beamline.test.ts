import { expect, test } from 'vitest'
import { type Generator, program } from './programs.ts'

interface Crystal {
  readonly lattice: number
  readonly reflections: readonly { readonly sum: number; readonly weight: number }[]
}
interface Beam {
  readonly wavelength: number
  readonly zero: number
}
type Pattern = readonly { readonly angle: number; readonly counts: number }[]
type Peaks = readonly {
  readonly sum: number
  readonly angle: number
  readonly error: number
  readonly chi2: number
  readonly freedom: number
}[]
type FittedBeam = Beam & { readonly covariance: readonly (readonly number[])[] }

const crystals = await program<{
  standard: Crystal
  alloy(x: number): Crystal
  alloyLattice(x: number): number
  angleOf(sum: number, lattice: number, beam: Beam): number
}>('beamline/crystal.mjs')
const detector = await program<{ beam: Beam; nominal: Beam; patternOf(crystal: Crystal, counts: number, generator: Generator): Pattern }>(
  'beamline/detector.mjs',
)
const peaks = await program<{
  fitPeaks(pattern: Pattern, crystal: Crystal, beam: Beam): Peaks
  fitBeam(found: Peaks, lattice: number, start: Beam): FittedBeam
  fitLattice(found: Peaks, start: number, beam: FittedBeam): { lattice: number; error: number; common: number }
}>('beamline/peaks.mjs')
const { compositionOf } = await program<{ compositionOf(si: number, ge: number, error: number): { value: number; error: number } }>(
  'beamline/composition.mjs',
)
const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('beamline/random.mjs')

test('[EXA-15] lattices diffract where they must', () => {
  const first = ({ reflections }: Crystal) => reflections.slice(0, 8).map(({ sum, weight }) => [sum, weight])
  // Primitive: 100, 110, 111, 200, 210, 211, 220, 300 with 221; no sum of three squares is 7.
  expect(first(crystals.standard)).toEqual([
    [1, 6],
    [2, 12],
    [3, 8],
    [4, 6],
    [5, 24],
    [6, 24],
    [8, 12],
    [9, 30],
  ])
  // Diamond: 111, 220, 311, 400, 331, 422, 333 with 511, 440; 200 and 222 cancel.
  expect(first(crystals.alloy(0.5)).map(([sum]) => sum)).toEqual([3, 8, 11, 16, 19, 24, 27, 32])
  expect(crystals.angleOf(3, 5.431, { wavelength: 1.540593, zero: 0 })).toBeCloseTo(28.443, 2)
  expect(crystals.alloyLattice(0.5)).toBeCloseTo(5.431 + 0.1992 * 0.5 + 0.02733 * 0.25, 5)
})

test('[EXA-15] peaks of a pattern stand where the beam puts them', () => {
  const pattern = detector.patternOf(crystals.standard, 50_000, randomFrom('peaks'))
  const found = peaks.fitPeaks(pattern, crystals.standard, detector.nominal)
  expect(found.length).toBeGreaterThan(10)
  for (const { sum, angle, error } of found) {
    expect(Math.abs(angle - crystals.angleOf(sum, crystals.standard.lattice, detector.beam))).toBeLessThan(5 * error)
  }
})

test('[EXA-16] errors of wavelength, zero and lattice are those that repetitions show', () => {
  const off: number[][] = [[], [], []]
  for (let seed = 1; seed <= 12; seed++) {
    const generator = randomFrom(`errors ${seed}`)
    const pattern = detector.patternOf(crystals.standard, 4000, generator)
    const beam = peaks.fitBeam(peaks.fitPeaks(pattern, crystals.standard, detector.nominal), crystals.standard.lattice, detector.nominal)
    off[0]?.push((beam.wavelength - detector.beam.wavelength) / Math.sqrt(beam.covariance[0]?.[0] ?? 0))
    off[1]?.push((beam.zero - detector.beam.zero) / Math.sqrt(beam.covariance[1]?.[1] ?? 0))
    const sample = crystals.alloy(seed / 13)
    const found = peaks.fitPeaks(detector.patternOf(sample, 4000, generator), sample, beam)
    expect(found.reduce((sum, peak) => sum + peak.chi2, 0) / found.reduce((sum, peak) => sum + peak.freedom, 0)).toBeLessThan(1.4)
    const { lattice, error, common } = peaks.fitLattice(found, sample.lattice + 0.002, beam)
    off[2]?.push((lattice - sample.lattice) / Math.hypot(error, common))
  }
  for (const pulls of off) {
    const squares = pulls.reduce((sum, pull) => sum + pull * pull, 0)
    // χ² of 12: these bounds hold with 99.9 %.
    expect(squares).toBeGreaterThan(2.2)
    expect(squares).toBeLessThan(32.9)
  }
})

test('[EXA-17] masses give the composition', () => {
  const { value, error } = compositionOf(28.085, 72.63, 0.1)
  expect(value).toBeCloseTo(0.5, 12)
  const [low, high] = [compositionOf(28.085, 72.53, 0).value, compositionOf(28.085, 72.73, 0).value]
  const [less, more] = [compositionOf(27.985, 72.63, 0).value, compositionOf(28.185, 72.63, 0).value]
  expect(error).toBeCloseTo(Math.hypot((high - low) / 2, (more - less) / 2), 6)
})
