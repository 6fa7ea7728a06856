import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { loadedIn, problemsIn, stageOf } from './loading.ts'

function said(body: string): string[] {
  return loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w').problems.map(({ level, code, message, hint }) =>
    `${level} ${code}: ${message.en} ${hint?.en ?? ''}`.trim(),
  )
}

test('[LANG-100] locks are a name, names, or permits by name', () => {
  const locks = (written: string, top = '') =>
    stageOf(loadedIn(`${top}stages:\n  a: { foreach: { i: [1] }, run: x, locks: ${written} }\n`), 'a').coordination?.locks.map(
      ({ name, permits }) => `${name.source} ${permits.source}`,
    )
  expect(locks('beam')).toEqual(['beam 1'])
  expect(locks('[beam, "d-${{ i }}"]')).toEqual(['beam 1', 'd-${{ i }} 1'])
  expect(locks('{ db: 2, beam: "${{ i }}" }', 'locks: { db: 4, beam: 1 }\n')).toEqual(['db 2', 'beam  i '])
})

test('[LANG-100] a lock that is not declared where locks are, or asked for too often, is an error', () => {
  expect(said('locks: { detector: 1 }\nstages:\n  a: { run: x, locks: detecter }\n')).toEqual([
    'error unknown_lock: `detecter` is not declared under `locks` of the file. Did you mean `detector`?',
  ])
  expect(problemsIn('locks: { db: 2 }\nstages:\n  a: { run: x, locks: { db: 3 } }\n')).toEqual(['3:25 need_too_large'])
  expect(problemsIn('stages:\n  a: { run: x, locks: { db: 2 } }\n')).toEqual(['2:25 need_too_large'])
  expect(problemsIn('stages:\n  a: { run: x, locks: { db: 0.5 } }\n')).toEqual(['2:25 out_of_bounds'])
  expect(problemsIn('stages:\n  a: { run: x, locks: "a b" }\n')).toEqual(['2:23 bad_name'])
  expect(problemsIn('locks: { db: 0 }\nstages:\n  a: { run: x, locks: db }\n')).toEqual(['1:14 bad_value'])
  expect(problemsIn('stages:\n  a: { approval: { by: pi }, locks: db }\n')).toContain('2:30 bad_work')
})

test('[LANG-101] stages at one barrier wait for nothing of each other', () => {
  expect(said('stages:\n  a: { run: x, barrier: go }\n  b: { after: a, run: y, barrier: go }\n')).toEqual([
    'error stage_cycle: Stages wait for each other: a → a. Each waits for the one after the arrow.',
  ])
  const two = `stages:
  a1: { run: x, barrier: one }
  a2: { after: b2, run: x, barrier: one }
  b1: { after: a1, run: x, barrier: two }
  b2: { run: x, barrier: two }
`
  expect(said(two)[0]).toMatch(/^error stage_cycle: Stages wait for each other/)
  expect(loadedIn('stages:\n  a: { run: x, barrier: go }\n  b: { run: y, barrier: go }\n').coordination?.barriers).toMatchObject([
    { name: 'go', stages: [0, 1] },
  ])
})

test('[LANG-101] a barrier that a single task has is told, with the nearest other', () => {
  expect(said('stages:\n  a: { run: x, barrier: raedy }\n  b: { run: y, barrier: ready }\n  c: { run: z, barrier: ready }\n')).toEqual([
    'warning lonely_barrier: Only `a` has the barrier `raedy`. Did you mean `ready`?',
  ])
  expect(said('stages:\n  a: { foreach: { i: [1, 2] }, run: x, barrier: ready }\n')).toEqual([])
})

const declared = 'signals: { beam: { energy: { unit: keV }, shift: { type: string, optional: true } }, go: {} }\n'

test('[LANG-102] signals are awaited and sent by name, with fields of their types', () => {
  const workflow = loadedIn(`${declared}stages:
  a: { run: x, metrics: { e: { unit: eV } }, send: { beam: { data: { energy: "\${{ e }}", shift: A }, to: all } } }
  b: { run: "y \${{ signals.beam.energy }}", await: { beam: { within: 2 h } } }
  c: { run: z, await: [go, beam], when: signals.beam.energy > 3 keV }
`)
  expect(workflow.coordination?.signals.map(({ name, fields }) => [name, ...fields.map((field) => field.name)])).toEqual([
    ['beam', 'energy', 'shift'],
    ['go'],
  ])
  expect(stageOf(workflow, 'b').coordination?.awaits).toMatchObject([{ signal: 0, withinMs: 7_200_000 }])
  expect(stageOf(workflow, 'a').coordination?.sends).toMatchObject([{ signal: 0, to: { kind: 'all' }, data: [{ name: 'energy' }, {}] }])
})

