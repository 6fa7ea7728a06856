import { expect, test } from 'vitest'
import type { Command } from '#run/inputs.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const workflow = `
  a:
    foreach: { x: "\${{ range(3) }}" }
    run: "true"
  b:
    each: a
    run: "true"
`

/** Sends commands at their times: the world wakes for each, as it would for an answer. */
async function at(script: { readonly [ms: number]: readonly Command[] }, behaviour = acts({}), text = workflow, cpu = 1) {
  const simulation = simulate({ behaviour })
  simulation.journal.send(startOf(text, { pools: { cpu } }))
  const times = Object.keys(script).map(Number)
  for (;;) {
    const due = times.find((time) => time <= simulation.world.now())
    if (due !== undefined) {
      times.splice(times.indexOf(due), 1)
      for (const command of script[due] ?? []) simulation.journal.send(command)
    }
    if (!(await simulation.engine.turn()) && times.length === 0) return simulation
    if (simulation.journal.runs()[0]?.outcome !== undefined)
      for (const [i, time] of times.entries()) if (time > simulation.world.now()) times[i] = simulation.world.now()
  }
}

test('[RUN-24] while a run is paused nothing new starts, and what runs goes on', async () => {
  const simulation = simulate()
  simulation.journal.send(startOf(workflow, { pools: { cpu: 1 } }))
  await simulation.engine.turn()
  await simulation.engine.turn()
  const paused = await simulation.send({ type: 'pause', run: 'r', reason: 'lunch' })
  expect(tell(paused, 'RunPaused', 'AttemptsStarted', 'AttemptEnded', 'RunEnded')).toEqual(['0 RunPaused', '1000 0/0#1 done'])
  const again = await simulation.send({ type: 'unpause', run: 'r' })
  expect(again.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
})

test('[RUN-25] cancel stops what runs, with the rest of its bundle, and the run ends when all have ended', async () => {
  const quick = acts({ a: { ms: 10 } })
  const text = `  a:\n    foreach: { x: "\${{ range(100) }}" }\n    run: "true"\n`
  const { events } = await at({ 15: [{ type: 'cancel', run: 'r', reason: 'no' }] }, quick, text)
  const ended = events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.cause] : []))
  expect(ended.length).toBeGreaterThan(1)
  expect(new Set(ended)).toEqual(new Set(['cancelled']))
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'cancelled' })
})

test('[RUN-25] a run in which nothing runs is cancelled at once', async () => {
  const simulation = simulate()
  const events = await simulation.send(startOf(workflow), { type: 'cancel', run: 'r', reason: 'no' })
  expect(tell(events, 'RunCancelling', 'RunEnded', 'AttemptsStarted')).toEqual(['0 RunCancelling', '0 cancelled'])
})

test('[RUN-26] retry gives failed tasks, and those skipped behind them, another chance with fresh budgets, also after the end', async () => {
  const simulation = simulate({ behaviour: acts({ 'a/1#1': { fails: 'program_error' } }) })
  const first = await simulation.send(startOf(workflow, { pools: { cpu: 3 } }))
  expect(tell(first, 'TasksSkipped', 'RunEnded')).toEqual(['1000 b/1 skipped: upstream_failed', '2000 failed'])
  const again = await simulation.send({ type: 'retry', run: 'r' })
  expect(tell(again, 'TasksReset', 'AttemptEnded', 'RunEnded')).toEqual([
    ...['2000 0/1 reset', '2000 1/1 reset', '3000 0/1#2 done', '4000 1/1#1 done', '4000 succeeded'],
  ])
})

test('[RUN-26] retry of one stage or task leaves the others; a cancelled run goes on where it stopped', async () => {
  const simulation = simulate({ behaviour: acts({ 'a#1': { fails: 'program_error' } }) })
  await simulation.send(startOf(workflow, { pools: { cpu: 3 } }))
  const one = await simulation.send({ type: 'retry', run: 'r', stage: 0, tasks: [2] })
  expect(tell(one, 'AttemptEnded', 'RunEnded')).toEqual(['2000 0/2#2 done', '3000 1/2#1 done', '3000 failed'])
  const cancelled = simulate()
  await cancelled.send(startOf(workflow, { pools: { cpu: 3 } }), { type: 'cancel', run: 'r', reason: 'no' })
  expect((await cancelled.send({ type: 'retry', run: 'r' })).at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
})

test('[RUN-26] what makes no sense as things are changes nothing', async () => {
  const simulation = simulate()
  await simulation.send(startOf(workflow))
  const commands: readonly Command[] = [
    startOf(workflow),
    ...[
      { type: 'pause', run: 'r', reason: '' } as const,
      { type: 'unpause', run: 'r' } as const,
      { type: 'cancel', run: 'r', reason: '' } as const,
    ],
    ...[{ type: 'retry', run: 'r' } as const, { type: 'cancel', run: 'unknown', reason: '' } as const],
  ]
  expect(await simulation.send(...commands)).toEqual([])
  expect(simulation.journal.inbox()).toEqual([])
})
