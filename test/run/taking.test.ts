import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import type { Journal } from '#engine/ports.ts'
import { seekResult, type Taking } from '#engine/seek.ts'
import { circleOf } from '#engine/seek-circle.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { waiverFacts } from '#report/waivers.ts'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import type { Command } from '#run/inputs.ts'
import { specOf } from '#run/spec.ts'
import type { RunState, State } from '#run/state.ts'
import { places } from '../simulation/checkers.ts'
import { load, simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const maker = (more = '') => `pwos: 1
name: calibration
parameters: { fail: 0 }
stages:
  fit: { run: "fit \${{ outputs.table }}", outputs: { table: table.json }, metrics: { gain: { type: number, unit: mm } } }
  many: { foreach: { i: [1, 2] }, run: "x \${{ i }}" }
${more}`

const taker = (take = 'workflow: calibration, stage: fit', more = '') => `pwos: 1
name: study
parameters: { from: none }
stages:
  cal:
    take: { ${take} }
    outputs: { table: table.json }
    metrics: { gain: { type: number, unit: mm } }
${more}  use: { run: "use \${{ stages.cal.outputs.table }} \${{ stages.cal.metrics.gain }}" }
`

const nature = acts({ made: { metrics: { gain: 2 } }, fit: { outputs: { table: 7 }, metrics: { gain: 2 } } })

function start(run: string, text: string, options: Parameters<typeof startOf>[1] = {}): Command {
  const { workflow } = loadWorkflow(text, 'workflow.yaml')
  return {
    ...startOf(text, { run, pools: { cpu: 8, memory: 1e9 }, ...options }),
    name: workflow?.name ?? '',
    fingerprint: `${run}0123456789`,
  }
}

function world(journal: Journal = createMemoryJournal()) {
  const seek = (run: RunState, stage: number, at: number) => seekResult(journal, load, run, stage, at)
  const take = (run: RunState, stage: number, at: number, state: State): Taking => {
    const found = seek(run, stage, at)
    if (found !== undefined) return found
    const problem = circleOf(state, { run, stage }, (other, index) => seek(other, index, at) !== undefined)
    return problem === undefined ? undefined : { problem }
  }
  return simulate({ behaviour: nature, take }, journal)
}

const shown = (events: readonly RunEvent[]) =>
  tell(events, 'AttemptsStarted', 'TasksReused', 'AttemptEnded', 'RunEnded').filter((line) => !line.endsWith(' done'))
const said = (simulation: ReturnType<typeof world>, run: string, stage = 0) => {
  const told = explain(simulation.engine.state, run, stage, 0, 0)
  return told && explanationText(told).map(({ en }) => en)
}

test('[RUN-170] a stage takes the result of the newest run of a workflow that has succeeded, and the journal says which', async () => {
  const simulation = world()
  await simulation.send(start('c1', maker()), start('c2', maker()))
  const events = await simulation.send(start('s', taker()))
  const taken = events.flatMap((event) => (event.type === 'TasksReused' && event.run === 's' ? event.results : []))
  expect(taken).toMatchObject([
    {
      key: 'c2/fit',
      result: { metrics: { gain: 2 }, taken: { run: 'c2', workflow: 'calibration', stage: 'fit', fingerprint: 'c20123456789' } },
    },
  ])
  expect(shown(events)).toEqual(['1000 use/0#1 started', '2000 succeeded'])
  const { script } = specOf(simulation.engine.state, 's', 1, 0, 2, places)
  expect(script).toContain('2')
  expect(said(simulation, 's')).toEqual([
    'It is done.',
    'Its result is that of fit in the run c2 of calibration (fingerprint c20123456789).',
  ])
})

test('[RUN-171] where there is none it is waited for, without holding anything, and looked for again whenever a run ends', async () => {
  const simulation = world()
  const first = await simulation.send(start('s', taker()))
  expect(shown(first)).toEqual([])
  expect(said(simulation, 's')).toEqual([
    'It waits since 1970-01-01 00:00:00 UTC for a run of calibration to succeed, and takes the result of fit there.',
  ])
  const events = await simulation.send(start('c', maker()))
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', run: 's', outcome: 'succeeded', at: 2000 })
})

test('[RUN-171] a run that begins after a crash asks again, and takes the same', async () => {
  const journal = createMemoryJournal()
  await world(journal).send(start('s', taker()))
  const again = world(journal)
  await again.send(start('c', maker()))
  expect(again.events.at(-1)).toMatchObject({ type: 'RunEnded', run: 's', outcome: 'succeeded' })
})

test('[RUN-172] `run` names one by its id: it is waited for while it goes on, and what it cannot give is told at once', async () => {
  const byId = taker('run: "${{ from }}", stage: fit')
  const simulation = world()
  const events = await simulation.send(start('c', maker()), start('s', byId, { parameters: { from: 'c' } }))
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', run: 's', outcome: 'succeeded' })
  const trouble = async (text: string, from: string) => {
    const more = await world(simulation.journal).send(start(`t${from}${text.length}`, text, { parameters: { from } }))
    return more.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : []))
  }
  expect(await trouble(byId, 'x')).toEqual(['there is no run x in this store'])
  expect(await trouble(taker('run: "${{ from }}", stage: fat'), 'c')).toEqual(['the run c of calibration has no stage fat'])
  expect(await trouble(taker('run: c, stage: many'), '')).toEqual([
    'many of the run c of calibration has 2 tasks: only a single one can be taken',
  ])
  expect(await trouble(taker('run: c, stage: fit, fingerprint: ffffffff'), '')).toEqual([
    'the run c has the fingerprint c0123456789, not ffffffff',
  ])
  expect(
    await trouble(
      taker('workflow: study, stage: fit').replace('name: study', 'name: alone').replace('workflow: study', 'workflow: alone'),
      '',
    ),
  ).toEqual(['no earlier run of alone is in this store, and a run cannot wait for itself'])
  expect(await trouble(byId.replace('unit: mm', 'unit: m'), 'c')).toEqual([
    'fit of the run c of calibration: its metric gain is in mm, not in m',
  ])
  expect(await trouble(byId.replaceAll('table', 'list'), 'c')).toEqual(['fit of the run c of calibration: it has no output list'])
})

