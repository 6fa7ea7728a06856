import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { suspensionsOf } from '#run/look.ts'
import type { Weather } from '#worlds/simulated/surroundings.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const room = { pools: { cpu: 2, memory: 1e9 } }

function file(
  condition: string,
  stages = '  a: { foreach: { i: "${{ range(4) }}" }, run: "x ${{ i }}", suspend_while: down }\n  b: { run: y }\n',
) {
  return `pwos: 1\nname: test\nsignals: { ring: { current: { unit: mA } } }\nconditions: { down: { ${condition} } }\nstages:\n${stages}`
}

const down = (...times: readonly (readonly [number, Weather['reading']])[]): readonly Weather[] =>
  times.map(([at, reading]) => ({ condition: 'down', at, reading }))

async function happened(text: string, weather: readonly Weather[], script: Parameters<typeof acts>[0] = {}) {
  const events = await simulate({ weather, behaviour: acts({ a: { ms: 4000 }, ...script }) }).send(startOf(text, room))
  return tell(events, 'ConditionChanged', 'AttemptsStarted', 'AttemptEnded', 'RunEnded').filter((line) => !line.includes('b/0'))
}

test('[RUN-140] while a condition holds nothing of the stage starts, and then all of it may', async () => {
  expect(await happened(file('command: x'), down([3000, 'holds'], [20_000, 'clear']))).toEqual([
    ...['0 ConditionChanged', '0 a/0#1 started', '0 a/1#1 started'],
    ...['3000 ConditionChanged', '4000 a/0#1 done', '4000 a/1#1 done'],
    ...['20000 ConditionChanged', '20000 a/2#1 started', '20000 a/3#1 started'],
    ...['24000 a/2#1 done', '24000 a/3#1 done', '24000 succeeded'],
  ])
})

test('[RUN-140] what runs is stopped where it is if the condition says so, and goes on afterwards', async () => {
  const simulation = simulate({ weather: down([1000, 'holds'], [20_000, 'clear']), behaviour: acts({ a: { ms: 4000 } }) })
  const text = file('command: x, running: stop', '  a: { run: x, suspend_while: down }\n  b: { run: y }\n')
  const events = await simulation.send(startOf(text, room))
  expect(tell(events, 'AttemptEnded')).toEqual(['1000 b/0#1 done', '23000 a/0#1 done'])
  expect(events.findLast((event) => event.type === 'AttemptEnded')).toMatchObject({
    outcome: { result: { usage: { wallMs: 23_000, workMs: 4000 } } },
  })
})

test('[RUN-141] what does not last does not count; the first word counts at once', async () => {
  const flapping = down([0, 'holds'], [2000, 'clear'], [3000, 'holds'], [20_000, 'clear'], [30_000, 'holds'], [31_000, 'clear'])
  expect((await happened(file('command: x, steady: 5 s'), flapping)).filter((line) => line.includes('Condition'))).toEqual([
    '0 ConditionChanged',
    '25000 ConditionChanged',
  ])
})

test('[RUN-142] nobody knows: tasks are held, unless the file says to go', async () => {
  const unsure = down([0, 'unknown'], [9000, 'clear'])
  expect((await happened(file('file: down'), unsure))[1]).toBe('9000 ConditionChanged')
  expect((await happened(file('file: down, unknown: go'), unsure))[1]).toBe('0 a/0#1 started')
})

test('[RUN-143] a signal says whether a condition holds; before any has come it does not', async () => {
  const simulation = simulate({ behaviour: acts({ a: { ms: 4000 } }), signalsCome: false })
  const ring = (current: string, id: string) =>
    ({ type: 'signal', run: 'r', signal: 'ring', values: { current }, id, from: 'ring' }) as const
  const low = await simulation.send(startOf(file('signal: ring, when: current < 10 mA'), room), ring('3 mA', '1'))
  expect(tell(low, 'ConditionChanged', 'AttemptsStarted')).toEqual(['0 ConditionChanged', '0 b/0#1 started'])
  const high = await simulation.send(ring('200 mA', '2'))
  expect(tell([...low, ...high], 'RunEnded')).toEqual(['9000 succeeded'])
})

test('[RUN-144] who is held says by what since when, and how long in all', async () => {
  const simulation = simulate({ weather: down([0, 'holds'], [60_000, 'clear']), behaviour: acts({}) })
  simulation.journal.send(startOf(file('command: x'), room))
  while (!simulation.events.some((event) => event.type === 'AttemptEnded')) await simulation.engine.turn()
  const { state } = simulation.engine
  const found = explain(state, 'r', 0, 0, simulation.world.now())
  expect(found?.reasons).toEqual([{ code: 'suspended', conditions: [{ condition: 'down', reading: 'holds', since: 0 }], stopped: false }])
  expect(found && explanationText(found)[0]?.en).toMatch(/^It is suspended: down holds since /)
  const run = state.runs.get('r')
  expect(run && suspensionsOf(run, 5000)).toEqual([{ condition: 'down', reading: 'holds', since: 0, suspends: true, totalMs: 5000 }])
  await simulation.send()
  expect(run && suspensionsOf(run, 99_000)).toMatchObject([{ reading: 'clear', suspends: false, totalMs: 60_000 }])
})
