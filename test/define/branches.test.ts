import { expect, test } from 'vitest'
import { workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'
import { loadedIn, problemsIn, stageOf } from './loading.ts'

const stages = (decide: string, rest = '') =>
  `stages:\n  fit: { run: x, metrics: { err: number } }\n  d: { decide: ${decide} }\n  a: { run: a }\n  b: { run: b }\n${rest}`

function said(body: string): readonly string[] {
  return loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w').problems.map(({ code, message, hint }) =>
    `${code}: ${message.en} ${hint?.en ?? ''}`.trim(),
  )
}

test('[LANG-110] [LANG-111] branches lead to stages, which wait for the decision', () => {
  const loaded = loadedIn(stages('[{ if: stages.fit.metrics.err > 1, then: [a, b], name: far, chance: 30 % }, { else: b }]'))
  const decision = stageOf(loaded, 'd').decision
  expect(decision?.branches.map(({ name, condition, then, chance }) => [name, condition?.source, then, chance])).toEqual([
    ['far', 'stages.fit.metrics.err > 1', [2, 3], 0.3],
    ['b', undefined, [3], undefined],
  ])
  expect(stageOf(loaded, 'a').dependencies).toEqual([
    { stage: 1, kind: 'whole', order: true, expansion: false, outputs: [], branches: [0] },
  ])
  expect(stageOf(loaded, 'b').dependencies[0]?.branches).toEqual([0, 1])
  expect(stageOf(loaded, 'd').needs).toEqual([])
})

test('[LANG-110] what is wrong with a branch is told at its place', () => {
  expect(said(stages('[{ if: stages.fit.metrics.er > 1, then: a }]'))[0]).toMatch(/err/)
  expect(said(stages('[{ if: true, then: c }]'))[0]).toMatch(/^unknown_stage: There is no stage `c`/)
  expect(said(stages('[{ else: a }, { if: stages.fit.metrics.err > 1, then: b }]'))).toEqual([
    'bad_rule: `else` comes last: what stands behind it could never be taken.',
  ])
  expect(problemsIn(stages('[{ if: stages.fit.metrics.err > 1 }]'))).toEqual(['3:17 bad_rule'])
  expect(problemsIn(stages('[{ if: stages.fit.metrics.err > 1, then: a, else: b }]'))).toContain('3:60 bad_rule')
  expect(problemsIn(stages('[]'))).toEqual(['3:8 bad_rule'])
  expect(problemsIn(stages('[{ if: stages.fit.metrics.err > 1, then: a }, { else: a }]'))).toContain('3:62 name_taken')
  expect(said(stages('[{ if: stages.fit.metrics.err, then: a }]'))[0]).toMatch(/true or false|boolean/)
  expect(said(stages('[{ iff: true, then: a }]')).join()).toContain('Did you mean `if`?')
  expect(said('stages:\n  d: { run: x, decide: [{ else: d2 }] }\n  d2: { run: x }\n')[0]).toMatch(/^bad_work/)
  expect(said('stages:\n  d: { decide: [{ else: a }], gates: [] }\n  a: { run: x }\n')[0]).toMatch(/^bad_work: `gates` means nothing/)
  expect(said('stages:\n  d: { decide: [{ if: stages.a.metrics.m > 1, then: a }] }\n  a: { run: x }\n')[0]).toMatch(/^stage_cycle/)
})

test('[LANG-112] joins and chances', () => {
  const loaded = loadedIn(
    'stages:\n  a: { run: a }\n  b: { run: b }\n  c: { run: c, after: { any: [a, b] } }\n  e: { run: e, after: { finished: a, all: [b] } }\n',
  )
  expect(stageOf(loaded, 'c').dependencies.map(({ stage, join }) => [stage, join])).toEqual([
    [0, 'any'],
    [1, 'any'],
  ])
  expect(stageOf(loaded, 'e').dependencies.map(({ join }) => join)).toEqual(['all', 'finished'])
  expect(said('stages:\n  a: { run: a }\n  c: { run: c, after: { anny: [a] } }\n').join()).toContain('Did you mean `any`?')
  expect(said(stages('[{ if: stages.fit.metrics.err > 1, then: a, chance: 70 % }, { else: b, chance: 40 % }]'))).toEqual([
    'out_of_bounds: The chances add up to 110 %.',
  ])
  expect(problemsIn('stages:\n  a: { foreach: { i: [1] }, run: a }\n  c: { each: a, run: c, after: { any: [a] } }\n')).toEqual([
    '3:40 bad_rule',
  ])
})

test('[LANG-33] the builder writes decisions and joins', () => {
  const study = workflow('study')
  const fit = study.stage('fit', { run: 'fit', metrics: {} })
  study.stage('d', { after: fit, decide: [{ if: 'stages.fit.count > 1', then: 'a', chance: '20 %' }, { else: 'b' }] })
  const a = study.stage('a', { run: 'a' })
  const b = study.stage('b', { run: 'b' })
  study.stage('end', { run: 'end', after: { any: [a, b] } })
  const { workflow: loaded, problems } = loadWorkflow(study.definition(), 'w')
  expect(problems).toEqual([])
  expect(loaded?.stages[1]?.decision?.branches.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(loaded?.stages[4]?.dependencies.map(({ join }) => join)).toEqual(['any', 'any'])
})
