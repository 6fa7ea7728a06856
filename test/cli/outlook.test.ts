import { beforeAll, expect, test } from 'vitest'
import { renderOutlook } from '../../src/doors/cli/render/outlook.ts'
import { lookFor } from './look.ts'
import { build, workspace } from './pwos.ts'

beforeAll(build)

const definition = `pwos: 1
name: study
parameters: { seed: 1 }
stages:
  sample: { foreach: { n: [1, 2, 3, 4] }, run: "echo \${{ seed }} \${{ n }}; sleep 0.05" }
  reduce: { each: sample, run: "echo \${{ seed }} \${{ sample.n }}; sleep 0.05" }
`

test('[CLI-37] a run of which nothing is known has no baseline; once stages are measured, each run is compared with what was foretold', async () => {
  await using study = workspace({ 'workflow.yaml': definition })
  const outlookOf = (seed: number) => {
    expect(study.pwos('run', 'workflow.yaml', '--set', `seed=${seed}`).status).toBe(0)
    return study.json('status').lines[0].outlook
  }
  expect(outlookOf(1)).toBeNull()
  const { baseline, lateMs, finish } = outlookOf(2)
  expect(finish).toBeNull()
  expect(baseline.p05).toBeLessThanOrEqual(baseline.p50)
  expect(baseline.p95).toBeGreaterThan(baseline.p50)
  const { endedAt } = study.json('status').lines[0]
  expect(lateMs).toBeCloseTo(endedAt - baseline.p50, 3)
})

test('[CLI-37] `status` says ahead or behind, and warns before the deadline is missed', () => {
  const baseline = { p05: 50_000, p50: 60_000, p80: 65_000, p95: 70_000 }
  const finish = { p50: 90_000, p80: 95_000, p95: 99_000 }
  const late = renderOutlook({ finish, baseline, lateMs: 30_000, deadline: { at: 80_000, probability: 0.1 } }, lookFor()).join('\n')
  expect(late).toContain('30 s behind the plan')
  expect(late).toContain('more than is usual')
  expect(late).toContain('! Deadline')
  expect(late).toContain('10 %')
  const early = renderOutlook({ finish: null, baseline, lateMs: -5_000, deadline: null }, lookFor({ language: 'ko' })).join('\n')
  expect(early).toContain('앞섬')
  expect(renderOutlook(null, lookFor())).toEqual([])
})
