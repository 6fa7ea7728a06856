import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, until, workspace } from '../cli/pwos.ts'
import { examples, type Generator, program } from './programs.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 240_000 })

interface Fit {
  readonly parameters: readonly number[]
  readonly covariance: readonly (readonly number[])[]
}
const { bestFit } = await program<{ bestFit(counts: readonly number[], options?: { readonly peak?: readonly number[] }): Fit }>(
  'blind-analysis/likelihood.mjs',
)
const { masses, peakAt, poisson, phi } = await program<{
  masses: readonly number[]
  peakAt(mass: number): readonly number[]
  poisson(mean: number, generator: Generator): number
  phi(z: number): number
}>('blind-analysis/spectrum.mjs')
const { anywhere, local, significance } = await program<{
  anywhere(q: number, crossings: number): number
  local(q: number): number
  significance(p: number): number
}>('blind-analysis/chances.mjs')
const { randomFrom } = await program<{ randomFrom(seed: string): Generator }>('blind-analysis/random.mjs')

test('[EXA-60] chances are those of tables, one mass or anywhere', () => {
  // Abramowitz and Stegun, table 26.1; five standard deviations leave 2.8665e-7.
  expect(phi(1)).toBeCloseTo(0.841345, 6)
  expect(local(1)).toBeCloseTo(0.158655, 5)
  expect(significance(0.158655)).toBeCloseTo(1, 4)
  expect(significance(2.866515e-7)).toBeCloseTo(5, 5)
  expect(anywhere(9, 2)).toBeCloseTo(0.00135 + 2 * Math.exp(-4), 5)
})

test('[EXA-61] a peak is found as it was made, and its error is what repetitions show', () => {
  const peak = peakAt(126)
  const means = masses.map((mass, i) => 93 * Math.exp(-(mass - 126) / 25) * 0.5 + 120 * (peak[i] ?? 0))
  expect(bestFit(means, { peak }).parameters[2]).toBeCloseTo(120, 3)
  const generator = randomFrom('repetitions')
  const pulls = Array.from({ length: 200 }, () => {
    const found = bestFit(
      means.map((mean) => poisson(mean, generator)),
      { peak },
    )
    return ((found.parameters[2] ?? 0) - 120) / Math.sqrt(found.covariance[2]?.[2] ?? 0)
  })
  const mean = pulls.reduce((sum, pull) => sum + pull, 0) / pulls.length
  const spread = Math.sqrt(pulls.reduce((sum, pull) => sum + (pull - mean) ** 2, 0) / pulls.length)
  expect(Math.abs(mean)).toBeLessThan(0.25)
  expect(Math.abs(spread - 1)).toBeLessThan(0.2)
})

test('[EXA-62] the search runs blind with its people: nobody sees the region before two have approved, and then everybody does', async () => {
  await using study = workspace({})
  cpSync(join(examples, 'blind-analysis'), study.folder, { recursive: true })
  // The people of the test keep no hours.
  study.write('workflow.yaml', study.read('workflow.yaml').replace(/, hours: "[^"]*"/g, ''))
  study.write('note.md', '# Settled\n')
  const run = study.start('run', 'workflow.yaml', '--set', 'toys=60', '--set', 'seed=2')
  await run.shows(/settled waits for ana/)
  expect(study.pwos('answer', 'settled', 'threshold=3', '--attach', 'note=note.md', '--as', 'ana').status).toBe(0)
  await run.shows(/unblind waits for the approval of 2 of kim, sora, lindqvist/)
  await until(() => study.json('status').lines[0].tasks.done === 12)
  expect(study.pwos('logs', 'signal').stderr).toContain('[blinded]')
  const hidden = study.pwos('metrics').stdout
  expect(hidden).toContain('closure.pull')
  expect(hidden).not.toMatch(/search\.|signal\./)
  expect(study.pwos('approve', 'unblind', '--as', 'ana').stderr).toMatch(/\[(not_independent|other_person)\]/)
  study.pwos('approve', 'unblind', '--as', 'kim')
  expect(study.pwos('metrics').stdout).not.toContain('search.')
  study.pwos('approve', 'unblind', '--as', 'sora')
  const ended = await run.ended
  expect(ended.status, ended.stdout + ended.stderr).toBe(0)
  expect(study.pwos('metrics', 'search.mass').stdout).toMatch(/12[567]/)
  expect(study.read('.pwos/results/blind-search/evidence/summary.md')).toContain('Evidence for a peak')
})
