import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolveParameters } from '#define/parameters.ts'
import type { Workflow } from '#model/workflow.ts'
import { expectRun } from '#plan/expected-run.ts'
import { foretellable } from '#plan/foretellable.ts'
import { makeForecast } from '#plan/make-forecast.ts'
import { assumedCount, durationsOf, type PlanInput } from '#plan/plan-input.ts'

function inputOf(definition: string, pools: PlanInput['pools'] = { cpu: 2, memory: 8e9 }): PlanInput {
  const { workflow, problems } = loadWorkflow(definition, 'workflow.yaml')
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  const parameters = resolveParameters(workflow, {}).values
  return { workflow, parameters, pools, history: { samples: new Map(), counts: new Map() }, start: 0, stretch: new Map(), fixed: new Map() }
}

async function forecast(input: PlanInput, seeds: number) {
  const expected = expectRun(input.workflow, input.parameters, input.pools, { assume: (stage) => assumedCount(input, stage) })
  const workflow: Workflow = foretellable(input.workflow, expected)
  const durations = durationsOf(input, expected.run)
  const { parameters, pools, start } = input
  const made = await makeForecast({ workflow, parameters, pools, durations, start, seeds, seed: 1, deadline: 60_000 })
  if ('stuck' in made) throw new Error(made.stuck)
  return made
}

const chain = `pwos: 1
name: chain
stages:
  a: { run: "true", needs: { time: 10 s } }
  b: { run: "true", needs: { time: 20 s }, after: [a] }
  c: { run: "true", needs: { time: 5 s }, after: [a] }
`

test('[PLAN-5] certain durations give a certain finish, and the critical stages', async () => {
  const { finish, stages, deadline } = await forecast(inputOf(chain), 3)
  expect(finish).toEqual({ mean: 30_000, p05: 30_000, p50: 30_000, p80: 30_000, p95: 30_000 })
  expect(stages.map(({ criticality }) => criticality)).toEqual([1, 1, 0])
  expect(deadline).toEqual({ at: 60_000, probability: 1 })
})

test('[PLAN-5] one core: who shares it waits, and is critical', async () => {
  const { finish, stages } = await forecast(inputOf(chain, { cpu: 1, memory: 1 }), 3)
  expect(finish.p50).toBe(35_000)
  expect(stages[2]?.criticality).toBe(1)
})

test('[PLAN-1] [PLAN-5] the demonstration is foretold although gates, conditions and counts hang on results', async () => {
  const input = inputOf(readFileSync('examples/ising/workflow.yaml', 'utf8'))
  const made = await forecast(input, 2)
  expect(made.finish.p50).toBeGreaterThan(0)
  expect(made.stages.at(-1)?.finish.p50).toBe(made.finish.p50)
})
