import { expect, test } from 'vitest'
import { json, metric, workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'

const fit = `pwos: 1
name: fit
parameters:
  data: { type: string }
  order: { type: integer, default: 1, min: 1 }
  width: { type: number, unit: K, default: 3 }
  twice: "\${{ 2 * order }}"
stages:
  clean: { inputs: [clean.sh], run: "clean \${{ data }} > \${{ outputs.c }}", outputs: { c: c.txt } }
  fit:
    run: "fit \${{ stages.clean.outputs.c }} \${{ order }} \${{ twice }} \${{ width }} > \${{ outputs.r }}"
    outputs: { r: { path: r.json, format: json } }
    metrics: { chi2: number }
outputs: { result: "\${{ stages.fit.outputs.r }}" }
metrics: { chi2: "\${{ stages.fit.metrics.chi2 }}" }
`

const main = (stage: string) => `pwos: 1
name: whole
parameters: { n: 2 }
stages:
  make: { run: "make > \${{ outputs.o }}", outputs: { o: o.txt } }
  study:
    ${stage}
  use: { run: "use \${{ stages.study.outputs.result }} \${{ stages.study.metrics.chi2 }} \${{ n }}" }
`

const given = 'with: { data: "${{ stages.make.outputs.o }}", order: "${{ n + 1 }}" }'

function load(text: string, files: { readonly [path: string]: string } = { 'sub/fit.yaml': fit }) {
  return loadWorkflow(text, 'here/w.yaml', { workflow: (path) => files[path] })
}

function said(text: string, files?: { readonly [path: string]: string }): readonly string[] {
  return load(text, files).problems.map(({ code, at, message, hint }) =>
    `${at?.file}:${at?.line}:${at?.column} ${code}: ${message.en} ${hint?.en ?? ''}`.trim(),
  )
}

const stage = (head: string) => main(`${head}\n    workflow: sub/fit.yaml\n    ${given}`).replace('    \n', '')

test('[LANG-164] a stage that is a workflow file is a group of its stages, with what `with` gives in the place of its parameters', () => {
  const { workflow: loaded, problems } = load(stage(''))
  expect(problems).toEqual([])
  expect(loaded?.stages.map(({ name }) => name)).toEqual(['make', 'study.begin', 'study.clean', 'study.fit', 'study', 'use'])
  expect(loaded?.parameters.map(({ name }) => name)).toEqual(['n'])
  const [clean, fitted] = [loaded?.stages[2], loaded?.stages[3]]
  expect(clean?.inputs.map(({ path }) => path.source)).toEqual(['sub/clean.sh'])
  expect(clean?.dependencies).toMatchObject([{ stage: 0, outputs: ['o'] }, { stage: 1 }])
  expect(fitted?.run?.references.map(({ parts }) => parts.join('.'))).toEqual(['stages.study.clean.outputs.c', 'n', 'n', 'outputs.r'])
})

test('[LANG-164] what is given can hang on variables and turns', () => {
  expect(
    said(
      main('foreach: { T: [1, 2] }\n    workflow: sub/fit.yaml\n    with: { data: x, width: "${{ T * 1 K }}" }').replace(
        '.result }}',
        '.result.manifest }}',
      ),
    ),
  ).toEqual([])
  const repeated =
    'repeat: { until: chi2 < 1, at_most: 3 }\n    workflow: sub/fit.yaml\n    with: { data: "${{ iteration == 1 ? \'x\' : previous.outputs.result }}", order: "${{ iteration }}" }'
  expect(said(main(repeated))).toEqual([])
  expect(said(main(repeated.replace('${{ iteration }}', '${{ 3 - iteration }}'))).join()).toContain('`order` must be at least 1')
})

test('[LANG-165] mistakes are told in the file in which they are', () => {
  expect(said(stage(''), { 'sub/fit.yaml': fit.replace('outputs.c }} $', 'outputs.x }} $') }).join()).toContain('here/sub/fit.yaml:11:')
  expect(said(stage(''), { 'sub/fit.yaml': fit.replace('chi2: number', 'chi2: numer') })[0]).toMatch(
    /^here\/sub\/fit\.yaml:13:22 bad_value/,
  )
  expect(said(stage(''), { 'sub/fit.yaml': 'pwos: 1\n  x: [' })[0]).toMatch(/^here\/sub\/fit\.yaml:\d+:\d+ yaml_syntax/)
  expect(said(stage(''), { 'sub/fit.yaml': fit.replace('{{ order }}', '{{ n }}') }).join()).toContain(
    'fit.yaml:11:49 unknown_name: `n` is not in this file',
  )
  expect(said(stage(''), { 'sub/fit.yaml': fit.replace('stages.clean', 'stages.make') }).join()).toContain('unknown_name')
  expect(said(stage(''), { 'sub/fit.yaml': fit.replace('    run: "fit', '    after: make\n    run: "fit') }).join()).toContain(
    'There is no stage `make`',
  )
  expect(said(stage(''), {}).join()).toContain('There is no workflow file `sub/fit.yaml`')
})

test('[LANG-165] what is given is checked against what the file declares, at its place', () => {
  const wrong = (more: string) => said(main(`workflow: sub/fit.yaml\n    with: { data: x${more} }`))
  expect(wrong('')).toEqual([])
  expect(wrong(', ordr: 2').join()).toContain('here/w.yaml:8:22 unknown_parameter')
  expect(wrong(', ordr: 2').join()).toContain('Did you mean `order`?')
  expect(wrong(', order: 0')).toMatchObject([expect.stringContaining('here/w.yaml:8:29 out_of_bounds')])
  expect(wrong(', order: many')).toMatchObject([expect.stringContaining('here/w.yaml:8:29 bad_type')])
  expect(wrong(', width: 2 s').join()).toContain('here/w.yaml:8:29')
  expect(said(main('workflow: sub/fit.yaml'))).toMatchObject([
    expect.stringContaining('missing_parameter: The parameter `data` is given no value'),
  ])
  expect(said(main(`workflow: sub/fit.yaml\n    ${given}\n    run: x`)).join()).toContain('bad_work')
})

test('[LANG-166] files that name each other, too deep or too often are refused', () => {
  const naming = (file: string, more = '') => `pwos: 1\nname: x\nstages:\n  a: { workflow: ${file} }\n${more}`
  expect(said(naming('./w.yaml')).join()).toContain('Workflow files name each other: w.yaml → w.yaml')
  expect(said(naming('s/b.yaml'), { 's/b.yaml': naming('../c.yaml'), 'c.yaml': naming('s/b.yaml') }).join()).toContain(
    's/b.yaml → c.yaml → s/b.yaml',
  )
  const deep = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.yaml`, naming(`${at + 1}.yaml`)]))
  expect(said(naming('0.yaml'), deep).join()).toContain('deeper than 10')
  const twice = Object.fromEntries(
    Array.from({ length: 9 }, (_, at) => [
      `${at}.yaml`,
      naming(`${at + 1}.yaml`, `  b: { workflow: ${at + 1}.yaml }\n  c: { workflow: ${at + 1}.yaml }\n`),
    ]),
  )
  expect(said(naming('0.yaml'), { ...twice, '9.yaml': fit.replace('type: string', 'default: x') }).join()).toContain(
    'More than 1000 stages are workflow files',
  )
})

test('[LANG-33] the builder names a workflow file, with what it shows typed', () => {
  const study = workflow('study')
  const make = study.stage('make', { run: ({ outputs }) => `make > ${outputs.o}`, outputs: { o: json('o.json') } })
  const fitted = study.stage('study', {
    workflow: 'sub/fit.yaml',
    with: { data: make.outputs.o, order: 2 },
    outputs: { result: json('r.json') },
    metrics: { chi2: metric.number() },
  })
  study.stage('use', { run: `use ${fitted.outputs.result} ${fitted.metrics.chi2}` })
  expect(said(study.definition())).toEqual([])
})
