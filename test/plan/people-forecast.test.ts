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
  const { finish, deadline, stages, resources } = plan.forecast
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
  // Eight hours of work on average, and no night among them.
  expect((resources.find(({ name }) => name === 'sora')?.usedMs.mean ?? 0) / hour).toBeCloseTo(8, 0)
})

async function forecastOf(definition: string, seeds: number) {
  const plan = await makePlan(inputOf(definition), { effort: 10, seed: 1, seeds, sensitivities: false })
  if ('reasons' in plan || plan.forecast === undefined) throw new Error('no plan')
  return plan.forecast
}

test('[PLAN-9] what fits into no opening any more misses the deadline, and is counted', async () => {
  const forecast = await forecastOf(
    `pwos: 1
name: beam
deadline: 2026-12-30T12:00Z
resources:
  instruments: [{ name: beam, windows: ["2026-11-30T09:00Z/2026-11-30T19:00Z"] }]
stages:
  adjust: { run: "true", needs: { beam: 1 }, time: 1..7 h }
  measure: { run: "true", needs: { beam: 1 }, time: 5 h, after: [adjust] }
`,
    200,
  )
  // Adjusting may take five hours of ten: half of a triangle from 1 to 7 about 4 is below 4, and 7/9 of it below 5.
  expect(forecast.unfinished / 200).toBeCloseTo(2 / 9, 1)
  expect(forecast.deadline?.probability).toBeCloseTo(1 - forecast.unfinished / 200, 10)
  expect(forecast.finish.p95).toBeLessThanOrEqual(start + 10 * hour)
})

test('[PLAN-9] an option is drawn as long as that option takes', async () => {
  const { finish } = await forecastOf(
    `pwos: 1
name: options
resources: { gpu: { capacity: 1, hours: "daily 18:00-23:00" } }
stages:
  solve: { run: "true", needs: [{ gpu: 1 }, { cpu: 4 }], time: [1 h, 4 h] }
`,
    3,
  )
  expect(finish.p50).toBe(start + 4 * hour)
})

test('[PLAN-10] who waits for the beam does not wait for the person that waits with him', async () => {
  const { waits } = await forecastOf(
    `pwos: 1
name: waits
resources:
  people:
    - { name: sora, roles: [analyst] }
    - { name: minjun, roles: [pi], hours: "Mon-Fri 13:00-17:00", load: 50 % }
  instruments: [{ name: beam, windows: ["2026-11-30T14:00Z/2026-12-03T19:00Z"] }]
stages:
  measure: { run: "true", needs: { beam: 1, analyst: 1 }, time: 2 h }
  other: { run: "true", needs: { analyst: 1 }, time: 3 h, after: [measure] }
  third: { run: "true", needs: { analyst: 1, cpu: 1 }, time: 1 h, after: [measure] }
  release: { approval: { by: pi }, after: [other], time: 1 h }
`,
    2,
  )
  const of = waits.map(({ resource, stage, waitMs }) => [resource, stage, waitMs.p50 / hour])
  // Released at 19:00; the investigator begins at 13:00 the next day and takes two hours for the one.
  expect(of).toEqual([
    ['minjun', 3, 18],
    ['sora', 2, 3],
  ])
})
