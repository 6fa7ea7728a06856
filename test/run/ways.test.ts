import { expect, test } from 'vitest'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const many = { pools: { cpu: 100 } }

test('[RUN-1] a task goes from released over queued and running to done, each step an event', async () => {
  const events = await simulate().send(startOf(`  a:\n    run: "true"\n`))
  expect(tell(events)).toEqual([
    '0 RunStarted',
    '0 a has 1',
    '0 a/0 released',
    '0 a/0 queued',
    '0 a/0#1 started',
    '1000 a/0#1 done',
    '1000 succeeded',
  ])
})

test('[RUN-2] foreach is the product with the last axis fastest; zip pairs', async () => {
  const simulation = simulate()
  const { labelOf } = await import('#run/label.ts')
  await simulation.send(
    startOf(`
  a:
    foreach: { x: [1, 2], y: [a, b, c] }
    run: "true"
  b:
    foreach: { x: [1, 2], y: [a, b], zip: true }
    run: "true"
`),
  )
  const run = simulation.engine.state.runs.get('r')
  expect(run?.stages.map((stage) => stage.count)).toEqual([6, 2])
  expect([0, 1, 2, 3, 4, 5].map((task) => labelOf(run!, 0, task))).toEqual([
    'x=1,y=a',
    'x=1,y=b',
    'x=1,y=c',
    'x=2,y=a',
    'x=2,y=b',
    'x=2,y=c',
  ])
  expect([0, 1].map((task) => labelOf(run!, 1, task))).toEqual(['x=1,y=a', 'x=2,y=b'])
})

const dynamic = `
  plan:
    run: "plan > \${{ outputs.points }}"
    outputs: { points: { path: points.json, format: json } }
  work:
    foreach: { p: "\${{ stages.plan.outputs.points.json }}" }
    run: "work \${{ p }} > \${{ outputs.o }}"
    outputs: { o: { path: o } }
  each-of:
    each: work
    run: "use \${{ work.p }}"
  all:
    run: "gather \${{ stages.work.outputs.o.manifest }}"
`

test("[RUN-3] a foreach over another stage's content is expanded when that is done, and its values are in the event", async () => {
  const events = await simulate({ behaviour: acts({ plan: { outputs: { points: [7, 8] } } }) }).send(startOf(dynamic, many))
  expect(tell(events, 'StageExpanded')).toEqual(['0 plan has 1', '0 all has 1', '1000 work has 2', '1000 each-of has 2'])
  expect(events.find((event) => event.type === 'StageExpanded' && event.at === 1000)).toMatchObject({ axes: [[7, 8]] })
  expect(tell(events).at(-1)).toBe('3000 succeeded')
})

