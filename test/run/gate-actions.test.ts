import { expect, test } from 'vitest'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const head = (stages: string, more = '') => `pwos: 1
name: test
parameters: { sweeps: 10 }
resources: { people: [{ name: ada, roles: [pi] }, { name: bob, roles: [analyst] }]${more} }
stages:
${stages}`
const options = { parameters: { sweeps: 10 }, pools: { cpu: 4, memory: 8e9, ada: 1, bob: 1 } }
const start = (stages: string) => startOf(head(stages), options)
const types = ['AttemptEnded', 'StagesReworked', 'GateWaived', 'ResultRefused', 'TasksReset', 'TasksSkipped', 'RunEnded'] as const

const fan = (actions: string) => `
  a:
    foreach: { i: "\${{ range(10) }}" }
    run: "measure \${{ i }} \${{ sweeps }}"
    outputs: { o: { path: o.json } }
    metrics: { m: number }
    gates: [{ name: g, check: m < 5${actions} }]
  b:
    run: "gather \${{ stages.a.outputs.o.manifest }}"
`

test('[GATE-4] an expected gate that says `fail` fails the task, and one that says nothing or `warn` does not', async () => {
  const story = async (more: string) => {
    const text = `\n  a: { run: x, metrics: { m: number }, gates: [{ name: g, check: m < 5, level: expected${more} }] }\n`
    return tell(await simulate({ behaviour: acts({ a: { metrics: { m: 9 } } }) }).send(start(text)), 'AttemptEnded', 'RunEnded')
  }
  expect(await story('')).toEqual(['1000 a/0#1 [failed] done', '1000 succeeded'])
  expect(await story(', else: warn')).toEqual(['1000 a/0#1 [failed] done', '1000 succeeded'])
  expect(await story(', else: fail')).toEqual(['1000 a/0#1 [failed] failed', '1000 failed'])
  expect(await story(', else: fail, inconclusive: warn')).toEqual(['1000 a/0#1 [failed] failed', '1000 failed'])
})

test('[GATE-4] actions in a list are taken one after the other as they are used up, and an inconclusive gate has its own', async () => {
  const text = `
  a:
    run: "measure \${{ sweeps }}"
    metrics: { m: number }
    gates:
      - name: g
        check: m < 5
        else: [{ retry: { with: { sweeps: "\${{ sweeps + 1 }}" }, at_most: 1 } }, { retry: { with: { sweeps: "\${{ sweeps * 2 }}" }, at_most: 3 } }]
        inconclusive: { retry: { with: { sweeps: "\${{ sweeps * 10 }}" }, at_most: 1 } }
`
  const events = await simulate({
    behaviour: acts({ a: { metrics: { m: 9 } }, 'a#2': { metrics: { m: 'NaN' } }, 'a#4': { metrics: { m: 1 } } }),
  }).send(start(text))
  expect(tell(events, 'AttemptEnded')).toEqual([
    '1000 a/0#1 [failed] retry gate:g at 1000 {"sweeps":11}',
    '2000 a/0#2 [inconclusive] retry gate:g/inconclusive at 2000 {"sweeps":110}',
    '3000 a/0#3 [failed] retry gate:g/2 at 3000 {"sweeps":220}',
    '4000 a/0#4 [passed] done',
  ])
})

test('[GATE-5] quarantine drops a task from its fan-out within its bound, and past it the level decides', async () => {
  const script = { a: { metrics: { m: 1 } }, 'a/3': { metrics: { m: 9 } }, 'a/7': { metrics: { m: 'NaN' } } }
  const told = async (more: string) => {
    const { send, engine } = simulate({ behaviour: acts(script) })
    const lines = tell(await send(start(fan(more))), 'AttemptEnded', 'TasksSkipped', 'RunEnded')
    return { lines: lines.filter((line) => !line.includes('[passed]')), counts: engine.state.runs.get('r')?.stages[0]?.counts }
  }
  const within = await told(', else: { quarantine: { at_most: 20 % } }')
  expect(within.lines).toEqual(['1000 a/3#1 [failed] ignored', '2000 a/7#1 [inconclusive] ignored', '4000 b/0#1 done', '4000 succeeded'])
  expect(within.counts).toMatchObject({ done: 8, ignored: 2, failed: 0 })
  const past = await told(', else: { quarantine: { at_most: 1 } }')
  expect(past.lines).toEqual([
    '1000 a/3#1 [failed] ignored',
    '2000 a/7#1 [inconclusive] failed',
    '3000 b/0 skipped: upstream_failed',
    '3000 failed',
  ])
})

const chain = (gate: string) => `
  a: { run: "make \${{ sweeps }}", outputs: { o: { path: o.json } } }
  b: { run: "use \${{ stages.a.outputs.o }} \${{ sweeps }}", outputs: { o: { path: o.json } } }
  aside: { run: "draw \${{ stages.a.outputs.o }}" }
  c:
    run: "judge \${{ stages.b.outputs.o }}"
    metrics: { m: number }
    gates: [{ name: g, check: m < 5, ${gate} }]
  d: { run: "end \${{ stages.c.count }}" }
`

