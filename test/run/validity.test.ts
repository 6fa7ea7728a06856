import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const definition = (validFor: string, width = 4) => `pwos: 1
name: test
resources: { cpu: 1 }
stages:
  calibrate:
    run: calibrate
    outputs: { beam: { path: beam.json } }
    metrics: { m: number }
    gates: [{ name: sharp, check: m < 5, valid_for: ${validFor} }]
  measure:
    foreach: { i: "\${{ range(${width}) }}" }
    run: "measure \${{ i }} \${{ stages.calibrate.outputs.beam }}"
    outputs: { o: { path: o.json } }
  gather: { run: "gather \${{ stages.measure.outputs.o.manifest }}" }
`
const types = ['AttemptEnded', 'StagesReworked', 'RunEnded'] as const
const start = (text: string) => startOf(text, { pools: { cpu: 1, memory: 8e9 } })
const behaviour = acts({ calibrate: { metrics: { m: 1 } } })

test('[GATE-13] what would start after the time for which a gate is good has its stage done again first, and what was done stays', async () => {
  // Everything takes a second, one at a time: the calibration of 1 s is good until 3.5 s, that of 5 s (after a measurement from 3 to 4 s) until 7.5 s.
  const events = await simulate({ behaviour }).send(start(definition('2.5 s')))
  expect(tell(events, ...types)).toEqual([
    '1000 calibrate/0#1 [passed] done',
    '2000 measure/0#1 done',
    '3000 measure/1#1 done',
    '4000 measure/2#1 done',
    expect.stringContaining('4000 calibrate'),
    '5000 calibrate/0#2 [passed] done',
    expect.stringMatching(/^6000 measure\/3#\d done$/),
    '7000 gather/0#1 done',
    '7000 succeeded',
  ])
})

test('[GATE-13] nothing is made anew that nobody is about to take', async () => {
  const events = await simulate({ behaviour }).send(start(definition('1 h')))
  expect(tell(events, 'StagesReworked')).toEqual([])
  const last = await simulate({ behaviour }).send(start(definition('3.5 s')))
  expect(tell(last, 'StagesReworked')).toEqual([])
})

test('[GATE-14] a validity that is over before anything can start is renewed so often at most, and then what waits for it fails and says why', async () => {
  const events = await simulate({ behaviour: acts({ calibrate: { metrics: { m: 1 } } }) }).send(
    start(definition('{ time: 0 s, at_most: 3 }', 1)),
  )
  expect(tell(events, 'StagesReworked').length).toBe(3)
  const failed = events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : []))
  expect(failed).toEqual(['calibrate was done again 3 times because sharp was no longer valid'])
  expect(tell(events, 'RunEnded').at(-1)).toContain('failed')
})

test('[GATE-15] an older result is not reused', async () => {
  const { workflow } = loadWorkflow(definition('2.5 s'), 'workflow.yaml')
  expect(workflow?.stages[0]?.gates[0]?.validFor).toEqual({ ms: 2500, atMost: 100 })
  const found = (madeAt: number) => (keys: readonly string[]) =>
    new Map(
      keys
        .filter((key) => key.includes(':0:'))
        .map((key) => [
          key,
          {
            result: {
              outputs: { beam: { fingerprint: 'f', name: 'beam.json', bytes: 1 } },
              metrics: { m: 1 },
              usage: { startedAt: madeAt, wallMs: 1000, cpuMs: null, peakMemoryBytes: null, writtenBytes: null },
              origin: 'earlier',
            },
            discarded: [],
          },
        ]),
    )
  const startAt = 100_000
  const fresh = await simulate({ behaviour, startAt, find: found(startAt - 2000) }).send(start(definition('2.5 s', 1)))
  expect(tell(fresh, 'AttemptEnded').some((line) => line.includes('calibrate'))).toBe(false)
  const old = await simulate({ behaviour, startAt, find: found(startAt - 4000) }).send(start(definition('2.5 s', 1)))
  expect(tell(old, 'AttemptEnded')[0]).toContain('calibrate/0#1')
})

test('[GATE-13] it is done again from an earlier stage where the gate names one', async () => {
  const text = `pwos: 1
name: test
resources: { cpu: 1 }
stages:
  standard: { run: expose, outputs: { o: { path: o.json } } }
  calibrate:
    run: "fit \${{ stages.standard.outputs.o }}"
    outputs: { beam: { path: beam.json } }
    metrics: { m: number }
    gates: [{ name: sharp, check: m < 5, valid_for: { time: 1.5 s, from: standard } }]
  measure:
    foreach: { i: "\${{ range(3) }}" }
    run: "measure \${{ i }} \${{ stages.calibrate.outputs.beam }}"
`
  const events = await simulate({ behaviour }).send(start(text))
  expect(tell(events, 'AttemptEnded').map((line) => line.split(' ')[1])).toEqual([
    'standard/0#1',
    'calibrate/0#1',
    'measure/0#1',
    'measure/1#1',
    'standard/0#2',
    'calibrate/0#2',
    expect.stringMatching(/^measure\/2#/),
  ])
})

test('[GATE-14] a stage must not be counted from what would be made again', () => {
  const text = `pwos: 1
name: test
stages:
  a: { run: x, outputs: { o: { path: o.json, format: json } }, gates: [{ name: g, check: 1 < 2, valid_for: 1 h }] }
  b: { foreach: { i: "\${{ stages.a.outputs.o.json }}" }, run: "y \${{ i }}" }
`
  expect(loadWorkflow(text, 'workflow.yaml').problems.map(({ code }) => code)).toContain('bad_rule')
})
