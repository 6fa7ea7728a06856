import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import type { Command } from '#run/inputs.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const workflow = `
  a:
    foreach: { x: "\${{ range(4) }}" }
    run: "true"
  b:
    each: a
    run: "true"
  all:
    run: gather \${{ stages.b.count }}
    after: b
`

/** Sends commands at their times; they arrive with the first turn at or after them, once what happened in that turn is decided. */
async function at(script: { readonly [ms: number]: readonly Command[] }, cpu = 1, text = workflow) {
  const simulation = simulate({ behaviour: acts({ a: { ms: 1000 } }) })
  simulation.journal.send(startOf(text, { pools: { cpu } }))
  const times = Object.keys(script).map(Number)
  for (;;) {
    const due = times.findIndex((time) => time <= simulation.world.now())
    if (due >= 0) for (const command of script[times.splice(due, 1)[0] ?? 0] ?? []) simulation.journal.send(command)
    if (!(await simulation.engine.turn()) && due < 0) return simulation
  }
}

const why = ({ engine }: ReturnType<typeof simulate>, stage: number, task: number) =>
  explanationText(explain(engine.state, 'r', stage, task, 0)!).map(({ en }) => en)

test('[RUN-120] of a held stage nothing more starts, what runs goes on, and the rest of the run does', async () => {
  const held = await at({ 500: [{ type: 'hold', run: 'r', stage: 0, reason: 'look first' }] })
  expect(tell(held.events, 'AttemptEnded')).toEqual(['1000 a/0#1 done', '2000 a/1#1 done', '3000 b/0#1 done', '4000 b/1#1 done'])
  expect(why(held, 0, 2)).toEqual([expect.stringMatching(/^Its stage is held since .*: look first\. `pwos release` lets it go on\.$/)])
  const events = await held.send({ type: 'hold', run: 'r', stage: 0, reason: 'twice' }, { type: 'release', run: 'r', stage: 0 })
  expect(tell(events, 'StageHeld', 'StageReleased', 'RunEnded').length).toBe(2)
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
  expect((await held.send({ type: 'release', run: 'r', stage: 0 })).length).toBe(0)
})

test('[RUN-120] a stage can be held before it is counted, and one barred by a barrier stays held when that opens', async () => {
  const text = '  a:\n    run: "true"\n    barrier: x\n  b:\n    run: "true"\n    barrier: x\n'
  const simulation = simulate()
  await simulation.send(startOf(text), { type: 'hold', run: 'r', stage: 1, reason: '' })
  expect(tell(simulation.events, 'AttemptEnded')).toEqual(['1000 a/0#1 done'])
  expect((await simulation.send({ type: 'release', run: 'r', stage: 1 })).at(-1)).toMatchObject({ outcome: 'succeeded' })
})

test('[RUN-121] what is skipped by hand is not run, what reads it alone is not either, and a fan-in does without it', async () => {
  const { events, engine } = await at({
    500: [
      { type: 'skip', run: 'r', stage: 0, tasks: [0, 2], reason: 'outside of the window' },
      { type: 'hold', run: 'r', stage: 2, reason: '' },
    ],
  })
  expect(tell(events, 'TasksSkipped')).toEqual(
    ['a/2 skipped: by_hand', 'b/2 skipped: upstream_skipped'].map((text) => expect.stringContaining(text)),
  )
  const state = engine.state.runs.get('r')!
  expect([...state.stages[0]!.status].length).toBe(4)
  expect(state.stages[1]!.counts).toMatchObject({ done: 3, skipped: 1 })
  expect(explanationText(explain(engine.state, 'r', 0, 2, 0)!)[0]!.en).toBe('It was skipped by hand: outside of the window.')
})

test('[RUN-121] a whole stage can be skipped while it waits, and what is over or unknown is left alone', async () => {
  const { events } = await at({
    500: [
      { type: 'skip', run: 'r', stage: 1, reason: 'not needed' },
      { type: 'skip', run: 'r', stage: 9, reason: '' },
    ],
  })
  expect(tell(events, 'TasksSkipped').length).toBe(2)
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
  expect(tell(events, 'AttemptEnded').length).toBe(4)
})

test('[RUN-122] more of a pool starts more at once; less is respected by what runs, and waited for by what comes', async () => {
  const more = await at({ 500: [{ type: 'adjust', run: 'r', pools: { cpu: 4 } }] })
  expect(tell(more.events, 'AttemptEnded').slice(0, 4)).toEqual([
    '1000 a/0#1 done',
    ...[1, 2, 3].map((task) => expect.stringContaining(`a/${task}#1 done`)),
  ])
  expect(more.events.filter(({ type }) => type === 'AttemptEnded')[3]!.at).toBe(2000)
  const less = await at({ 500: [{ type: 'adjust', run: 'r', pools: { cpu: 0 } }] }, 2)
  expect(tell(less.events, 'AttemptEnded')).toEqual([0, 1, 2, 3].map((task) => `${task < 2 ? 1000 : 2000} a/${task}#1 done`))
  expect(why(less, 1, 0)[0]).toContain('It needs 1 of cpu; 0 of 0 is free')
  const again = await less.send({ type: 'adjust', run: 'r', pools: { cpu: 1, unknown: 3 } })
  expect(again.find(({ type }) => type === 'RunAdjusted')).toMatchObject({ pools: { cpu: 1 } })
  expect(again.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
})

test('[RUN-122] a run with a higher priority goes before one that came first', async () => {
  const simulation = simulate({ keyOf: (run, stage, task) => `${run.id} ${stage} ${task}` })
  const text = '  a:\n    foreach: { x: "${{ range(3) }}" }\n    run: one\n'
  simulation.journal.send(startOf(text, { run: 'r', pools: { cpu: 1 } }))
  simulation.journal.send(startOf(text, { run: 's', pools: { cpu: 1 } }))
  await simulation.engine.turn()
  await simulation.send({ type: 'adjust', run: 's', priority: 5 })
  const order = simulation.events.flatMap((event) => (event.type === 'AttemptsStarted' ? [event.run] : []))
  expect(order).toEqual(['s', 's', 's', 'r', 'r', 'r'])
})
