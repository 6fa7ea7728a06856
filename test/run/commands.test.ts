import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'
import { isRetryable } from '#run/reset.ts'
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

const replacing = (text: string, keep: readonly { stage: number; tasks: readonly number[] }[] = [], parameters = {}) => ({
  ...startOf(text, { run: 'new', pools: { cpu: 3 }, parameters }),
  replaces: { run: 'r', active: true, keep },
})

/** A store that remembers results by key, as every real one does. */
function remembering(options = {}) {
  const journal = createMemoryJournal()
  return simulate({ find: (keys) => journal.find(keys), ...options }, journal)
}

/** `stage/task#attempt` of what was computed in a run. */
const computed = (events: readonly RunEvent[], run: string) =>
  events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.run === run && event.outcome.kind === 'succeeded'
      ? [`${event.stage}/${event.task}#${event.attempt}`]
      : [],
  )

test('[RUN-190] a run takes the place of another: what is done is taken over, what is kept goes on and is waited for, the rest is stopped', async () => {
  const text = `  a:\n    foreach: { x: "\${{ range(3) }}" }\n    run: work \${{ x }}\n`
  const simulation = remembering({ behaviour: acts({ 'a/0': { ms: 10 }, 'a/1': { ms: 100 }, 'a/2': { ms: 100 } }) })
  simulation.journal.send(startOf(text, { pools: { cpu: 3 } }))
  while (computed(simulation.events, 'r').length === 0) await simulation.engine.turn()
  const events = await simulation.send(replacing(text.replace('range(3)', 'range(4)'), [{ stage: 0, tasks: [1] }]))
  const stopped = events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [[event.run, event.task, event.outcome.cause]] : [],
  )
  expect(stopped).toEqual([['r', 2, 'cancelled']])
  // Task 0 is there, 1 is waited for, 2 is made again, 3 is new.
  expect([computed(events, 'r'), computed(events, 'new').sort()]).toEqual([['0/1#1'], ['0/2#1', '0/3#1']])
  expect(events.flatMap((event) => (event.type === 'RunEnded' ? [[event.run, event.outcome]] : []))).toEqual([
    ['r', 'cancelled'],
    ['new', 'succeeded'],
  ])
})

test('[RUN-190] of two runs that would take the place of one the first does; of one that is over another only where that was expected', async () => {
  const simulation = simulate()
  const started = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === 'RunStarted' ? [event.run] : []))
  expect(started(await simulation.send(startOf(workflow), replacing(workflow), { ...replacing(workflow), run: 'late' }))).toEqual([
    'r',
    'new',
  ])
  const over = { run: 'r', active: false, keep: [] }
  expect(
    started(await simulation.send({ ...replacing(workflow), run: 'later' }, { ...replacing(workflow), run: 'over', replaces: over })),
  ).toEqual(['over'])
})

test('[RUN-191] stages that are to be made anew run though the store has their results', async () => {
  const simulation = remembering()
  const first = await simulation.send(startOf(workflow, { pools: { cpu: 3 } }))
  const same = await simulation.send(startOf(workflow, { run: 'same', pools: { cpu: 3 } }))
  const again = await simulation.send({ ...startOf(workflow, { run: 'again', pools: { cpu: 3 } }), anew: [1] })
  expect([computed(first, 'r').length > 0, computed(same, 'same'), computed(again, 'again').length]).toEqual([true, [], 3])
})

test('[RUN-26] whether a retry would do anything is known before: not of what was left out while others go on without it', async () => {
  const text = `
  a:
    foreach: { x: [1, 2] }
    run: "true"
    on_error: [{ cause: diverged, ignore: true }]
  b: { run: "true", after: { finished: a } }
`
  const simulation = simulate({ behaviour: acts({ 'a/1': { fails: 'diverged' }, b: { ms: 9000 } }) })
  simulation.journal.send(startOf(text))
  while (!simulation.events.some((event) => event.type === 'AttemptsStarted' && event.stage === 1)) await simulation.engine.turn()
  const run = simulation.engine.state.runs.get('r')
  if (run === undefined) throw new Error('it is there')
  expect([isRetryable(run, {}), isRetryable(run, { stage: 0 }), isRetryable(run, { stage: 0, tasks: [1] })]).toEqual([false, false, false])
  while (run.phase === 'running' && (await simulation.engine.turn()));
  expect([isRetryable(run, {}), isRetryable(run, { stage: 0 }), isRetryable(run, { stage: 0, tasks: [0] })]).toEqual([false, true, false])
})
