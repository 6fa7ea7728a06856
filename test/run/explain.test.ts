import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import type { Reason } from '#run/explanation.ts'
import { explanationText } from '#run/explanation-text.ts'
import { findTask, labelOf } from '#run/label.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

const workflow = `
  a:
    foreach: { L: [8, 16], T: [2.1, 2.2] }
    run: "true"
    needs: { cpu: 2, time: 10 s }
    on_error: [{ cause: diverged, retry: { delay: 60 s } }]
  b:
    each: a
    run: "true"
  c:
    after: [b]
    run: "true"
  d:
    run: "true"
    when: 1 > 2
  large:
    run: "true"
    needs: { cpu: 4 }
  judged:
    run: "true"
    metrics: { m: number }
    gates: [{ name: good, check: m < 1 }]
    needs: { cpu: 0 }
`

async function midway() {
  const simulation = simulate({
    behaviour: acts({ 'a/0': { fails: 'diverged', ms: 1000 }, a: { ms: 9000 }, judged: { metrics: { m: 2 } } }),
  })
  simulation.journal.send(startOf(workflow, { pools: { cpu: 5 } }))
  for (let turn = 0; turn < 3; turn++) await simulation.engine.turn()
  const { state } = simulation.engine
  const about = (stage: number, task?: number) => explain(state, 'r', stage, task, simulation.world.now())
  return { simulation, about, codes: (stage: number, task?: number) => about(stage, task)?.reasons.map((reason) => reason.code) }
}

test('[RUN-30] a task says what it waits for: stages with counts, elements, backoff, pools with who holds them, its place', async () => {
  const { about, codes } = await midway()
  expect(about(0, 0)).toMatchObject({
    label: 'L=8,T=2.1',
    status: 'retrying',
    reasons: [{ code: 'backoff', until: 61_000, attempt: 2 }, { code: 'failed' }],
  })
  expect(about(0, 1)?.reasons).toMatchObject([{ code: 'running', attempt: 1 }])
  expect(about(1, 1)?.reasons).toEqual([{ code: 'waits_for_task', stage: 'a', task: 1, label: 'L=8,T=2.2', status: 'running' }])
  expect(about(2)?.reasons).toEqual([{ code: 'waits_for_stage', stage: 'b', finished: 0, running: 0, count: 4 }])
  expect(about(3)?.reasons).toEqual([{ code: 'skipped', reason: 'when', upstream: [] }])
  expect(about(4)?.reasons.find((reason) => reason.code === 'pool_short')).toMatchObject({
    pool: 'cpu',
    need: 4,
    capacity: 5,
    holders: [{ stage: 'a' }],
  })
  expect(about(5)?.reasons).toEqual([{ code: 'gate_failed', gate: 'good', verdict: 'failed', measured: { m: 2 } }])
  expect(codes(9)).toBeUndefined()
  expect(codes(0, 99)).toBeUndefined()
})

test('[RUN-30] every reason has a sentence in every language', async () => {
  const { about, simulation } = await midway()
  const seen = [0, 1, 2, 3, 4, 5].flatMap((stage) => [about(stage), about(stage, 0), about(stage, 1)]).filter((each) => each !== undefined)
  const more: readonly Reason[] = [
    ...[
      { code: 'paused' } as const,
      { code: 'cancelling' } as const,
      { code: 'not_asked_for' } as const,
      { code: 'looking_for_result' } as const,
    ],
    ...[{ code: 'next_portion', before: 3 } as const, { code: 'done' } as const, { code: 'ignored', cause: 'lost' } as const],
    { code: 'same_result_elsewhere', run: 'x', stage: 's', task: 1, label: '' },
    { code: 'behind_reservation', run: 'x', stage: 's', task: 1, label: 'L=8', until: 1_700_000_000_000 },
    ...[
      { code: 'reserved', at: undefined } as const,
      { code: 'reserved', at: 0 } as const,
      { code: 'in_line', before: 2, rule: 'priority' } as const,
    ],
    ...[{ code: 'makes_room' } as const, { code: 'skipped', reason: 'upstream_failed', upstream: ['a'] } as const],
    { code: 'waits_for_stage', stage: 'a', finished: 0, running: 0, count: undefined },
  ]
  const texts = [...seen, { ...seen[0]!, reasons: more }].flatMap(explanationText)
  expect(texts.every(({ en, ko }) => en.length > 5 && /[가-힣]/.test(ko) && !`${en}${ko}`.includes('undefined'))).toBe(true)
  expect(explanationText({ ...seen[0]!, reasons: [{ code: 'reserved', at: 1_700_000_000_000 }] })[0]?.en).toContain(
    '2023-11-14 22:13:20 UTC',
  )
  await simulation.send({ type: 'cancel', run: 'r', reason: '' })
})

test('[RUN-34] a task is found by its label or its index', async () => {
  const { simulation } = await midway()
  const run = simulation.engine.state.runs.get('r')!
  expect(labelOf(run, 1, 3)).toBe('L=16,T=2.2')
  expect(findTask(run, 1, 'L=16, T=2.2')).toBe(3)
  expect(findTask(run, 1, '2')).toBe(2)
  expect(findTask(run, 1, '4')).toBeUndefined()
  expect(findTask(run, 1, 'L=9')).toBeUndefined()
})
