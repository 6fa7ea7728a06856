import { expect, test } from 'vitest'
import { createEngine } from '#engine/loop.ts'
import { FencedError, type Journal, type World } from '#engine/ports.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import type { Effect } from '#run/effect.ts'
import { effectsToResume } from '#run/effects.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { sanityCheck } from '#run/sanity.ts'
import { simulatedWorld } from '#worlds/simulated/world.ts'
import { load, simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const workflow = `
  a:
    foreach: { x: [1, 2] }
    run: "true"
    on_error: [{ cause: diverged, retry: { delay: 10 s } }]
  b:
    each: a
    run: "true"
`

/** Notes the order of appends and effects. */
function noting(journal: Journal, world: World, notes: string[]): { journal: Journal; world: World } {
  const append: Journal['append'] = (events, taken) => {
    notes.push(`append ${events.length} taking ${taken ?? []}`)
    journal.append(events, taken)
  }
  const perform: World['perform'] = (effect, state) => {
    notes.push(effect.type)
    world.perform(effect, state)
  }
  return { journal: { ...journal, append }, world: { ...world, perform } }
}

test('[RUN-28] a turn is one append, with the commands that it took, and effects come after it', async () => {
  const notes: string[] = []
  const memory = createMemoryJournal()
  memory.takeLead()
  const { journal, world } = noting(memory, simulatedWorld({ behaviour: acts({}) }), notes)
  const engine = createEngine({ journal, world, load })
  engine.resume()
  memory.send(startOf(workflow))
  await engine.turn()
  await engine.turn()
  expect(notes).toEqual(['append 4 taking 1', 'resolve', 'append 3 taking ', 'start', 'start'])
})

test('[RUN-28] when another leads, the append fails, nothing is done, and this engine decides no more', async () => {
  const notes: string[] = []
  const memory = createMemoryJournal()
  memory.takeLead()
  const { journal, world } = noting(memory, simulatedWorld({ behaviour: acts({}) }), notes)
  const engine = createEngine({ journal, world, load })
  engine.resume()
  memory.send(startOf(workflow))
  memory.releaseLead()
  await expect(engine.turn()).rejects.toThrow(FencedError)
  expect(notes).toEqual(['append 4 taking 1'])
  await expect(engine.turn()).rejects.toThrow('decides no more')
})

function foldUntil(events: readonly RunEvent[], last: (event: RunEvent) => boolean) {
  const state = createState(load)
  for (const event of events) {
    evolve(state, event)
    sanityCheck(state)
    if (last(event)) break
  }
  return state
}

test('[RUN-29] after a crash the world is asked again for keys, attempts and deadlines', async () => {
  const events = await simulate({ behaviour: acts({ 'a/0#1': { fails: 'diverged', ms: 500 } }) }).send(startOf(workflow))
  const types = (effects: readonly Effect[]) => effects.map((effect) => ({ ...effect, run: undefined }))
  const released = foldUntil(events, (event) => event.type === 'TasksReleased')
  expect(types(effectsToResume(released, 0))).toMatchObject([{ type: 'resolve', stage: 0, tasks: [0, 1] }])
  const running = foldUntil(events, (event) => event.type === 'AttemptEnded')
  expect(types(effectsToResume(running, 0))).toMatchObject([
    { type: 'adopt', stage: 0, tasks: [1], attempts: [1] },
    { type: 'wake', at: 10_500 },
  ])
})

test('[RUN-29] a run goes on in a new process, and each task that was done stays done', async () => {
  const journal = createMemoryJournal()
  const first = simulate({ behaviour: acts({}) }, journal)
  journal.send(startOf(workflow))
  for (let turn = 0; turn < 4; turn++) await first.engine.turn()
  const before = [...journal.read('r')].length
  const second = simulate({ behaviour: acts({}), startAt: 5000 }, journal)
  await second.send()
  const all = [...journal.read('r')].map(({ event }) => event)
  expect(all.length).toBeGreaterThan(before)
  const done = tell(all, 'AttemptEnded').filter((line) => line.endsWith('done'))
  expect(new Set(done.map((line) => line.split(' ')[1]?.split('#')[0])).size).toBe(4)
  expect(done.length).toBe(4)
  expect(all.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
})

test('[RUN-29] runs that are over are let go, and read back when something is asked of them', async () => {
  const simulation = simulate({ behaviour: acts({ 'a/0#1': { fails: 'program_error' } }) })
  await simulation.send(startOf(workflow, { run: 'one' }))
  await simulation.send(startOf(workflow, { run: 'two' }))
  expect([...simulation.engine.state.runs.keys()]).toEqual(['two'])
  const again = await simulation.send({ type: 'retry', run: 'one' })
  expect(again.at(-1)).toMatchObject({ type: 'RunEnded', run: 'one', outcome: 'succeeded' })
})