test('[RUN-3] what cannot be counted is one task that is skipped or fails, and a retry counts anew', async () => {
  const simulation = simulate({ behaviour: acts({ 'plan#1': { fails: 'program_error' }, 'plan#2': { outputs: { points: [7] } } }) })
  const first = await simulation.send(startOf(dynamic, many))
  expect(tell(first, 'StageExpanded', 'TasksSkipped', 'RunEnded')).toEqual([
    ...['0 plan has 1', '0 all has 1', '1000 work has 1 (upstream_failed)', '1000 each-of has 1 (upstream_failed)'],
    ...[
      '1000 work/0 skipped: upstream_failed',
      '1000 each-of/0 skipped: upstream_failed',
      '1000 all/0 skipped: upstream_failed',
      '1000 failed',
    ],
  ])
  const again = await simulation.send({ type: 'retry', run: 'r' })
  expect(again.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
  const number = simulate({ behaviour: acts({ plan: { outputs: { points: 3 } } }) })
  const wrong = await number.send(startOf(dynamic, many))
  expect(tell(wrong, 'AttemptEnded', 'RunEnded')).toEqual(['1000 plan/0#1 done', '1000 work/0#1 bad_input, failed', '1000 failed'])
})

test('[RUN-4] each: a task is released as soon as its element is done', async () => {
  const workflow = `
  a:
    foreach: { x: [1, 2] }
    run: "make \${{ x }} > \${{ outputs.o }}"
    outputs: { o: { path: o } }
  b:
    each: a
    run: "use \${{ a.outputs.o }}"
`
  const events = await simulate({ behaviour: acts({ 'a/0': { ms: 3000 } }) }).send(startOf(workflow, many))
  expect(tell(events, 'AttemptsStarted')).toEqual(['0 a/0#1 started', '0 a/1#1 started', '1000 b/1#1 started', '3000 b/0#1 started'])
})

const gathering = `
  a:
    foreach: { x: [1, 2, 3] }
    when: x != 2
    run: "make \${{ x }} > \${{ outputs.o }}"
    outputs: { o: { path: o } }
  b:
    each: a
    run: "use \${{ a.outputs.o }}"
  c:
    run: "gather \${{ stages.a.outputs.o.paths }}"
  d:
    after: [a]
    run: "true"
`

test('[RUN-5] a whole stage is waited for; what was skipped of it is absent', async () => {
  const events = await simulate().send(startOf(gathering, many))
  expect(tell(events, 'TasksSkipped', 'AttemptsStarted', 'RunEnded')).toEqual([
    ...['0 a/1 skipped: when', '0 b/1 skipped: upstream_skipped', '0 a/0#1 started', '0 a/2#1 started'],
    ...['1000 b/0#1 started', '1000 b/2#1 started', '1000 c/0#1 started', '1000 d/0#1 started', '2000 succeeded'],
  ])
})

test('[RUN-6] when decides for each task; an error in it fails the task as bad_input', async () => {
  const workflow = `
  a:
    run: "true"
    metrics: { m: number }
  b:
    when: stages.a.metrics.m > 1
    run: "true"
`
  const skipped = await simulate({ behaviour: acts({ a: { metrics: { m: 1 } } }) }).send(startOf(workflow))
  expect(tell(skipped, 'TasksSkipped', 'RunEnded')).toEqual(['1000 b/0 skipped: when', '1000 succeeded'])
  const missing = await simulate().send(startOf(workflow))
  expect(tell(missing, 'AttemptEnded', 'RunEnded')).toEqual(['1000 a/0#1 done', '1000 b/0#1 bad_input, failed', '1000 failed'])
})

test('[RUN-7] a failure skips all that waits for it, by data or by order, and everything else goes on', async () => {
  const workflow = `
  a:
    foreach: { x: [1, 2] }
    run: "make \${{ x }} > \${{ outputs.o }}"
    outputs: { o: { path: o } }
  b:
    each: a
    run: "use \${{ a.outputs.o }}"
  c:
    run: "gather \${{ stages.b.count }}"
  d:
    after: [c]
    run: "true"
  e:
    run: "true"
`
  const events = await simulate({ behaviour: acts({ 'a/0': { fails: 'program_error', exit: 1 }, e: { ms: 9000 } }) }).send(
    startOf(workflow, many),
  )
  expect(tell(events, 'TasksSkipped', 'AttemptEnded', 'RunEnded')).toEqual([
    ...['1000 a/0#1 program_error, failed', '1000 a/1#1 done', '1000 b/0 skipped: upstream_failed', '2000 b/1#1 done'],
    ...['2000 c/0 skipped: upstream_failed', '2000 d/0 skipped: upstream_failed', '9000 e/0#1 done', '9000 failed'],
  ])
})

test('[RUN-8] a stage of which nothing was done is skipped by those that read it, and is enough for those that come after it', async () => {
  const workflow = `
  a:
    foreach: { x: [1, 2] }
    when: x > 5
    run: "make \${{ x }} > \${{ outputs.o }}"
    outputs: { o: { path: o } }
  c:
    run: "gather \${{ stages.a.outputs.o.paths }}"
  d:
    after: [a]
    run: "true"
`
  const events = await simulate().send(startOf(workflow))
  expect(tell(events, 'TasksSkipped', 'AttemptEnded', 'RunEnded')).toEqual([
    ...['0 a/0,1 skipped: when', '0 c/0 skipped: upstream_skipped', '1000 d/0#1 done', '1000 succeeded'],
  ])
})

test('[RUN-9] until: the stages named and what they wait for, nothing else', async () => {
  const simulation = simulate()
  const events = await simulation.send(startOf(gathering, { ...many, until: [2] }))
  expect(tell(events, 'StageExpanded', 'RunEnded')).toEqual(['0 a has 3', '0 c has 1', '2000 succeeded'])
})