test('[GATE-6] rework does an earlier stage and all between again with changed values, at most as often as it says', async () => {
  const again = chain('else: { rework: { from: a, with: { sweeps: "${{ sweeps * 2 }}" }, at_most: 2 } }')
  const { send, engine } = simulate({ behaviour: acts({ c: { metrics: { m: 9 } }, 'c#3': { metrics: { m: 1 } } }) })
  const events = await send(start(again))
  expect(tell(events, ...types)).toEqual([
    '1000 a/0#1 done',
    '2000 b/0#1 done',
    '2000 aside/0#1 done',
    '3000 c/0#1 [failed] rework 3/g {"sweeps":20}',
    '3000 a,b,aside,c to be done again for c/0 {"sweeps":20}',
    '4000 a/0#2 done',
    '5000 b/0#2 done',
    '5000 aside/0#2 done',
    '6000 c/0#2 [failed] rework 3/g {"sweeps":40}',
    '6000 a,b,aside,c to be done again for c/0 {"sweeps":40}',
    '7000 a/0#3 done',
    '8000 b/0#3 done',
    '8000 aside/0#3 done',
    '9000 c/0#3 [passed] done',
    '10000 d/0#1 done',
    '10000 succeeded',
  ])
  expect(engine.state.runs.get('r')?.phase).toBe('succeeded')
  const never = await simulate({ behaviour: acts({ c: { metrics: { m: 9 } } }) }).send(start(again))
  expect(tell(never, 'RunEnded', 'TasksSkipped')).toEqual(['9000 d/0 skipped: upstream_failed', '9000 failed'])
})

test('[GATE-6] what runs on products of the old round is stopped and done anew, and its word counts for nothing', async () => {
  const text = chain('else: { rework: { from: a, with: { sweeps: "${{ sweeps * 2 }}" }, at_most: 1 } }')
  const script = { 'c#1': { metrics: { m: 9 } }, c: { metrics: { m: 1 } }, 'aside#1': { ms: 50_000 } }
  const events = await simulate({ behaviour: acts(script) }).send(start(text))
  expect(tell(events, ...types).filter((line) => line.includes('aside'))).toEqual([
    '3000 a,b,aside,c to be done again for c/0 {"sweeps":20}',
    '3000 aside/0#1 cancelled, outdated',
    '5000 aside/0#2 done',
  ])
})

test('[GATE-6] along a chain of elements only that element is done again', async () => {
  const text = `
  a: { foreach: { i: "\${{ range(3) }}" }, run: "make \${{ i }} \${{ sweeps }}", outputs: { o: { path: o.json } } }
  b:
    each: a
    run: "judge \${{ a.outputs.o }}"
    metrics: { m: number }
    gates: [{ name: g, check: m < 5, else: { rework: { from: a, with: { sweeps: "\${{ sweeps * 2 }}" } } } }]
`
  const script = { b: { metrics: { m: 1 } }, 'b/1#1': { metrics: { m: 9 } }, 'b/1#2': { metrics: { m: 8 } } }
  const events = await simulate({ behaviour: acts(script) }).send(start(text))
  expect(tell(events, 'StagesReworked', 'RunEnded')).toEqual([
    '2000 a/1,b/1 to be done again for b/1 {"sweeps":20}',
    '4000 a/1,b/1 to be done again for b/1 {"sweeps":40}',
    '6000 succeeded',
  ])
})

test('[GATE-6] without a change the same is done anew, and no old result is used', async () => {
  const text = chain('else: { rework: { from: a } }')
  const events = await simulate({ behaviour: acts({ c: { metrics: { m: 9 } }, 'c#2': { metrics: { m: 1 } } }) }).send(start(text))
  expect(tell(events, ...types).filter((line) => / [ac]\/0/.test(line))).toEqual([
    '1000 a/0#1 done',
    '3000 c/0#1 [failed] rework 3/g {}',
    '3000 a,b,aside,c to be done again for c/0 {}',
    '4000 a/0#2 done',
    '6000 c/0#2 [passed] done',
  ])
})

test('[GATE-6] rework goes through loops and decisions: a loop is begun anew from its first turn, and what was chosen is chosen again', async () => {
  const text = `
  a:
    repeat: { until: "iteration >= 2", at_most: 3 }
    run: "make \${{ p }} \${{ iteration }}"
    metrics: { m: number }
  which:
    decide:
      - { if: "stages.a.metrics.m > 5", then: high, name: high }
      - { else: low, name: low }
  high: { run: "high \${{ p }}" }
  low: { run: "low \${{ p }}" }
  judge:
    run: "judge \${{ stages.a.metrics.m }} \${{ p }}"
    after: { finished: [high, low] }
    metrics: { x: number }
    gates: [{ name: g, check: x < 5, else: { rework: { from: a, with: { p: "\${{ p + 1 }}" }, at_most: 1 } } }]
`
  let judged = 0
  const { send } = simulate({
    behaviour: ({ run, stage, task, attempt }) => {
      const name = run.workflow.stages[stage]?.name ?? ''
      if (name.startsWith('a.')) return acts({ [name]: { metrics: { m: attempt === 1 ? 9 : 1 } } })({ run, stage, task, attempt } as never)
      if (name !== 'judge') return acts({})({ run, stage, task, attempt } as never)
      judged++
      return acts({ judge: { metrics: { x: judged === 1 ? 7 : 2 } } })({ run, stage, task, attempt } as never)
    },
  })
  const story = tell(
    await send(startOf(`pwos: 1\nname: test\nparameters: { p: 1 }\nstages:${text}`, { parameters: { p: 1 } })),
    'BranchesChosen',
    'LoopsEnded',
    'RunEnded',
  )
  expect(story.filter((line) => /which/.test(line)).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    'which/0 chosen: high',
    'which/0 chosen: low',
  ])
  expect(story.filter((line) => / a\/0 ended by/.test(line))).toHaveLength(2)
  expect(story.at(-1)).toContain('succeeded')
})