test('[RUN-172] what is blind there and not unblinded is not told by taking it', async () => {
  const simulation = world()
  const blind = `pwos: 1
name: calibration
resources: { people: [{ name: ana }] }
stages:
  fit: { run: "fit \${{ outputs.table }}", blind: true, outputs: { table: table.json }, metrics: { gain: { type: number, unit: mm } } }
  open: { approval: { by: ana, of: "\${{ stages.fit.outputs.table }}", unblinds: fit } }
`
  await simulation.send(start('c', blind, { until: [0] }))
  const events = await simulation.send(start('s', taker()))
  expect(
    events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : [])),
  ).toEqual(['fit of the run c of calibration is blind, and not unblinded'])
})

test('[RUN-173] `within` bounds how long it is waited for, `no_older_than` how old it may be', async () => {
  const simulation = world()
  const late = await simulation.send(start('s', taker('workflow: calibration, stage: fit, within: 1 min')))
  expect(shown(late)).toEqual(['60000 cal/0#1 no_result, failed', '60000 failed'])
  await simulation.send(start('c', maker()))
  const stale = await simulation.send(start('t', taker('workflow: calibration, stage: fit, no_older_than: 10 s, within: 1 h')))
  expect(shown(stale)[0]).toBe('61000 use/0#1 started')
  const other = simulate(
    { behaviour: nature, startAt: 1_000_000, take: (run, stage, at) => seekResult(simulation.journal, load, run, stage, at) },
    simulation.journal,
  )
  const fresh = await other.send(start('u', taker('workflow: calibration, stage: fit, no_older_than: 10 s, within: 1 h')))
  expect(shown(fresh)).toEqual(['4600000 cal/0#1 no_result, failed', '4600000 failed'])
})

test('[RUN-173] a rule can wait anew or go on without it, and a gate judges what is taken', async () => {
  const rule = '    on_error: [{ cause: no_result, retry: { at_most: 1 } }]\n'
  const events = await world().send(start('s', taker('workflow: calibration, stage: fit, within: 1 min', rule)))
  expect(shown(events)).toEqual(['60000 cal/0#1 no_result, retry rule:0 at 60000', '120000 cal/0#2 no_result, failed', '120000 failed'])
  const simulation = world()
  await simulation.send(start('c', maker()))
  const gated = await simulation.send(start('s', taker(undefined, '    gates: [{ name: small, check: "gain < 1 mm" }]\n')))
  expect(shown(gated)).toEqual(['1000 cal/0 reused: [failed] failed', '1000 failed'])
})

test('[RUN-173] a run that was cancelled and goes on waits anew', async () => {
  const simulation = world()
  const journal = simulation.journal
  const text = taker('workflow: calibration, stage: fit, within: 1 min')
  journal.send(start('s', text))
  await simulation.engine.turn()
  await simulation.send({ type: 'cancel', run: 's', reason: 'no' })
  const later = simulate(
    { behaviour: nature, startAt: 1_000_000, take: (run, stage, at) => seekResult(journal, load, run, stage, at) },
    journal,
  )
  const events = await later.send({ type: 'retry', run: 's' })
  expect(shown(events)).toEqual(['1060000 0/0#1 no_result, failed', '1060000 failed'])
})

