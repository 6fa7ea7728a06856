import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, until, workspace } from '../cli/pwos.ts'
import { examples } from './programs.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 120_000 })

test('[EXA-40] the pellets are measured, worked out and released', async () => {
  await using study = workspace({ 'readings.csv': 'reading,mm\n1,10.01\n2,10.02\n3,10.00\n' })
  cpSync(join(examples, 'pellets'), study.folder, { recursive: true })
  const run = study.start('run', 'workflow.yaml', '--set', 'pellets=[7]', '--as', 'jiho')
  await run.shows(/measure\/pellet=7 waits for jiho/)
  const values = ['mass=840 mg', 'diameter=1.001 cm', 'thickness=2.0', 'faces=whole']
  study.pwos('answer', 'measure', ...values, '--attach', 'readings.csv', '--as', 'jiho')
  await run.shows(/release waits for the approval of 2 of sora, lindqvist/)
  study.pwos('approve', 'release', '--as', 'sora')
  study.pwos('approve', 'release', '--as', 'lindqvist')
  expect((await run.ended).status).toBe(0)
  const batch = JSON.parse(study.read('.pwos/results/pellet-density/judge/batch.json'))
  // 0.84 g in π/4 · (1.001 cm)² · 0.2 cm, over 5.606 g/cm³.
  expect(batch.least).toBeCloseTo(0.952, 3)
  expect(batch.pellets).toMatchObject([{ pellet: 7, faces: 'whole', readings: 3 }])
  await until(() => study.json('status').lines[0].phase === 'succeeded')
})