test('[LANG-102] wrong names, fields and types are told where they stand', () => {
  const stage = (written: string) => said(`${declared}stages:\n  a: { run: x, metrics: { e: { unit: eV }, s: number }, ${written} }\n`)
  expect(stage('await: baem')).toEqual(['error unknown_signal: There is no signal `baem` under `signals`. Did you mean `beam`?'])
  expect(stage('send: { beam: { data: { enrgy: 3 keV, energy: 3 keV } } }')).toEqual([
    'error unknown_signal: The signal does not tell `enrgy`. Did you mean `energy`?',
  ])
  expect(stage('send: beam')[0]).toMatch(/^error missing_key: `energy` of the signal is missing/)
  expect(stage('send: { beam: { data: { energy: 3 s } } }')[0]).toMatch(/^error bad_type/)
  expect(stage('send: { beam: { data: { energy: "${{ e }}" } } }')).toEqual([])
  expect(stage('await: { beam: { within: 3 m } }')[0]).toMatch(/^error bad_unit/)
  expect(stage('await: [go, go]')[0]).toMatch(/^error duplicate_key/)
  expect(stage('env: { E: "${{ signals.beam.energy }}" }')[0]).toMatch(/^error unknown_name/)
  expect(said('signals: { beam: { energy: { unit: keVV } } }\nstages: { a: { run: x } }\n')[0]).toMatch(/^error bad_unit/)
})

test('[LANG-102] a stage that awaits what only comes after it is a circle', () => {
  expect(said(`${declared}stages:\n  a: { run: x, await: go }\n  b: { after: a, run: y, send: go }\n`)[0]).toBe(
    'error stage_cycle: Stages wait for each other: a → b → a. Each waits for the one after the arrow.',
  )
})

test('[LANG-103] conditions come from a command, a file or a signal, and suspend the run or a stage', () => {
  const workflow = loadedIn(`signals: { ring: { current: { unit: mA } } }
conditions:
  down: { command: test -e x, every: 30 s, steady: 1 min, running: stop, unknown: go }
  open: { file: door }
  low: { signal: ring, when: current < 10 mA }
suspend_while: down
stages:
  a: { run: x, suspend_while: [open, low] }
  b: { run: y }
`)
  expect(workflow.coordination?.conditions).toMatchObject([
    { name: 'down', steadyMs: 60_000, running: 'stop', unknown: 'go', source: { kind: 'command', everyMs: 30_000, silentMs: 90_000 } },
    { name: 'open', steadyMs: 0, running: 'keep', unknown: 'hold', source: { kind: 'file', text: 'door', everyMs: 10_000 } },
    { name: 'low', source: { kind: 'signal', signal: 0 } },
  ])
  expect(workflow.stages.map(({ coordination }) => coordination?.suspendedBy)).toEqual([[0, 1, 2], [0]])
})

test('[LANG-103] what is wrong with a condition is told', () => {
  const condition = (written: string, by = 'down') =>
    said(
      `signals: { ring: { current: number } }\nconditions: { down: { ${written} } }\nstages: { a: { run: x, suspend_while: ${by} } }\n`,
    ).map((line) => line.split(':')[0])
  expect(condition('file: a')).toEqual([])
  expect(condition('file: a', 'dwon')).toEqual(['error unknown_condition'])
  expect(condition('every: 3 s')).toContain('error bad_rule')
  expect(condition('file: a, command: b')).toContain('error bad_rule')
  expect(condition('file: a, every: 1 ms')).toEqual(['error out_of_bounds'])
  expect(condition('file: a, steady: 1 m')).toEqual(['error bad_unit'])
  expect(condition('signal: rng, when: current > 1')).toContain('error unknown_signal')
  expect(condition('signal: ring')).toContain('error missing_key')
  expect(condition('signal: ring, when: curent > 1')[0]).toBe('error unknown_name')
})
