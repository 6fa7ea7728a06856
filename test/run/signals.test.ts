import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import type { SignalCommand } from '#run/inputs.ts'
import { specOf } from '#run/spec.ts'
import { places } from '../simulation/checkers.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const room = { pools: { cpu: 8, memory: 1e9 } }

const beam = `pwos: 1
name: test
signals: { beam: { energy: { unit: keV, min: 1 keV }, shift: { type: string, optional: true } } }
stages:
  before: { run: x }
  a: { after: before, run: "measure \${{ signals.beam.energy }}", await: beam }
  b: { run: y }
`

function signal(values: SignalCommand['values'] = { energy: '12 keV' }, more: Partial<SignalCommand> = {}): SignalCommand {
  return { type: 'signal', run: 'r', signal: 'beam', values, id: 's1', from: 'kim', ...more }
}

const quiet = { signalsCome: false }

test('[RUN-104] a stage waits for its signal, and what it tells is in its command', async () => {
  const simulation = simulate({ ...quiet, behaviour: acts({}) })
  const events = await simulation.send(startOf(beam, room))
  expect(tell(events, 'AttemptsStarted', 'RunEnded')).toEqual(['0 before/0#1 started', '0 b/0#1 started'])
  const later = await simulation.send(signal())
  expect(tell([...events, ...later], 'SignalsAwaited', 'SignalReceived', 'AttemptsStarted', 'RunEnded').slice(2)).toEqual([
    '1000 SignalsAwaited',
    '1000 SignalReceived',
    '1000 a/0#1 started',
    '2000 succeeded',
  ])
  const { script, keyParts } = specOf(simulation.engine.state, 'r', 1, 0, 1, places)
  expect([script, keyParts.command]).toEqual(["measure '12 keV'", "measure '12 keV'"])
})

test('[RUN-104] a signal that came before anyone awaits it is not lost, and the first that came counts', async () => {
  const events = await simulate({ ...quiet, behaviour: acts({}) }).send(
    startOf(beam, room),
    signal({ energy: 5 }),
    signal({ energy: 7 }, { id: 's2' }),
  )
  expect(events.filter((event) => event.type === 'SignalReceived').map(({ data }) => data)).toEqual([{ energy: 5 }, { energy: 7 }])
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded', at: 2000 })
})

test('[RUN-105] the same signal comes once; one that does not fit is refused and changes nothing', async () => {
  const simulation = simulate({ ...quiet, behaviour: acts({}) })
  const events = await simulation.send(
    startOf(beam, room),
    signal({}),
    signal({ energy: '3 s' }, { id: 's2' }),
    signal({ energy: 0.1 }, { id: 's3' }),
    signal({ energy: 9 }, { signal: 'bean', id: 's4' }),
    signal({ energy: 9 }, { id: 's5' }),
    signal({ energy: 9 }, { id: 's5' }),
  )
  const told = events.flatMap((event) =>
    event.type === 'SignalRefused' ? event.problems.map(({ code }) => code) : event.type === 'SignalReceived' ? ['received'] : [],
  )
  expect(told).toEqual(['missing_answer', 'bad_unit', 'out_of_bounds', 'unknown_signal', 'received'])
})

const patient = (rule: string) => `pwos: 1
name: test
signals: { go: {} }
stages:
  a: { foreach: { i: [1, 2] }, run: "x \${{ i }}", await: { go: { within: 10 s } }${rule} }
  b: { after: a, run: y }
`

test('[RUN-106] a signal that does not come in time fails the tasks with its own cause', async () => {
  const events = await simulate({ ...quiet, behaviour: acts({}) }).send(startOf(patient(''), room))
  expect(tell(events, 'SignalsAwaited', 'AttemptEnded', 'RunEnded')).toEqual([
    '0 SignalsAwaited',
    '10000 a/0#1 no_signal, failed',
    '10000 a/1#1 no_signal, failed',
    '10000 failed',
  ])
  expect(events.find((event) => event.type === 'AttemptEnded')).toMatchObject({ outcome: { detail: 'go did not come in time' } })
})

