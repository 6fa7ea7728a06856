import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

function problemsOf(stage: string): readonly string[] {
  const { problems } = loadWorkflow(`pwos: 1\nname: t\nstages:\n  cal:\n    ${stage}\n`, 'workflow.yaml')
  return problems.map(({ code, at, message }) => `${at?.line}:${at?.column} ${code} ${message.en}`)
}

test('[LANG-170] `take` names a workflow or a run, and a stage', () => {
  expect(problemsOf('take: { workflow: other, stage: fit, no_older_than: 7 d, within: 2 d, fingerprint: 3f9c01aa }')).toEqual([])
  expect(problemsOf('take: { stage: fit }')).toEqual(['5:5 bad_rule `take` names either a `workflow` or a `run`.'])
  expect(problemsOf('take: { workflow: a, run: b, stage: fit }')).toEqual(['5:5 bad_rule `take` names either a `workflow` or a `run`.'])
  expect(problemsOf('take: { workflow: a }')).toEqual(['5:11 missing_key `stage` is missing in take.'])
  expect(problemsOf('take: { workflow: a, stage: b, within: 3 m }')).toEqual(['5:44 bad_unit `within` must be a time.'])
  expect(problemsOf('take: { workflow: a, stage: b, fingerprint: xyz }')).toEqual([
    '5:49 bad_value A fingerprint is 8 to 64 digits, 0-9 and a-f.',
  ])
  expect(problemsOf('take: { workflow: a, stge: b, stage: b }')).toEqual(['5:26 unknown_key Unknown key `stge`.'])
})

test('[LANG-171] nothing that belongs to work of its own stands beside it', () => {
  const take = 'take: { workflow: a, stage: b }'
  expect(problemsOf(`${take}\n    run: x`)).toEqual(['6:5 bad_work `take` and `run` are two kinds of work; a stage does one.'])
  expect(problemsOf(`${take}\n    foreach: { i: [1] }`)).toEqual(['6:5 bad_work `foreach` means nothing in a stage whose work is `take`.'])
  expect(problemsOf(`${take}\n    outputs: { x: { path: x, temporary: true } }`)).toEqual([
    '6:16 bad_rule `x` belongs to another run, and cannot be temporary here.',
  ])
  expect(problemsOf(`${take}\n    repeat: { until: iteration > 1, at_most: 2 }`)).toEqual(['5:5 bad_rule `take` cannot be repeated.'])
  expect(problemsOf(`foreach: { i: [1, 2] }\n    stages: { one: { ${take} } }`)).toEqual([
    '6:22 bad_rule `take` has one task, and this group is fanned out.',
  ])
  expect(problemsOf(`stages: { one: { ${take} }, use: { run: "use \${{ stages.one.metrics.m }}" } }`)).toEqual([])
})
