import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examples, program } from './programs.ts'

const { groundState } = await program<{ groundState(intervals: number, start?: Float64Array): { energy: number; state: Float64Array } }>(
  'oscillator/solve.mjs',
)

test('[EXA-18] the energy approaches ħω/2 from below, by h²/32', () => {
  for (const intervals of [64, 128, 256]) {
    const h = 16 / intervals
    expect((0.5 - groundState(intervals).energy) / (h * h)).toBeCloseTo(1 / 32, 2)
  }
  const coarse = groundState(128)
  expect(groundState(256, coarse.state).energy).toBeCloseTo(groundState(256).energy, 11)
})

test('[EXA-19] the study halves its grid until the error is below the bound, and the exact energy agrees', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-oscillator-'))
  try {
    cpSync(join(examples, 'oscillator'), folder, { recursive: true })
    const main = join(examples, '../dist/bundle/pwos.js')
    const pwos = (...words: readonly string[]) =>
      spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
    const ended = pwos('run', 'workflow.yaml', '--set', 'bound=1e-5')
    expect({ status: ended.status, stderr: ended.stderr }, ended.stdout).toEqual({ status: 0, stderr: '' })
    expect(ended.stdout).toMatch(/exact/)
    // Error h²/32 on the last grid, estimated by a third of the last change, so that h = 1/64 is the first below 1e-5.
    const told = pwos('explain', 'refine').stdout.replace(/\s+/g, ' ')
    expect(told).toContain('after turn 7 of at most 12')
    const again = pwos('run', 'workflow.yaml', '--set', 'bound=1e-6')
    expect(again.status, again.stderr).toBe(0)
    expect(again.stdout).toMatch(/refine\.7: 1\/1 done.*reused|reused/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
