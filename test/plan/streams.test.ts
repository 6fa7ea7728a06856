import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'

const definition = (stream: string, reduce: string) => `pwos: 1
name: frames
stages:
  acquire: { run: acquire, time: 60 s, outputs: { frames: { path: "f-*", stream: ${stream} } } }
  reduce: { each: acquire.frames, run: "reduce \${{ acquire.outputs.frames }}", time: ${reduce} }
  total: { after: reduce, run: total, time: 1 s }
`

async function planned(stream: string, counts: ReadonlyMap<string, number> = new Map(), reduce = '2 s') {
  const { workflow } = loadWorkflow(definition(stream, reduce), 'workflow.yaml')
  if (workflow === undefined) throw new Error('the definition is right')
  const common = { workflow, parameters: {}, pools: { cpu: 2, memory: 1e9 }, start: 0 }
  const input: PlanInput = { ...common, history: { samples: new Map(), counts }, stretch: new Map(), fixed: new Map() }
  const made = await makePlan(input, { effort: 20, seed: 1, seeds: 3, sensitivities: false })
  if ('reasons' in made) throw new Error(made.reasons.map(({ message }) => message.en).join())
  return { stages: made.schedule.stages.map(({ count }) => count), finish: made.schedule.finish, simulated: made.forecast?.finish.p50 }
}

test('[PLAN-15] pieces come while they are made in simulated runs, and when all are made in the schedule', async () => {
  expect(await planned('{ expect: 30 }')).toEqual({ stages: [1, 30, 30, 1], finish: 91_000, simulated: 63_000 })
})

test('[PLAN-15] as many as the file expects, as earlier runs had, or one', async () => {
  expect((await planned('{ expect: 3 }', new Map([['acquire.frames', 7]]))).stages).toEqual([1, 3, 3, 1])
  expect((await planned('true', new Map([['acquire.frames', 7]]))).stages).toEqual([1, 7, 7, 1])
  expect((await planned('true')).stages).toEqual([1, 1, 1, 1])
})

test('[PLAN-15] a backlog holds who makes them in simulated runs, too', async () => {
  // Without a bound all ten are made after a minute, and two work on what is left.
  expect((await planned('{ expect: 10 }', new Map(), '20 s')).simulated).toBe(141_000)
  expect((await planned('{ expect: 10, backlog: 2 }', new Map(), '20 s')).simulated).toBe(193_000)
})
