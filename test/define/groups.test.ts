import { expect, test } from 'vitest'
import { graphOf } from '#analyze/graph.ts'
import { loadWorkflow } from '#define/load.ts'
import { blindnessOf } from '#model/blindness.ts'
import { loadedIn, problemsIn, stageOf } from './loading.ts'

const group = (head: string, shows = '') => `stages:
  make: { run: "make > \${{ outputs.o }}", outputs: { o: o.json } }
  study:
${head}    stages:
      clean: { run: "clean \${{ stages.make.outputs.o }} > \${{ outputs.c }}", outputs: { c: c.txt } }
      fit:
        run: "fit \${{ stages.clean.outputs.c }} > \${{ outputs.r }}"
        outputs: { r: r.txt }
        metrics: { chi2: { uncertainty: true } }
    outputs: { result: "\${{ stages.fit.outputs.r }}" }
    metrics: { chi2: "\${{ stages.fit.metrics.chi2 }}" }
${shows}  use: { run: "use \${{ stages.study.outputs.result }} \${{ stages.study.metrics.chi2_error }}" }
`

function said(body: string): readonly string[] {
  return loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w').problems.map(({ code, message, hint }) =>
    `${code}: ${message.en} ${hint?.en ?? ''}`.trim(),
  )
}

const waits = (workflow: ReturnType<typeof loadedIn>, name: string) =>
  stageOf(workflow, name).dependencies.map(({ stage, kind, join = '' }) => `${workflow.stages[stage]?.name} ${kind} ${join}`.trim())

test('[LANG-160] a group is what begins it, its stages, and what stands for it', () => {
  const workflow = loadedIn(group('    when: stages.make.outputs.o.json > 1\n'))
  expect(workflow.stages.map(({ name }) => name)).toEqual(['make', 'study.begin', 'study.clean', 'study.fit', 'study', 'use'])
  expect(stageOf(workflow, 'study.begin').when?.source).toBe('stages.make.outputs.o.json > 1')
  expect(waits(workflow, 'study.clean')).toEqual(['make whole', 'study.begin whole all'])
  expect(waits(workflow, 'study.fit')).toEqual(['study.clean whole', 'study.begin whole all'])
  expect(waits(workflow, 'study')).toEqual(['study.begin whole all', 'study.clean whole', 'study.fit whole'])
  expect(waits(workflow, 'use')).toEqual(['study whole'])
  expect(stageOf(workflow, 'study').group?.outputs).toEqual([{ name: 'result', from: [{ stage: 3, name: 'r' }] }])
  expect(stageOf(workflow, 'study').metrics.map(({ name }) => name)).toEqual(['chi2', 'chi2_error'])
})

test('[LANG-160] names mean what is in the group first, then what is around it; a decision and `after` can name the whole', () => {
  const workflow = loadedIn(`stages:
  fit: { run: x, metrics: { m: number } }
  choose: { decide: [{ if: stages.fit.metrics.m > 1, then: inner }, { else: [] }] }
  inner:
    stages:
      fit: { run: y, metrics: { m: number } }
      again: { run: "z \${{ stages.fit.metrics.m }}" }
      deep: { stages: { one: { run: "o \${{ stages.fit.metrics.m }} \${{ stages.choose.metrics.branch }}" } } }
  last: { after: inner, run: x }
`)
  expect(waits(workflow, 'inner.again')).toEqual(['inner.fit whole', 'inner.begin whole all'])
  expect(waits(workflow, 'inner.deep.one')).toEqual(['inner.fit whole', 'choose whole', 'inner.deep.begin whole all'])
  expect(waits(workflow, 'inner.deep.begin')).toEqual(['inner.begin whole all'])
  expect(stageOf(workflow, 'inner.begin').dependencies).toMatchObject([{ stage: 1, branches: [0] }])
  expect(waits(workflow, 'last')).toEqual(['inner whole'])
})

test('[LANG-161] what is wrong with a group is told at its place', () => {
  expect(problemsIn(group('    needs: { cpu: 2 }\n'))).toEqual(['4:5 bad_work'])
  expect(said(group('').replace('stages.fit.outputs.r }}', 'stages.fti.outputs.r }}')).join()).toContain('Did you mean `fit`?')
  expect(said(group('').replace('stages.fit.outputs.r }}', 'stages.fit.outputs.q }}')).join()).toContain('has no `q`')
  expect(said(group('').replace('"${{ stages.fit.outputs.r }}"', 'r.txt')).join()).toContain('which of the outputs')
  expect(said(group('').replace('r: r.txt', 'r: { path: r.txt, temporary: true }')).join()).toContain('cannot be temporary')
  expect(said('stages:\n  a: { stages: { begin: { run: x } } }\n').join()).toContain('reserved name in a group')
  expect(said('stages:\n  a: { repeat: { until: true, at_most: 2 }, stages: { enough: { run: x } } }\n').join()).toContain('reserved name')
  expect(said('stages:\n  a: { stages: {} }\n').join()).toContain('There is no stage in `a`')
  expect(said('stages:\n  a: { run: x, metrics: { m: "${{ stages.b.metrics.m }}" } }\n').join()).toContain('Only a group')
  expect(said('stages:\n  a: { run: x, outputs: { m: [a, b] } }\n').join()).toContain('only a group takes a list')
  expect(
    said(
      'stages:\n  a: { stages: { b: { foreach: { x: [1] }, run: "> ${{ outputs.o }}", outputs: { o: o } } }, outputs: { o: "${{ stages.b.outputs.o }}" } }\n',
    ).join(),
  ).toContain('shows one thing')
})

