import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const file = (stages: string) => `pwos: 1\nname: test\nstages:\n${stages}`
const start = (stages: string, run = 'r', cpu = 2) => startOf(file(stages), { run, pools: { cpu } })

const low = (more = 'checkpoint: { grace: 1 s }') => `
  low:
    foreach: { i: [1, 2] }
    run: "low \${{ i }}"
    ${more}
`
const high = (preempt: string) => `
  first: { run: first, needs: { cpu: 0 } }
  high:
    after: first
    run: high
    priority: 5
    ${preempt}
`
const behaviour = acts({ low: { ms: 20_000 }, first: { ms: 3000 }, high: { ms: 4000 } })
const told = async (stages: string) => tell(await simulate({ behaviour }).send(start(stages)), 'TasksPreempted', 'AttemptEnded')

test('[RUN-240] what is told to may take the place of what has lower priority and saves its state, as little as is needed', async () => {
  const events = await simulate({ behaviour }).send(start(low() + high('preempt: lower')))
  const taken = events.filter((event) => event.type === 'TasksPreempted')
  expect(taken).toEqual([
    {
      type: 'TasksPreempted',
      run: 'r',
      at: 3000,
      stage: 0,
      tasks: [1],
      attempts: [1],
      rule: 'priority',
      for: { run: 'r', stage: 2, task: 0 },
    },
  ])
  expect(tell(events, 'AttemptEnded')).toEqual([
    '3000 first/0#1 done',
    '3050 low/1#1 preempted, retry gave_way at 3050',
    '7050 high/0#1 done',
    '20000 low/0#1 done',
    '24050 low/1#2 done',
  ])
})

test('[RUN-241] nobody else gives his place: not without the rule, nor who saves no state, nor who is as important', async () => {
  const calm = ['3000 first/0#1 done', '20000 low/0#1 done', '20000 low/1#1 done', '24000 high/0#1 done']
  expect(await told(low() + high(''))).toEqual(calm)
  expect(await told(low('cache: true') + high('preempt: lower'))).toEqual(calm)
  expect(await told(low('checkpoint: true\n    priority: 5') + high('preempt: lower'))).toEqual(calm)
})

test('[RUN-242] with `restart` also who saves no state gives his place, and begins again; as often as it happens', async () => {
  const events = await told(low('cache: true') + high('preempt: restart'))
  expect(events.slice(1, 3)).toEqual(['3000 TasksPreempted', '3000 low/1#1 preempted, retry gave_way at 3000'])
  expect(events.at(-1)).toBe('27000 low/1#2 done')
})

test('[RUN-243] a pool that is made smaller takes back what is too much, or waits for it', async () => {
  const shrunk = async (preempt: boolean) => {
    const simulation = simulate({ behaviour })
    simulation.journal.send(start(low()))
    while (!simulation.events.some(({ type }) => type === 'AttemptsStarted')) await simulation.engine.turn()
    simulation.journal.send({ type: 'adjust', run: 'r', pools: { cpu: 1 }, ...(preempt ? { preempt: true as const } : {}) })
    while (await simulation.engine.turn());
    return tell(simulation.events, 'AttemptEnded')
  }
  expect(await shrunk(false)).toEqual(['20000 low/0#1 done', '20000 low/1#1 done'])
  expect((await shrunk(true)).at(-1)).toMatch(/^4\d+ low\/1#2 done$/)
})

test('[RUN-244] `explain` says for whom a task has given its place, and who was asked for whom', async () => {
  const simulation = simulate({ behaviour })
  simulation.journal.send(start(low() + high('preempt: lower')))
  while (!simulation.events.some(({ type }) => type === 'TasksPreempted')) await simulation.engine.turn()
  const why = (stage: number, task: number) => explain(simulation.engine.state, 'r', stage, task, simulation.world.now())?.reasons
  expect(why(2, 0)).toContainEqual({ code: 'room_asked', tasks: 1 })
  for (let turn = 0; turn < 50 && !why(0, 1)?.some(({ code }) => code === 'gave_way'); turn++) await simulation.engine.turn()
  expect(why(0, 1)).toContainEqual({ code: 'gave_way', since: 3000, rule: 'priority', run: 'r', stage: 'high' })
})