test('[RUN-174] where no other runs are known, it comes after as long as the stage is expected to take', async () => {
  const text = taker('workflow: calibration, stage: fit', '    time: 2 s\n')
  const events = await simulate({ behaviour: acts({ cal: { ms: 2000, metrics: { gain: 1 } } }) }).send(start('s', text))
  expect(shown(events)).toEqual(['2000 use/0#1 started', '3000 succeeded'])
})

test('[RUN-175] runs that wait for each other are seen, and the one that closes the circle fails and names them all', async () => {
  const of = (name: string, from: string) => `pwos: 1
name: ${name}
stages:
  got: { take: { workflow: ${from}, stage: made }, metrics: { gain: { type: number, unit: mm } } }
  made: { run: "make \${{ stages.got.metrics.gain }}", metrics: { gain: { type: number, unit: mm } } }
`
  const simulation = world()
  expect(shown(await simulation.send(start('a', of('one', 'two')), start('b', of('two', 'three'))))).toEqual([])
  const events = await simulation.send(start('c', of('three', 'one')))
  const failed = events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [[event.run, event.outcome.detail]] : [],
  )
  expect(failed).toEqual([['c', 'runs that wait for each other: c/got for made of one, a/got for made of two, b/got for made of three']])
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', run: 'c', outcome: 'failed' })
  // The others wait: somebody may start another run that gives what they seek.
  const given = `pwos: 1\nname: three\nstages:\n  made: { run: make, metrics: { gain: { type: number, unit: mm } } }\n`
  const more = await world(simulation.journal).send(start('d', given))
  expect(more.flatMap((event) => (event.type === 'RunEnded' ? [`${event.run} ${event.outcome}`] : []))).toEqual([
    'd succeeded',
    'b succeeded',
    'a succeeded',
  ])
})

test('[RUN-176] a run that is named and was edited is taken from as it goes on; one that was cancelled is not', async () => {
  const byId = taker('run: "${{ from }}", stage: fit')
  const simulation = world()
  simulation.journal.send(start('c', maker()))
  await simulation.engine.turn()
  simulation.journal.send(start('s', byId, { parameters: { from: 'c' } }))
  await simulation.engine.turn()
  for (const [run, old] of [
    ['d', 'c'],
    ['e', 'd'],
  ] as const) {
    const begins = start(run, maker(), { parameters: { fail: 0 } })
    if (begins.type === 'start') simulation.journal.send({ ...begins, replaces: { run: old, active: true, keep: [] } })
    await simulation.engine.turn()
  }
  const events = await simulation.send()
  const taken = [...simulation.events, ...events].flatMap((event) =>
    event.type === 'TasksReused' && event.run === 's' ? event.results : [],
  )
  expect(taken[0]).toMatchObject({ key: 'e/fit' })
  const other = world()
  other.journal.send(start('c', maker()))
  await other.engine.turn()
  const late = await other.send({ type: 'cancel', run: 'c', reason: 'no' }, start('s', byId, { parameters: { from: 'c' } }))
  expect(
    late.flatMap((event) =>
      event.type === 'AttemptEnded' && event.run === 's' && event.outcome.kind === 'failed' ? [event.outcome.detail] : [],
    ),
  ).toEqual(['the run c was cancelled'])
})

test('[GATE-30] a result that rests on a waiver brings it along to the run that takes it, and to the next one', async () => {
  const simulation = world()
  const gated = maker().replace('unit: mm } } }', 'unit: mm } }, gates: [{ name: flat, check: gain < 1 mm }] }')
  await simulation.send(start('c', gated))
  await simulation.send({ type: 'waive', run: 'c', stage: 0, task: 0, gate: 'flat', by: 'kim', reason: 'an old lamp' })
  const waiver = { run: 'c', workflow: 'calibration', stage: 'fit', label: '', gate: 'flat', by: 'kim', reason: 'an old lamp' }
  const takers = { s: taker(), t: taker('workflow: study, stage: cal') }
  for (const [id, text] of Object.entries(takers)) {
    await simulation.send(start(id, text))
    const run = simulation.engine.state.runs.get(id) as RunState
    expect(run.stages[0]?.results.get(0)?.taken?.waivers).toEqual([waiver])
    expect(waiverFacts(run)).toEqual([{ ...waiver, tasks: 1, resting: [0, 1] }])
    expect(said(simulation, id, 1)).toContain('It rests on a waiver: fit in the run c did not pass flat; kim let it pass (an old lamp).')
  }
})