test('[RUN-106] a rule may wait again, or go on without', async () => {
  const again = await simulate({ ...quiet, behaviour: acts({}) }).send(
    startOf(patient(', on_error: [{ cause: no_signal, retry: { at_most: 1, delay: 5 s } }]'), room),
  )
  expect(tell(again, 'SignalsAwaited', 'AttemptEnded', 'RunEnded')).toEqual([
    '0 SignalsAwaited',
    '10000 a/0#1 no_signal, retry rule:0 at 15000',
    '10000 a/1#1 no_signal, retry rule:0 at 15000',
    '15000 SignalsAwaited',
    '25000 a/0#2 no_signal, failed',
    '25000 a/1#2 no_signal, failed',
    '25000 failed',
  ])
  const without = await simulate({ ...quiet, behaviour: acts({}) }).send(
    startOf(patient(', on_error: [{ cause: no_signal, ignore: true }]'), room),
  )
  expect(tell(without, 'AttemptsStarted', 'RunEnded')).toEqual(['10000 b/0#1 started', '11000 succeeded'])
})

test('[RUN-106] what is to be skipped does not wait', async () => {
  const text = `pwos: 1
name: test
signals: { go: {} }
stages:
  before: { run: x }
  a: { after: before, run: y, await: go }
`
  const events = await simulate({ ...quiet, behaviour: acts({ before: { fails: 'program_error' } }) }).send(startOf(text, room))
  expect(tell(events, 'SignalsAwaited', 'TasksSkipped', 'RunEnded')).toEqual(['1000 a/0 skipped: upstream_failed', '1000 failed'])
})

const sending = (to: string, send = '{ found: { data: { energy: "${{ m * 1 keV }}" }') => `pwos: 1
name: finder
signals: { found: { energy: { unit: eV } } }
stages:
  find: { foreach: { i: [1, 2] }, run: "x \${{ i }}", metrics: { m: number }, send: ${send}${to} } } }
  use: { run: "y \${{ signals.found.energy }}", await: found }
`

const measured = acts({ find: { metrics: { m: 2 } } })

test('[RUN-107] tasks send signals when they are done, each once, in the unit of the field', async () => {
  const events = await simulate({ behaviour: measured }).send(startOf(sending(''), room))
  expect(tell(events, 'SignalSent', 'SignalReceived', 'AttemptsStarted').slice(2)).toEqual([
    '1000 SignalSent',
    '1000 SignalReceived',
    '1000 SignalSent',
    '1000 SignalReceived',
    '1000 use/0#1 started',
  ])
  expect(events.find((event) => event.type === 'SignalReceived')).toMatchObject({ data: { energy: 2000 }, from: 'r/find/0' })
})

test('[RUN-107] a signal to all comes to every run that is not over and knows it', async () => {
  const waiting = sending('')
    .replace('name: finder', 'name: other')
    .replace(/ {2}find:.*\n/, '')
  const other = { ...startOf(waiting, { ...room, run: 'other' }), fingerprint: 'other' }
  const unknowing = { ...startOf('  a: { run: z, await: [] }\n', { ...room, run: 'third' }), fingerprint: 'third' }
  const runs = async (to: string) => {
    const events = await simulate({ ...quiet, behaviour: measured }).send(other, unknowing, startOf(sending(to), room))
    return events
      .filter((event): event is Extract<RunEvent, { type: 'SignalSent' }> => event.type === 'SignalSent')
      .map((event) => event.to)
  }
  expect(await runs(', to: all')).toEqual([
    ['other', 'r'],
    ['other', 'r'],
  ])
  expect(await runs(', to: other')).toEqual([['other'], ['other']])
  expect(await runs(', to: nobody')).toEqual([[], []])
})

test('[RUN-107] what cannot be told fails the task that should', async () => {
  const events = await simulate({ ...quiet, behaviour: acts({}) }).send(startOf(sending(''), room))
  expect(events.find((event) => event.type === 'AttemptEnded')).toMatchObject({ then: { kind: 'failed', cause: 'bad_metrics' } })
  expect(events.find((event) => event.type === 'AttemptEnded' && event.then.kind === 'failed' && event.then.detail)).toMatchObject({
    then: { detail: expect.stringMatching(/^send.found: /) },
  })
})

test('[RUN-108] who awaits a signal says which, since when and until when', async () => {
  const simulation = simulate({ ...quiet, behaviour: acts({}) })
  simulation.journal.send(startOf(patient(''), room))
  while (!simulation.events.some((event) => event.type === 'SignalsAwaited')) await simulation.engine.turn()
  const found = explain(simulation.engine.state, 'r', 0, 0, simulation.world.now())
  expect(found?.reasons).toEqual([{ code: 'awaits_signal', signals: ['go'], since: 0, until: 10_000 }])
  expect(found && explanationText(found)[0]?.en).toMatch(/^It waits for the signal go since .*, at most until /)
  await simulation.send()
})

test('[RUN-108] in a simulated world signals from outside come by themselves', async () => {
  const events = await simulate({ behaviour: acts({}) }).send(startOf(beam, room))
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded', at: 2000 })
})
