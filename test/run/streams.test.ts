import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { labelOf } from '#run/label.ts'
import type { Artefact } from '#run/outcome.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import type { Behaviour, SimulatedAttempt } from '#worlds/simulated/behaviour.ts'
import { load, simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const room = { pools: { cpu: 2, memory: 1e9 } }

const file = (stream = 'true', more = '') => `  acquire:
    run: ./acquire
    outputs: { frames: { path: "frame-*.dat", stream: ${stream} } }${more}
  reduce:
    each: acquire.frames
    run: reduce \${{ acquire.outputs.frames }} > \${{ outputs.spectrum }}
    outputs: { spectrum: s.txt }
  fit:
    run: fit \${{ stages.reduce.outputs.spectrum.manifest }}
`

const piece = (name: string, content = ''): Artefact => ({ fingerprint: `${name}${content}`, name, bytes: 1 })

/** Attempts of `acquire` by number: pieces every so many ms, then the end. */
function detector(
  attempts: readonly {
    readonly pieces: readonly Artefact[]
    readonly everyMs?: number
    readonly fails?: boolean
    readonly left?: readonly Artefact[]
  }[],
  script: Parameters<typeof acts>[0] = {},
): (attempt: SimulatedAttempt) => Behaviour {
  const others = acts(script)
  return (attempt) => {
    if (attempt.run.workflow.stages[attempt.stage]?.name !== 'acquire') return others(attempt)
    const { pieces, everyMs = 1000, fails = false, left = pieces } = attempts[attempt.attempt - 1] ?? attempts.at(-1) ?? { pieces: [] }
    const wallMs = (pieces.length + 1) * everyMs
    const frames = { fingerprint: left.map(({ fingerprint }) => fingerprint).join(), name: 'files', bytes: 1, files: [], pieces: left }
    return {
      wallMs,
      pieces: pieces.map((each, index) => ({ afterMs: (index + 1) * everyMs, piece: each })),
      outcome: fails ? failure : { kind: 'succeeded', outputs: { frames } },
    }
  }
}

const failure: Behaviour['outcome'] = {
  kind: 'failed',
  cause: 'program_error',
  ...{ exitCode: 1, signal: null, detail: 'as told' },
  ...{ matched: [], usage: null, metrics: {} },
}

const told = [
  'PiecesPublished',
  'StreamEnded',
  'ProducerHeld',
  'ProducerReleased',
  'AttemptsStarted',
  'AttemptEnded',
  'TasksSkipped',
  'RunEnded',
] as const

const story = (events: readonly RunEvent[]) => tell(events, ...told)

const fast = { reduce: { ms: 100 }, fit: { ms: 100 } }

test('[RUN-180] a piece has its task as soon as it is published, while more are made; what reads all of them waits for the end', async () => {
  const behaviour = detector([{ pieces: [piece('a'), piece('b'), piece('c')] }])
  const events = await simulate({ behaviour }).send(startOf(file(), room))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '2000 acquire.frames published b',
    '2000 reduce/0#1 done',
    '2000 reduce/1#1 started',
    '3000 acquire.frames published c',
    '3000 reduce/1#1 done',
    '3000 reduce/2#1 started',
    '4000 acquire/0#1 done',
    '4000 reduce/2#1 done',
    '4000 acquire.frames ended with 3',
    '4000 fit/0#1 started',
    '5000 fit/0#1 done',
    '5000 succeeded',
  ])
})

test('[RUN-181] of a second attempt the same piece is the same task; another content is another task, and what did not come again counts no more', async () => {
  const behaviour = detector([{ pieces: [piece('a'), piece('b'), piece('c')], fails: true }, { pieces: [piece('a'), piece('b', '2')] }], {
    reduce: { ms: 1500 },
  })
  const events = await simulate({ behaviour }).send(
    startOf(file('true', '\n    on_error: [{ cause: program_error, retry: { at_most: 1 } }]'), room),
  )
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '2000 acquire.frames published b',
    '2500 reduce/0#1 done',
    '2500 reduce/1#1 started',
    '3000 acquire.frames published c',
    '4000 acquire/0#1 program_error, retry rule:0 at 4000',
    '4000 reduce/1#1 done',
    '4000 acquire/0#2 started',
    '4000 reduce/2#1 started',
    '5000 acquire.frames published a',
    '5500 reduce/2#1 done',
    '6000 acquire.frames published b',
    '6000 reduce/3#1 started',
    '7000 acquire/0#2 done',
    '7000 acquire.frames ended with 2',
    '7000 acquire.frames/1,2 skipped: upstream_skipped',
    '7000 reduce/1,2 skipped: upstream_skipped',
    '7500 reduce/3#1 done',
    '7500 fit/0#1 started',
    '8500 fit/0#1 done',
    '8500 succeeded',
  ])
})

