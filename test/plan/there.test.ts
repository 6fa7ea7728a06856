import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanInput, There } from '#plan/plan-input.ts'

const definition = `pwos: 1
name: study
stages:
  sample: { foreach: { n: [1, 2, 3, 4] }, run: "echo \${{ n }} > \${{ outputs.f }}", time: 10 s, outputs: { f: { path: f.json, format: json } } }
  reduce: { run: "cat \${{ stages.sample.outputs.f.manifest }} > \${{ outputs.f }}", time: 5 s, outputs: { f: { path: f.json, format: json } } }
  more: { foreach: { k: "\${{ stages.reduce.outputs.f.json }}" }, run: "echo \${{ k }}", time: 1 s }
`

async function planned(there?: ReadonlyMap<string, There>) {
  const { workflow } = loadWorkflow(definition, 'workflow.yaml')
  if (workflow === undefined) throw new Error('the definition is right')
  const common = { workflow, parameters: {}, pools: { cpu: 1, memory: 1e9 }, start: 0 }
  const input: PlanInput = { ...common, history: { samples: new Map(), counts: new Map() }, stretch: new Map(), fixed: new Map() }
  const made = await makePlan(
    { ...input, ...(there === undefined ? {} : { there }) },
    { effort: 20, seed: 1, seeds: 3, sensitivities: false },
  )
  if ('reasons' in made) throw new Error(made.reasons.map(({ message }) => message.en).join())
  return made
}

const some = (count: number, ...tasks: number[]): There => ({ count, tasks: new Set(tasks) })

test('[PLAN-14] results that are there take no time and hold nothing, in the schedule and in simulated runs', async () => {
  const whole = await planned()
  expect(whole.schedule.finish).toBe(46_000)
  const rest = await planned(new Map([['sample', some(4, 0, 2, 3)]]))
  expect(rest.schedule.finish).toBe(16_000)
  expect(rest.forecast?.finish.p50).toBe(16_000)
  expect(rest.forecast?.resources.find(({ name }) => name === 'cpu')?.usedMs.p50).toBe(16_000)
})

test('[PLAN-14] a stage that is counted from a result that is there has that many tasks', async () => {
  const rest = await planned(
    new Map([
      ['sample', some(4, 0, 1, 2, 3)],
      ['reduce', some(1, 0)],
      ['more', some(7, 5)],
    ]),
  )
  expect(rest.schedule.stages[2]?.count).toBe(7)
  expect(rest.schedule.finish).toBe(6_000)
  expect(rest.forecast?.finish.p50).toBe(6_000)
})
