import { expect, test } from 'vitest'
import { type Generator, type Measured, program } from './programs.ts'

const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('argon/random.mjs')
const { displacements, pairCounter } = await program<{
  pairCounter(system: object, width: number): { look(): void; radialDistribution(): number[] }
  displacements(frames: Float64Array[], lags: number): number[]
}>('argon/observe.mjs')
const { atTemperature, diffusion, firstPeak } = await program<{
  atTemperature(runs: object[], wanted: number): { [name: string]: Measured }
  diffusion(runs: object[]): Measured
  firstPeak(g: { width: number; values: number[] }): { position: number; height: number }
}>('argon/thermodynamics.mjs')
const { fluidFigure, timestepFigure } = await program<{
  fluidFigure(g: object[], msd: object[], found: object): string
  timestepFigure(runs: object[], lines: object[], order: Measured): string
}>('argon/figures.mjs')

test('[EXA-13] g(r) of points without order is 1', () => {
  const random = randomFrom('ideal')
  const system = { box: 8, count: 400, positions: new Float64Array(1200) }
  const counter = pairCounter(system, 0.5)
  for (let frame = 0; frame < 40; frame++) {
    for (let c = 0; c < 1200; c++) system.positions[c] = 8 * random.uniform()
    counter.look()
  }
  const g = counter.radialDistribution()
  expect(g.length).toBe(8)
  for (const value of g.slice(1)) expect(value).toBeCloseTo(1, 1)
})

test('[EXA-13] the displacement of a random walk gives the diffusion it was made with', () => {
  const random = randomFrom('walk')
  const D = 0.06
  const every = 0.1
  const runs = Array.from({ length: 4 }, () => {
    const x = new Float64Array(600)
    const frames = Array.from({ length: 150 }, () => {
      for (let c = 0; c < x.length; c++) x[c] = (x[c] ?? 0) + Math.sqrt(2 * D * every) * random.normal()
      return Float64Array.from(x)
    })
    return { msd: { every, blocks: [displacements(frames, 50)] } }
  })
  const found = diffusion(runs)
  expect(Math.abs(found.value - D) / found.error).toBeLessThan(5)
  expect(found.error).toBeLessThan(0.005)
})

test('[EXA-13] the first peak is found between the bins', () => {
  const width = 0.02
  const values = Array.from({ length: 150 }, (_, bin) => 2.5 * Math.exp(-(((bin + 0.5) * width - 1.0932) ** 2) / 0.02))
  const { position, height } = firstPeak({ width, values })
  expect(position).toBeCloseTo(1.0932, 3)
  expect(height).toBeCloseTo(2.5, 2)
})

test('[EXA-14] heat capacity, pressure coefficient and shifted means of a made-up series', () => {
  const [c, gamma, T, count, box, cutoff] = [2.4, 4.6, 0.86, 500, 8, 3]
  const density = count / box ** 3
  const together = 3e-4 * 40 * 40 // of virial pressure and pairs, at constant energy
  const runs = Array.from({ length: 6 }, (_, seed) => {
    const random = randomFrom(`series ${seed}`)
    const kineticVariance = 1.5 * count * T * T * (1 - 1.5 / c)
    const virialPerKinetic = (-1.5 * T * T * (gamma - density)) / c / kineticVariance
    const series = { temperature: [] as number[], energy: [] as number[], pressure: [] as number[], pairs: [] as number[] }
    for (let i = 0; i < 4000; i++) {
      const deltaK = Math.sqrt(kineticVariance) * random.normal()
      const deltaPairs = 40 * random.normal()
      const temperature = T + deltaK / (1.5 * (count - 1))
      series.temperature.push(temperature)
      series.energy.push(-5.5 - deltaK / count)
      series.pressure.push(density * (temperature - T) + 0.05 + virialPerKinetic * deltaK + 3e-4 * deltaPairs)
      series.pairs.push(21000 + deltaPairs)
    }
    return { series, blocks: 5, count, box, cutoff }
  })
  const found = atTemperature(runs, 0.85)
  const near = (name: string, exact: number) => {
    const { value, error } = found[name] ?? { value: Number.NaN, error: 1 }
    expect(Math.abs(value - exact) / error, `${name}: ${value} ± ${error}`).toBeLessThan(5)
  }
  const perCut = (-4 * (cutoff ** -12 - cutoff ** -6)) / T
  near('heatCapacity', c)
  near('pressureCoefficient', gamma)
  near('energyOfCut', 0)
  near('pressureOfCut', perCut * together)
  near('energy', -5.5 - (c - 1.5) * 0.01)
  near('pressure', 0.05 - gamma * 0.01 + perCut * together)
})

test('[EXA-13] the figures are SVG without a missing number', () => {
  const g = Array.from({ length: 40 }, (_, i) => ({ r: 0.1 * (i + 1), value: 1, error: 0.1 }))
  const msd = Array.from({ length: 10 }, (_, i) => ({ t: i, value: i, error: 0.1 }))
  const measured = { value: 1.1, error: 0.01 }
  const runs = [0.002, 0.004].map((dt) => ({ dt, fluctuations: [dt * dt, 2 * dt * dt] }))
  const svgs = [
    fluidFigure(g, msd, { position: measured, height: { value: 2.6, error: 0.1 }, D: measured }),
    timestepFigure(runs, [{ slope: 2, intercept: 0 }], { value: 2, error: 0.1 }),
  ]
  for (const svg of svgs) {
    expect(svg).toMatch(/^<svg /)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  }
})
