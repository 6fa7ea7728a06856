import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { answerOf } from '#operations/plan-answer-of.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanHistory } from '#plan/plan-input.ts'

const definition = (chance: string) => `pwos: 1
name: study
parameters: { deep: false }
stages:
  fit: { run: fit, metrics: { err: number }, time: 10 s }
  d: { decide: [{ if: stages.fit.metrics.err > 1, then: long${chance} }, { else: short }] }
  long: { run: long, time: 100 s }
  short: { run: short, time: 10 s }
  after-long: { run: "x \${{ stages.long.count }}", time: 50 s }
  p: { decide: [{ if: deep, then: deeper }] }
  deeper: { run: x, time: 1 h }
`

async function planned(chance: string, history: PlanHistory = { samples: new Map(), counts: new Map() }) {
  const { workflow, problems } = loadWorkflow(definition(chance), 'workflow.yaml')
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  const pools = { cpu: 2, memory: 8e9 }
  const input = { workflow, parameters: { deep: false }, pools, history, start: 0, stretch: new Map(), fixed: new Map() }
  const plan = await makePlan(input, { effort: 1, seed: 1, seeds: 200, sensitivities: false })
  if ('reasons' in plan) throw new Error(JSON.stringify(plan.reasons))
  return plan
}

test('[PLAN-20] the schedule follows the likeliest branch, and the forecast draws one in each run', async () => {
  const rare = await planned(', chance: 25 %')
  expect(rare.schedule.finish).toBe(20_000)
  const mean = rare.forecast?.finish.mean ?? 0
  expect(mean).toBeGreaterThan(20_000 + 0.17 * 140_000)
  expect(mean).toBeLessThan(20_000 + 0.33 * 140_000)
  expect(answerOf(rare, 'w').decisions).toEqual([
    {
      ...{ stage: 'd', source: 'stated' },
      branches: [
        { name: 'long', chance: 0.25, expected: false },
        { name: 'short', chance: 0.75, expected: true },
      ],
    },
  ])
  const often = await planned(', chance: 90 %')
  expect(often.schedule.finish).toBe(160_000)
})

test('[PLAN-20] without a chance earlier runs tell, else all branches are alike', async () => {
  const taken = new Map([
    [
      'd',
      new Map([
        ['short', 3],
        ['long', 1],
      ]),
    ],
  ])
  const learned = answerOf(await planned('', { samples: new Map(), counts: new Map(), taken }), 'w').decisions[0]
  expect(learned).toMatchObject({ source: 'history', branches: [{ chance: 0.3 }, { chance: 0.7, expected: true }] })
  const unknown = answerOf(await planned(''), 'w').decisions[0]
  expect(unknown).toMatchObject({ source: 'assumed', branches: [{ chance: 0.5, expected: true }, { chance: 0.5 }] })
})
