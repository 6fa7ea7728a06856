import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { workflowTemplates } from '#define/templates.ts'
import { problemsIn, problemsOf, short } from './loading.ts'

test('[LANG-32] a file beside the workflow that run mentions must be an input', () => {
  const beside = (path: string) => ['fit.mjs', 'data/a.csv', 'data', 'done.txt'].includes(path)
  const body = (inputs: string) =>
    `pwos: 1\nname: x\nstages:\n  a:\n    ${inputs}\n    run: |\n      node ./fit.mjs --in data/a.csv > done.txt\n      node fit.mjs ; cat /etc/fit.mjs other.mjs\n    outputs: { done: done.txt }\n`
  expect(problemsOf(body('inputs: []'), { beside })).toEqual(['7:12 unlisted_input', '7:27 unlisted_input'])
  expect(problemsOf(body('inputs: [fit.mjs, data]'), { beside })).toEqual([])
  expect(problemsOf(body('inputs: []'))).toEqual([])
  expect(problemsOf(body('inputs: [fit.mjs, data, more.csv, /abs/x, "${{ label }}.txt"]'), { beside })).toEqual(['5:29 missing_input'])
})

test('[LANG-32] a program that is not here is told with the package that brings it; on a cluster it is looked for there', () => {
  const installed = (program: string) => program === 'awk'
  const text = 'pwos: 1\nname: x\nstages:\n  a: { run: pw.x, programs: [awk, pw.x, fitter] }\n  b: { run: lmp, programs: lmp, on: slurm }\n'
  const { problems } = loadWorkflow(text, 'x.yaml', { installed })
  expect(problems.map(short)).toEqual(['4:35 missing_program', '4:41 missing_program'])
  expect(problems.map(({ hint }) => hint?.en)).toEqual(['Debian has it in `quantum-espresso`: apt-get install quantum-espresso', undefined])
  expect(problemsOf(text)).toEqual([])
})

test('[LANG-32] an output that run never mentions is told', () => {
  expect(problemsIn('stages: { a: { run: make all, outputs: { r: r.txt } } }')).toEqual(['1:42 unmentioned_output'])
  expect(problemsIn('stages: { a: { run: make r.txt, outputs: { r: r.txt } } }')).toEqual([])
  expect(problemsIn('stages: { a: { run: "make ${{ outputs.r }}", outputs: { r: r.txt } } }')).toEqual([])
  expect(problemsIn('stages: { a: { run: make frames, outputs: { r: "frames/*.png" } } }')).toEqual([])
  expect(problemsIn('stages: { a: { run: make, env: { OUT: "${{ outputs.r }}" }, outputs: { r: r.txt } } }')).toEqual([])
})

test('[LANG-32] a parameter that nothing uses is told', () => {
  expect(
    problemsIn(
      'parameters: { used: 1, unused: 2, shown: 3, base: 4, next: "${{ base }}" }\nstages: { a: { run: "x ${{ used + next }} $shown" } }',
    ),
  ).toEqual(['1:24 unused_parameter'])
})

test('[LANG-32] what an expression that cannot be read would use does not count as unused', () => {
  const broken = (parameters: string) =>
    problemsIn(`parameters: { ${parameters} }\nstages: { a: { run: x, gates: [{ name: g, check: "m < " }] } }`)
  expect(broken('m: 1')).toEqual(['2:55 expression_syntax'])
  expect(broken('m: 1, other: 2')).toEqual(['1:21 unused_parameter', '2:55 expression_syntax'])
})

test('[LANG-36] every template loads without a problem', () => {
  expect(workflowTemplates.map(({ name }) => name)).toEqual(['minimal', 'sweep', 'gates'])
  for (const { name, text } of workflowTemplates) expect([name, loadWorkflow(text, 'workflow.yaml').problems]).toEqual([name, []])
})
