import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolveParameters } from '#define/parameters.ts'
import { resolvePools } from '#define/pools.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'

const hour = 3_600_000

/** Monday 2026-11-30 at 09:00 UTC. */
const start = Date.UTC(2026, 10, 30, 9)

function inputOf(definition: string): PlanInput {
  const { workflow, problems } = loadWorkflow(definition, 'workflow.yaml')
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  const { pools } = resolvePools(workflow, {}, { cpu: 4, memory: 8e9 })
  const common = { parameters: resolveParameters(workflow, {}).values, pools, start }
  return { workflow, ...common, history: { samples: new Map(), counts: new Map() }, stretch: new Map(), fixed: new Map() }
}

const definition = `pwos: 1
name: study
deadline: 2026-12-01T12:00Z
resources:
  people: [{ name: sora, roles: [analyst], hours: "Mon-Fri 09:00-17:00" }]
stages:
  compute: { run: "true", time: 1..3 h }
  look: { task: { by: analyst, instructions: look }, after: [compute], time: 4..12 h }
`

test('[PLAN-9] where people decide, simulated runs keep their hours: the same seeds, the same forecast', async () => {
  const options = { effort: 10, seed: 1, seeds: 200, sensitivities: false }
  const plan = await makePlan(inputOf(definition), options)
  const again = await makePlan(inputOf(definition), options)
  if ('reasons' in plan || 'reasons' in again || plan.forecast === undefined) throw new Error('no plan')
  expect(again.forecast).toEqual(plan.forecast)
  const { finish, deadline, stages } = plan.forecast
  // At the earliest four hours of work after one of computing; never at night, so none ends between 17:00 and 09:00.
  expect(finish.p05).toBeGreaterThan(start + 5 * hour)
  for (const at of [finish.p05, finish.p50, finish.p80, finish.p95]) {
    const ofDay = ((at - start) / hour + 9) % 24
    expect(ofDay).toBeGreaterThanOrEqual(9)
    expect(ofDay).toBeLessThanOrEqual(17)
  }
  expect(deadline?.probability).toBeGreaterThan(0.3)
  expect(deadline?.probability).toBeLessThan(0.95)
  expect(stages.map(({ criticality }) => criticality)).toEqual([1, 1])
})
