import { expect, test } from 'vitest'
import { expression, metric, workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'
import { loadedIn, problemsIn, stageOf } from './loading.ts'

const stage = (repeat: string, more = '') =>
  `stages:\n  scf: { repeat: ${repeat}, run: scf, metrics: { r: { unit: eV } }${more} }\n  use: { run: "use \${{ stages.scf.metrics.r }}" }\n`

function said(body: string): readonly string[] {
  return loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w').problems.map(({ code, message, hint }) =>
    `${code}: ${message.en} ${hint?.en ?? ''}`.trim(),
  )
}

test('[LANG-113] a loop is as many stages as it may have turns, and one that stands for them', () => {
  const { stages } = loadedIn(stage('{ until: "r < 1 meV", at_most: 3, expected: 2 }'))
  expect(stages.map(({ name }) => name)).toEqual(['scf.1', 'scf.1.enough', 'scf.2', 'scf.2.enough', 'scf.3', 'scf.3.enough', 'scf', 'use'])
  expect(stages[2]?.turn).toEqual({ iteration: 2, previous: 0, judged: undefined })
  expect(stages[6]?.loop).toEqual({ turns: [0, 2, 4], checks: [1, 3, 5], otherwise: 'fail' })
  expect(stages[3]?.decision?.branches[0]?.chance).toBe(0.5)
  expect(stageOf(loadedIn(stage('{ until: "r < 1 meV", at_most: 3 }')), 'use').dependencies).toMatchObject([{ stage: 6 }])
})

test('[LANG-114] a mistake in a loop is told once, at its place', () => {
  expect(problemsIn(stage('{ until: r < 1, at_most: 9 }'))).toEqual(['2:29 wrong_unit'])
  expect(said(stage('{ until: "q < 1", at_most: 9 }'))).toHaveLength(1)
  expect(said(stage('{ until: "r < 1 eV", at_most: 1001 }'))).toHaveLength(1)
  expect(said(stage('{ at_most: 3 }')).join()).toContain('until')
  expect(said(stage('{ until: "r < 1 eV", at_mots: 3 }')).join()).toContain('Did you mean `at_most`?')
  expect(said(stage('{ until: "r < 1 eV", at_most: 3 }', ', outputs: { o: { path: o, temporary: true } }')).join()).toContain(
    'cannot be temporary',
  )
  expect(said('stages:\n  a: { repeat: { until: true, at_most: 2 }, decide: [{ else: [] }] }\n').join()).toContain(
    '`decide` cannot be repeated',
  )
  expect(said('stages:\n  a: { run: "x ${{ previous.outputs.o }}" }\n')).toHaveLength(1)
  expect(said(stage('{ until: "r < 1 eV", at_most: 3 }').replace('run: scf', 'run: "scf ${{ previous.outputs.o }}"'))).toHaveLength(1)
})

test('[LANG-33] the builder writes loops, with the turn before typed', () => {
  const study = workflow('study')
  const scf = study.stage('scf', {
    metrics: { r: metric.number() },
    repeat: { until: ({ r, iteration, previous }) => expression`${iteration} > 1 and abs(${r} - ${previous.metrics.r}) < 0.1`, atMost: 3 },
    run: ({ iteration }) => `scf ${iteration}`,
  })
  study.stage('use', { run: `use ${scf.metrics.r}` })
  const { workflow: loaded, problems } = loadWorkflow(study.definition(), 'w')
  expect(problems).toEqual([])
  expect(loaded?.stages).toHaveLength(8)
})
