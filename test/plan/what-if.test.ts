import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolveParameters } from '#define/parameters.ts'
import { leastAdditions } from '#plan/least-additions.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'
import { applyChange } from '#plan/what-if.ts'

const definition = `pwos: 1
name: study
resources: { cpu: 2, licence: 1 }
stages:
  sample: { foreach: { n: [1, 2, 3, 4, 5, 6, 7, 8] }, run: "true", needs: { cpu: 1, time: 60 s } }
  fit: { run: "true", after: [sample], needs: { cpu: 1, licence: 1, time: 30 s } }
`

function inputOf(deadlineMs?: number): PlanInput {
  const { workflow, problems } = loadWorkflow(definition, 'workflow.yaml')
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  const named = deadlineMs === undefined ? workflow : { ...workflow, deadline: deadlineMs }
  const common = { parameters: resolveParameters(workflow, {}).values, pools: { cpu: 2, memory: 8e9, licence: 1 }, start: 0 }
  return { workflow: named, ...common, history: { samples: new Map(), counts: new Map() }, stretch: new Map(), fixed: new Map() }
}

const options = { effort: 10, seed: 1, seeds: 0, sensitivities: false }

async function finishOf(input: PlanInput): Promise<number> {
  const plan = await makePlan(input, options)
  if ('reasons' in plan) throw new Error(JSON.stringify(plan.reasons))
  return plan.schedule.finish
}

async function finishIf(change: string): Promise<number> {
  const changed = applyChange(inputOf(), change)
  if ('problem' in changed) throw new Error(changed.problem.en)
  return finishOf(changed.input)
}

test('[PLAN-6] amounts are set, added to and multiplied; several changes are joined with a semicolon', async () => {
  expect(await finishOf(inputOf())).toBe(270_000)
  expect(await finishIf('cpu=4')).toBe(150_000)
  expect(await finishIf('cpu=+2')).toBe(150_000)
  expect(await finishIf('cpu=x2')).toBe(150_000)
  expect(await finishIf('cpu=-1')).toBe(510_000)
  expect(await finishIf('cpu=8; fit.time=10 s')).toBe(70_000)
})

test('[PLAN-6] durations are set or multiplied, by stage', async () => {
  expect(await finishIf('sample.time=x0.5')).toBe(150_000)
  expect(await finishIf('sample.time=1 min; sample.time=x2')).toBe(270_000)
  expect(await finishIf('fit.time=2 min')).toBe(360_000)
})

test('[PLAN-6] a change that cannot be made names the nearest that can', () => {
  const problem = (change: string) => {
    const changed = applyChange(inputOf(), change)
    return 'problem' in changed ? `${changed.problem.en} ${changed.hint?.en ?? ''}` : ''
  }
  expect(problem('cpus=4')).toContain('Did you mean cpu?')
  expect(problem('sampel.time=x2')).toContain('sample.time')
  expect(problem('cpu=many')).toContain('no amount')
  expect(problem('cpu')).toContain('NAME=VALUE')
  expect(problem('sample.time=x-1')).toContain('no amount')
})

test('[PLAN-7] the least addition that meets the deadline is found, and one less does not', async () => {
  const input = inputOf(160_000)
  const made = await makePlan(input, options)
  if ('reasons' in made) throw new Error('no plan')
  const additions = await leastAdditions(input, made, options)
  expect(additions.map(({ change }) => change)).toEqual(['cpu=4'])
  expect(await finishIf('cpu=3')).toBeGreaterThan(160_000)
})

test('[PLAN-7] where nothing need be added, and where nothing helps, nothing is added', async () => {
  const easy = inputOf(300_000)
  const impossible = inputOf(80_000)
  for (const input of [easy, impossible]) {
    const made = await makePlan(input, options)
    if ('reasons' in made) throw new Error('no plan')
    expect(await leastAdditions(input, made, options)).toEqual([])
  }
})