test('[RUN-182] who makes the pieces fails: those that are there are worked on, and what needs all is skipped; a retry takes them up', async () => {
  const simulation = simulate({
    behaviour: detector([{ pieces: [piece('a'), piece('b')], fails: true }, { pieces: [piece('a'), piece('b'), piece('c')] }], fast),
  })
  expect(story(await simulation.send(startOf(file(), room)))).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '1100 reduce/0#1 done',
    '2000 acquire.frames published b',
    '2000 reduce/1#1 started',
    '2100 reduce/1#1 done',
    '3000 acquire/0#1 program_error, failed',
    '3000 acquire.frames ended with 2 and a rest',
    '3000 acquire.frames/2 skipped: upstream_failed',
    '3000 reduce/2 skipped: upstream_failed',
    '3000 fit/0 skipped: upstream_failed',
    '3000 failed',
  ])
  expect(story(await simulation.send({ type: 'retry', run: 'r' }))).toEqual([
    '3000 0/0#2 started',
    '4000 1 published a',
    '5000 1 published b',
    '6000 1 published c',
    '6000 2/3#1 started',
    '6100 2/3#1 done',
    '7000 0/0#2 done',
    '7000 1 ended with 3',
    '7000 1/2 skipped: upstream_skipped',
    '7000 2/2 skipped: upstream_skipped',
    '7000 3/0#1 started',
    '7100 3/0#1 done',
    '7100 succeeded',
  ])
})

test('[RUN-182] a rule that goes on without it takes the pieces that are there as all', async () => {
  const behaviour = detector([{ pieces: [piece('a'), piece('b')], fails: true }], fast)
  const events = await simulate({ behaviour }).send(startOf(file('true', '\n    on_error: [{ cause: program_error, ignore: true }]'), room))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '1100 reduce/0#1 done',
    '2000 acquire.frames published b',
    '2000 reduce/1#1 started',
    '2100 reduce/1#1 done',
    '3000 acquire/0#1 program_error, ignored',
    '3000 acquire.frames ended with 2',
    '3000 fit/0#1 started',
    '3100 fit/0#1 done',
    '3100 succeeded',
  ])
})

test('[RUN-182] when it is not run at all, nothing that takes its pieces is', async () => {
  const events = await simulate({ behaviour: detector([{ pieces: [] }], fast) }).send(startOf(file('true', '\n    when: "1 > 2"'), room))
  expect(story(events)).toEqual([
    '0 acquire/0 skipped: when',
    '0 acquire.frames ended with 0 and a rest',
    '0 acquire.frames/0 skipped: upstream_skipped',
    '0 reduce/0 skipped: upstream_skipped',
    '0 fit/0 skipped: upstream_skipped',
    '0 succeeded',
  ])
})

test('[RUN-183] a piece that has changed since it was handed on, or is gone, fails the attempt and is named', async () => {
  const changed = detector([{ pieces: [piece('a'), piece('b')], left: [piece('a', 'x'), piece('b')] }], fast)
  const ended = await simulate({ behaviour: changed }).send(startOf(file(), room))
  expect(detailOf(ended)).toEqual(['a was changed after it had been handed on'])
  const gone = detector([{ pieces: [piece('a'), piece('b')], left: [piece('b')] }], fast)
  const without = await simulate({ behaviour: gone }).send(startOf(file(), room))
  expect(detailOf(without)).toEqual(['a was handed on and is not there any more'])
  const again = detector([{ pieces: [piece('a'), piece('a', 'x'), piece('b')] }], fast)
  const events = await simulate({ behaviour: again }).send(startOf(file(), room))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '1100 reduce/0#1 done',
    '2000 acquire.frames published : a was changed after it had been handed on',
    '2000 acquire/0#1 program_error, failed',
    '2000 acquire.frames ended with 1 and a rest',
    '2000 acquire.frames/1 skipped: upstream_failed',
    '2000 reduce/1 skipped: upstream_failed',
    '2000 fit/0 skipped: upstream_failed',
    '2000 failed',
  ])
  expect(detailOf(events)).toEqual(['a was changed after it had been handed on'])
})

