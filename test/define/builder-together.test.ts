import { expect, test } from 'vitest'
import { answer, expression, metric, workflow } from '#define/builder.ts'
import { loaded } from './loading.ts'

test('[LANG-33] locks, barriers and signals are said as in a file', () => {
  const study = workflow('together', {
    locks: { archive: 2 },
    conditions: { down: { command: 'test -e x', silentAfter: '1 min', running: 'stop' } },
    suspendWhile: 'down',
    signals: { beam: { energy: answer.number({ unit: 'keV' }), shift: 'string' }, go: {} },
  })
  study.stage('a', {
    run: 'x',
    metrics: { e: metric.number({ unit: 'keV' }) },
    locks: { archive: 1 },
    send: { beam: { data: { energy: expression`e`, shift: 'A' }, to: 'all' } },
  })
  study.stage('b', { run: 'y', barrier: 'ready', await: { beam: { within: '2 h' } } })
  study.stage('c', { run: 'z', barrier: 'ready', await: ['go'], locks: 'archive' })
  const made = loaded(study.definition())
  expect(made.coordination?.conditions).toMatchObject([{ name: 'down', running: 'stop', source: { silentMs: 60_000 } }])
  expect(made.coordination).toMatchObject({ locks: [{ permits: 2 }], barriers: [{ stages: [1, 2] }], signals: [{ name: 'beam' }, {}] })
  expect(
    made.stages.map(({ coordination }) => [coordination?.locks.length, coordination?.awaits.length, coordination?.sends.length]),
  ).toEqual([
    [1, 0, 1],
    [0, 1, 0],
    [1, 1, 0],
  ])
})

test('[LANG-33] a result of another run is said as in a file', () => {
  const study = workflow('takes', { parameters: {} })
  const cal = study.stage('cal', {
    take: { workflow: 'calibration', stage: 'fit', noOlderThan: '7 d', within: '2 h' },
    metrics: { gain: metric.number() },
  })
  study.stage('use', { run: `use ${cal.metrics.gain}` })
  const [stage] = loaded(study.definition()).stages
  expect(stage?.take).toMatchObject({
    from: { kind: 'workflow', name: 'calibration' },
    stage: 'fit',
    freshMs: 604_800_000,
    withinMs: 7_200_000,
  })
  expect(stage?.needs).toEqual([])
})
