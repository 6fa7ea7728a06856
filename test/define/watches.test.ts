import { expect, test } from 'vitest'
import { expression, metric, workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'

const load = (watch: string, work = 'run: x') =>
  loadWorkflow(`pwos: 1\nname: w\nstages:\n  a:\n    ${work}\n    watch: ${watch}\n`, 'w.yaml')

test('[METRIC-16] conditions with their causes', () => {
  const { workflow: made, problems } = load(
    '[{ stop_if: "isNaN(e)" }, { stop_if: "since_line > 1 min", cause: stalled }]',
    'run: x\n    metrics: { e: { unit: eV } }',
  )
  expect(problems).toEqual([])
  expect(made?.stages[0]?.watches.map(({ check, cause }) => [check.source, cause])).toEqual([
    ['isNaN(e)', 'diverged'],
    ['since_line > 1 min', 'stalled'],
  ])
})

const wrong: readonly (readonly [watch: string, work: string, code: string])[] = [
  ['[{ stop_if: "isNaN(f)" }]', 'run: x\n    metrics: { e: number }', 'unknown_name'],
  ['[{ stop_if: "series.f[0] > 1" }]', 'run: x\n    metrics: { e: number }', 'unknown_name'],
  ['[{ stop_if: "since_line > 3 eV" }]', 'run: x', 'wrong_unit'],
  ['[{ stop_if: "e + " }]', 'run: x', 'expression_syntax'],
  ['[{ stop_if: "3" }]', 'run: x', 'wrong_type'],
  ['[{ stop_if: "true", cause: divergd }]', 'run: x', 'bad_value'],
  ['[{ cause: diverged }]', 'run: x', 'missing_key'],
  ['[{ stop_if: "true" }]', 'when: "true"', 'bad_work'],
]

test.each(wrong)('[METRIC-16] %s of %s is told', (watch, work, code) => {
  expect(load(watch, work).problems.map((problem) => problem.code)).toContain(code)
})

test('[METRIC-16] the builder says the same', () => {
  const wf = workflow('w')
  wf.stage('a', {
    run: 'x',
    metrics: { e: metric.number({ unit: 'eV' }) },
    watch: ({ e, series, since_line }) => [
      { stopIf: expression`isNaN(${e})` },
      { stopIf: expression`slope(${series.e}) > 1 eV or ${since_line} > 1 min`, cause: 'drifted' },
    ],
  })
  const { problems, workflow: made } = loadWorkflow(wf.definition(), 'w.json')
  expect(problems).toEqual([])
  expect(made?.stages[0]?.watches.map(({ cause }) => cause)).toEqual(['diverged', 'drifted'])
})