test('[RUN-184] no more pieces than the file allows: the attempt is stopped, and says why', async () => {
  const behaviour = detector([{ pieces: ['a', 'b', 'c', 'd'].map((name) => piece(name)) }], fast)
  const events = await simulate({ behaviour }).send(startOf(file('{ at_most: 2 }'), room))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '1100 reduce/0#1 done',
    '2000 acquire.frames published b',
    '2000 reduce/1#1 started',
    '2100 reduce/1#1 done',
    '3000 acquire.frames published : frames: more than 2 pieces; `at_most` of `stream` says how many there may be',
    '3000 acquire/0#1 program_error, failed',
    '3000 acquire.frames ended with 2 and a rest',
    '3000 acquire.frames/2 skipped: upstream_failed',
    '3000 reduce/2 skipped: upstream_failed',
    '3000 fit/0 skipped: upstream_failed',
    '3000 failed',
  ])
  expect(detailOf(events)).toEqual(['frames: more than 2 pieces; `at_most` of `stream` says how many there may be'])
})

test('[RUN-185] when too many wait, who makes them is stopped where it is until half of them are worked off', async () => {
  const behaviour = detector([{ pieces: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => piece(name)) }], { reduce: { ms: 5000 } })
  const events = await simulate({ behaviour }).send(startOf(file('{ backlog: 2 }'), room))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '1000 reduce/0#1 started',
    '2000 acquire.frames published b',
    '2000 acquire.frames held at 2',
    '6000 reduce/0#1 done',
    '6000 reduce/1#1 started',
    '6000 acquire.frames released at 1',
    '7000 acquire.frames published c',
    '7000 acquire.frames held at 2',
    '11000 reduce/1#1 done',
    '11000 reduce/2#1 started',
    '11000 acquire.frames released at 1',
    '12000 acquire.frames published d',
    '12000 acquire.frames held at 2',
    '16000 reduce/2#1 done',
    '16000 reduce/3#1 started',
    '16000 acquire.frames released at 1',
    '17000 acquire.frames published e',
    '17000 acquire.frames held at 2',
    '21000 reduce/3#1 done',
    '21000 reduce/4#1 started',
    '21000 acquire.frames released at 1',
    '22000 acquire.frames published f',
    '22000 acquire.frames held at 2',
    '26000 reduce/4#1 done',
    '26000 reduce/5#1 started',
    '26000 acquire.frames released at 1',
    '27000 acquire/0#1 done',
    '27000 acquire.frames ended with 6',
    '31000 reduce/5#1 done',
    '31000 fit/0#1 started',
    '32000 fit/0#1 done',
    '32000 succeeded',
  ])
})

test('[RUN-186] who makes the pieces is not held where that alone keeps them from being worked off', async () => {
  const behaviour = detector([{ pieces: ['a', 'b', 'c', 'd'].map((name) => piece(name)) }], fast)
  const events = await simulate({ behaviour }).send(startOf(file('{ backlog: 2 }'), { pools: { cpu: 1, memory: 1e9 } }))
  expect(story(events)).toEqual([
    '0 acquire/0#1 started',
    '1000 acquire.frames published a',
    '2000 acquire.frames published b',
    '3000 acquire.frames published c',
    '4000 acquire.frames published d',
    '5000 acquire/0#1 done',
    '5000 acquire.frames ended with 4',
    '5000 reduce/0#1 started',
    '5100 reduce/0#1 done',
    '5100 reduce/1#1 started',
    '5200 reduce/1#1 done',
    '5200 reduce/2#1 started',
    '5300 reduce/2#1 done',
    '5300 reduce/3#1 started',
    '5400 reduce/3#1 done',
    '5400 fit/0#1 started',
    '5500 fit/0#1 done',
    '5500 succeeded',
  ])
})

