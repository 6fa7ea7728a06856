import { expect, test } from 'vitest'
import { file, pieces, script, workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'
import { loaded, loadedIn, stageOf } from './loading.ts'

function problemsOf(stages: string): readonly string[] {
  const { problems } = loadWorkflow(`pwos: 1\nname: t\nstages:\n${stages}`, 'workflow.yaml')
  return problems.map(({ code, at, message }) => `${at?.line}:${at?.column} ${code} ${message.en}`)
}

const acquire = (more = '', outputs = 'frames: { path: "frame-*", stream: true }') =>
  `  acquire:\n    run: "acquire > frame-1"\n    outputs: { ${outputs} }\n${more}`
const reduce = '  reduce:\n    each: acquire.frames\n    run: reduce ${{ acquire.outputs.frames }}\n'

test('[LANG-180] pieces of an output are a stage of their own, which others follow', () => {
  const workflow = loadedIn(`stages:\n${acquire()}${reduce}`)
  expect(workflow.stages.map(({ name }) => name)).toEqual(['acquire', 'acquire.frames', 'reduce'])
  expect(stageOf(workflow, 'acquire.frames').fanout).toEqual({ kind: 'pieces', stage: 0, output: 'frames' })
  expect(stageOf(workflow, 'acquire').outputs[0]?.stream).toEqual({ atMost: 10_000, backlog: 100, expect: undefined })
  expect(stageOf(workflow, 'reduce').dependencies).toMatchObject([{ stage: 1, kind: 'element', outputs: ['frames'] }])
  const bounded = loadedIn(`stages:\n${acquire('', 'frames: { path: "frame-*", stream: { at_most: 5, backlog: 2, expect: 4 } }')}${reduce}`)
  expect(stageOf(bounded, 'acquire').outputs[0]?.stream).toEqual({ atMost: 5, backlog: 2, expect: 4 })
  const without = loadedIn(`stages:\n${acquire('', 'frames: { path: "frame-*", stream: false }')}`)
  expect(without.stages).toHaveLength(1)
})

test('[LANG-180] further stages follow on, and the content of pieces is seen where expressions use it', () => {
  const next = '  next:\n    each: reduce\n    run: "next ${{ acquire.outputs.frames }}"\n    when: "acquire.outputs.frames.json > 1"\n'
  const workflow = loadedIn(`stages:\n${acquire()}${reduce}${next}  all:\n    run: "all ${'${{ stages.acquire.outputs.frames.paths }}'}"\n`)
  expect(stageOf(workflow, 'acquire').outputs[0]?.contentUsed).toBe(true)
  expect(stageOf(workflow, 'next').dependencies.map(({ stage, kind }) => `${kind} ${stage}`)).toEqual(['element 2', 'element 1'])
  expect(stageOf(workflow, 'all').dependencies.map(({ stage, kind }) => `${kind} ${stage}`)).toEqual(['whole 0'])
})

test('[LANG-180] wrong names and bounds are told at their place', () => {
  expect(problemsOf(`${acquire()}  reduce:\n    each: acquire.frame\n    run: x\n`)).toEqual([
    '8:11 unknown_stage There is no stage `acquire.frame`.',
  ])
  expect(problemsOf(`${acquire()}  reduce:\n    each: acquire\n    run: x\n`)).toEqual([
    '8:11 single_as_fanout `acquire` is a single task, so there is nothing to follow one by one.',
  ])
  expect(problemsOf(acquire('', 'frames: { path: "frame-*", stream: { at_mots: 5 } }'))).toEqual([
    '6:53 unknown_key Unknown key `at_mots`.',
  ])
  expect(problemsOf(acquire('', 'frames: { path: "frame-*", stream: { backlog: 0 } }'))).toHaveLength(1)
  expect(problemsOf(`${acquire()}  reduce:\n    each: acquire.frames\n    run: "x \${{ acquire.outputs.frame }}"\n`)).toHaveLength(1)
})

test('[LANG-181] what cannot hand on pieces says so', () => {
  const told = (text: string) => problemsOf(text).map((line) => line.replace(/^\S+ /, ''))
  expect(told(acquire('', 'frames: { path: frame, stream: true }'))).toEqual(['bad_rule Pieces are files that match a pattern.'])
  expect(told(acquire('', 'a: { path: "a-*", stream: true }, b: { path: "b-*", stream: true }'))).toContain(
    'bad_rule Only one output of a stage is handed on piece by piece.',
  )
  expect(told(acquire('    foreach: { i: [1, 2] }\n'))).toEqual([
    'bad_rule `foreach` does not go with `stream`: the pieces of one task are handed on, to everybody.',
  ])
  expect(told(acquire('', 'frames: { path: "frame-*", stream: true, temporary: true }'))).toEqual([
    'bad_rule A stage that hands on pieces has no temporary outputs: it is not run again for them.',
  ])
  expect(told(acquire('    repeat: { until: "iteration > 1", at_most: 2 }\n'))).toContain(
    'bad_rule A stage in a group or a loop cannot hand on pieces.',
  )
  expect(told(`  group:\n    stages:\n${acquire().replaceAll(/^/gm, '    ').trimEnd()}\n`)).toEqual([
    'bad_rule A stage in a group or a loop cannot hand on pieces.',
  ])
  expect(told(`${acquire()}${reduce}    barrier: together\n`)).toContain(
    'bad_rule Tasks of pieces come one by one, so they cannot meet at a barrier.',
  )
  expect(told(acquire().replace('  acquire:', '  acquire-all:'))).toEqual([
    'bad_name `acquire-all` hands on pieces, so expressions name it; give it a name of letters, digits and `_`.',
  ])
  const decide = '  choose:\n    decide: [{ if: 1 > 2, then: acquire.frames }, { else: reduce }]\n'
  const sentBack = 'bad_rule `acquire.frames` are the pieces that `acquire` hands on: they cannot be chosen or done again without it.'
  expect(told(`${acquire()}${reduce}${decide}`)).toEqual([sentBack])
  const gate = '    gates: [{ name: good, check: "m < 1", else: { rework: { from: acquire.frames } } }]\n'
  expect(told(`${acquire()}${reduce}${gate}`)).toEqual([sentBack])
  expect(told(`  a:\n    task: { by: me }\n    outputs: { x: { path: "x-*", stream: true } }\n`)).toContain(
    'bad_work Only a command can hand on pieces.',
  )
})

test('[LANG-33] pieces are said and followed as in a file, and only what hands them on has some', () => {
  const study = workflow('frames')
  const acquire = study.stage('acquire', {
    run: ({ outputs }) => script`acquire ${outputs.frames}`,
    outputs: { frames: pieces('frame-*', { atMost: 5, backlog: 2 }), log: file('log') },
  })
  const reduce = study.stage('reduce', {
    each: acquire.pieces,
    run: ({ acquire: { outputs } }) => script`reduce ${outputs.frames}`,
    outputs: { spectrum: file('s') },
  })
  study.stage('sharpen', {
    each: reduce,
    run: ({ reduce: one, acquire: { outputs } }) => script`sharpen ${one.outputs.spectrum} ${outputs.frames}`,
  })
  // @ts-expect-error no piece of that name
  study.stage('wrong', { each: acquire.pieces, run: ({ acquire: { outputs } }) => `${outputs.log}` })
  const { stages } = loaded(study.definition().replace(/,\s*"wrong": \{[^}]*\}/, ''))
  expect(stages.map(({ name }) => name)).toEqual(['acquire', 'acquire.frames', 'reduce', 'sharpen'])
  expect(stages[0]?.outputs[0]?.stream).toEqual({ atMost: 5, backlog: 2, expect: undefined })
  expect(stages[3]?.dependencies.map(({ stage, kind }) => `${kind} ${stage}`)).toEqual(['element 2', 'element 1'])
})