test('[LANG-162] a group can be repeated: each turn is a group, and knows the turn before', () => {
  const text = group(
    '    repeat: { until: "iteration > 1 and chi2 < previous.metrics.chi2 or stages.fit.metrics.chi2 < 1", at_most: 3 }\n',
  ).replace('clean ${{', "clean ${{ iteration == 1 ? 'none' : previous.outputs.result }} ${{")
  const workflow = loadedIn(text)
  expect(workflow.stages.map(({ name }) => name)).toEqual([
    'make',
    ...[1, 2, 3].flatMap((turn) => ['begin', 'clean', 'fit', '', 'enough'].map((part) => `study.${turn}${part === '' ? '' : '.'}${part}`)),
    'study',
    'use',
  ])
  expect(waits(workflow, 'study.2.begin')).toEqual(['study.1.enough whole'])
  expect(waits(workflow, 'study.2.clean')).toEqual(['study.1 whole', 'make whole', 'study.2.begin whole all'])
  expect(waits(workflow, 'study.2.enough')).toEqual(['study.1 whole', 'study.2.fit whole', 'study.2 whole'])
  expect(stageOf(workflow, 'study').outputs.map(({ name }) => name)).toEqual(['result'])
  expect(graphOf(workflow).nodes.filter(({ partOf }) => partOf === undefined)).toHaveLength(3)
  expect(problemsIn(text.replace('chi2 < previous', 'chi3 < previous'))).toEqual(['4:41 unknown_name'])
  expect(said(text.replace('previous.outputs.result', 'previous.outputs.r'))).toHaveLength(1)
})

test('[LANG-162] loops and groups stand for no more than 100,000 stages', () => {
  const loop = (inner: string) => `{ repeat: { until: false, at_most: 1000 }, stages: { a: ${inner} } }`
  expect(said(`stages:\n  l: ${loop(loop(loop('{ run: x }')))}\n`)).toMatchObject([expect.stringContaining('more than 100000 stages')])
})

test('[LANG-163] a group can be fanned out: its stages go on element by element, with its variables', () => {
  const text = `stages:
  scan:
    foreach: { T: [1, 2], L: [4, 8] }
    stages:
      sample: { run: "s \${{ T }} \${{ L }} > \${{ outputs.o }}", outputs: { o: o }, metrics: { m: number } }
      side: { run: "p \${{ T }}", metrics: { q: number } }
      judge: { run: "j \${{ stages.sample.outputs.o }} \${{ stages.side.metrics.q * T }}" }
    outputs: { o: "\${{ stages.sample.outputs.o }}" }
  gather: { run: "g \${{ stages.scan.outputs.o.manifest }}" }
  follow: { each: scan, run: "f \${{ scan.T }} \${{ scan.outputs.o }}" }
`
  const workflow = loadedIn(text)
  expect(waits(workflow, 'scan.judge')).toEqual(['scan.begin element', 'scan.sample element', 'scan.side element'])
  expect(waits(workflow, 'scan')).toEqual(['scan.begin element', 'scan.sample element', 'scan.side element', 'scan.judge element'])
  expect(waits(workflow, 'gather')).toEqual(['scan whole'])
  expect(waits(workflow, 'follow')).toEqual(['scan element'])
  expect(said(text.replace('side: { run', 'side: { foreach: { x: [1] }, run')).join()).toContain('is fanned out as a whole')
})

test('[LANG-120] a group that shows what is blind, and a loop over it, are blind themselves', () => {
  const workflow = loadedIn(`resources: { people: [{ name: kim, roles: [pi] }] }
stages:
  hidden: { blind: true, run: "h > \${{ outputs.o }}", outputs: { o: o }, metrics: { m: number } }
  study:
    stages:
      a: { run: "a \${{ stages.hidden.outputs.o }}", metrics: { m: number } }
      b: { run: b, metrics: { m: number } }
    metrics: { m: ["\${{ stages.b.metrics.m }}", "\${{ stages.a.metrics.m }}"] }
  open: { approval: { by: pi, of: "\${{ stages.hidden.outputs.o }}", unblinds: hidden } }
`)
  const [blindness] = blindnessOf(workflow.stages)
  expect([...(blindness?.reaches ?? [])].map((index) => workflow.stages[index]?.name)).toEqual(['hidden', 'study.a', 'study'])
})

test('[LANG-163] a fan-out can be bounded', () => {
  const bounded = (most: string) => `stages: { a: { foreach: { x: [1, 2], at_most: ${most} }, run: x } }\n`
  expect(stageOf(loadedIn(bounded('5')), 'a').fanout).toMatchObject({ kind: 'foreach', atMost: 5 })
  expect(problemsIn(bounded('0'))).toEqual(['1:47 bad_value'])
})