test('[RUN-187] a finished result hands on all its pieces at once', async () => {
  const frames = { fingerprint: 'all', name: 'files', bytes: 1, files: [], pieces: [piece('a'), piece('b')] }
  const usage = { startedAt: 0, wallMs: 1, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
  const found = new Map([['k0', { result: { outputs: { frames }, metrics: {}, usage, origin: 'old/acquire/0/1' }, discarded: [] }]])
  const keyOf = (_: unknown, stage: number, task: number) => (stage === 0 ? 'k0' : `${stage}/${task}`)
  const find = (keys: readonly string[]) => new Map([...found].filter(([key]) => keys.includes(key)))
  const events = await simulate({ behaviour: detector([{ pieces: [] }], fast), keyOf, find }).send(startOf(file(), room))
  expect(story(events)).toEqual([
    '0 acquire.frames published a b',
    '0 acquire.frames ended with 2',
    '0 reduce/0#1 started',
    '0 reduce/1#1 started',
    '100 reduce/0#1 done',
    '100 reduce/1#1 done',
    '100 fit/0#1 started',
    '200 fit/0#1 done',
    '200 succeeded',
  ])
})

test('[RUN-189] who takes pieces says that it waits for the next one, and who makes them that too many wait', async () => {
  const { engine, journal } = simulate({
    behaviour: detector([{ pieces: ['a', 'b', 'c', 'd'].map((name) => piece(name)) }], { reduce: { ms: 50_000 } }),
  })
  const told = (stage: number) => {
    const explained = explain(engine.state, 'r', stage, undefined, 0)
    return explained && explanationText(explained).map(({ en }) => en)
  }
  journal.send(startOf(file('{ backlog: 2 }'), room))
  await engine.drive((state) => state.runs.get('r')?.stages[0]?.counts.running === 1)
  expect(told(2)).toEqual(['It waits for the next piece of acquire, which has handed on 0 so far.'])
  await engine.drive((state) => state.runs.get('r')?.stages[1]?.count === 2)
  expect(told(0)?.[0]).toBe('It is stopped where it is since 1970-01-01 00:00:02 UTC: 2 of its pieces wait, and `backlog` is 2.')
})

test('[RUN-188] a journal cut anywhere goes on with the same pieces, once each', async () => {
  const attempts = [
    { pieces: [piece('a'), piece('b'), piece('c')], fails: true },
    { pieces: ['a', 'b', 'd', 'e'].map((name) => piece(name)) },
  ]
  const text = file('{ backlog: 2 }', '\n    on_error: [{ cause: program_error, retry: { at_most: 1 } }]')
  const behaviour = detector(attempts, { reduce: { ms: 2500 } })
  const whole = await simulate({ behaviour }).send(startOf(text, room))
  expect(outcome(whole)).toEqual({ phase: 'succeeded', pieces: 'a b c- d e', reduce: 'done done skipped done done' })
  for (let cut = 1; cut < whole.length; cut++) {
    const journal = createMemoryJournal()
    journal.takeLead()
    journal.append(whole.slice(0, cut))
    const simulation = simulate({ behaviour, startAt: whole[cut - 1]?.at ?? 0 }, journal)
    await simulation.send()
    const events = [...journal.read(undefined)].map(({ event }) => event)
    expect(outcome(events), `cut after ${cut}`).toEqual(outcome(whole))
  }
})

/** How it ended: its pieces by task, with those that do not count marked. */
function outcome(events: readonly RunEvent[]): unknown {
  const state = createState(load)
  for (const event of events) evolve(state, event)
  const run = state.runs.get('r')
  const statuses = (stage: number) => Array.from(run?.stages[stage]?.status ?? [], (status) => taskStatuses[status] ?? '')
  const pieces = statuses(1).map((status, task) => labelOf(run as RunState, 1, task) + (status === 'done' ? '' : '-'))
  return { phase: run?.phase, pieces: pieces.join(' '), reduce: statuses(2).join(' ') }
}

function detailOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : []))
}
