import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { recordOf } from '#expression/record.ts'
import { dependencies, ising, loaded, loadedIn, problemsIn, stageOf } from './loading.ts'

test('[LANG-9] the nearest key is told, and planned keys are told as planned', () => {
  const { problems } = loadWorkflow(
    'pwos: 1\nname: x\nstages:\n  a:\n    run: x\n    ouputs: {}\n    container: []\n    frobnicate: 1\n',
    'w',
  )
  expect(problems).toMatchObject([
    { code: 'unknown_key', at: { line: 6, column: 5 }, hint: { en: 'Did you mean `outputs`?' } },
    { code: 'planned_key', at: { line: 7, column: 5 }, message: { en: expect.stringContaining('planned') } },
    { code: 'unknown_key', at: { line: 8, column: 5 }, hint: { en: expect.stringContaining('Possible keys') } },
  ])
})

test('[LANG-9] a value of the wrong kind names the kinds that the key takes', () => {
  const { problems } = loadWorkflow('pwos: 2\nname: 7\nstages: { a: { run: [x], needs: { cpu: [1] }, gates: { name: g } } }', 'w')
  expect(problems.map(({ code, message }) => `${code}: ${message.en}`)).toEqual([
    'bad_value: `pwos` must be `1`.',
    'wrong_kind: `name` takes a text, but here is a number.',
    'wrong_kind: `run` takes a text, but here is a list.',
    'wrong_kind: `cpu` takes a number or a text, but here is a list.',
    'wrong_kind: `gates` takes a list, but here is a map (`name: value`).',
  ])
})

test('[LANG-9] words that are not choices, and numbers outside their range, are told', () => {
  expect(
    problemsIn(
      'stages:\n  a:\n    run: x\n    on_error:\n      - { cause: out_of_memroy, fail: true }\n      - { exit_code: 300, fail: true }\n      - { cause: killed, retry: { at_most: 0 } }\n',
    ),
  ).toEqual(['5:18 bad_value', '6:22 bad_value', '7:44 bad_value'])
})

test('[LANG-12] names are checked', () => {
  expect(
    problemsIn('parameters: { 2x: 1, stages: 2, constructor: 3, a-b: 4, ok_1: 5 }\nstages: { a: { run: "echo ${{ ok_1 }}" } }'),
  ).toEqual(['1:15 bad_name', '1:22 bad_name', '1:33 bad_name', '1:49 bad_name'])
  expect(
    problemsIn('stages:\n  모으기-1: { run: x, outputs: { 결과: r } }\n  -a: { run: x }\n  stages: { run: x }\n  a b: { run: x }\n'),
  ).toEqual(expect.arrayContaining(['3:3 bad_name', '4:3 bad_name', '5:3 bad_name']))
})

test('[LANG-13] every name of the table can be used, and no other', () => {
  const body = (run: string) =>
    `parameters: { p: 1, L: 2 }\nstages:\n  s: { foreach: { L: [1, 2] }, run: x, outputs: { o: o.json }, metrics: { m: number } }\n  one: { run: x, outputs: { o: o } }\n  t:\n    each: s\n    inputs: [in.txt]\n    outputs: { mine: m.txt }\n    run: echo ${run}\n`
  const names = ['p', 'L', 's.L', 's.outputs.o', 's.outputs.o.json.x', 's.metrics.m', 'stages.s.count', 'stages.one.outputs.o']
  names.push(
    'stages.s.outputs.o.manifest',
    'stages.s.metrics.m[0]',
    'inputs.in',
    'outputs.mine',
    'task',
    'label',
    "stages['one'].outputs.o.text",
  )
  for (const name of names)
    expect([name, problemsIn(body(`\${{ ${name} }}`)).filter((line) => !/unused|unmention/.test(line))]).toEqual([name, []])
  for (const name of ['q', 's.T', 's.outputs.p', 'inputs.out', 'stages.two.count', 'needs.cpu', 'attempt', 'm', 'one.outputs.o']) {
    expect([name, problemsIn(body(`\${{ ${name} }}`)).some((line) => line.startsWith('9:'))]).toEqual([name, true])
  }
})

test('[LANG-14] a stage that declares metrics knows all of them', () => {
  const gate = (declared: string) => `stages:\n  a:\n    run: x\n${declared}    gates: [{ name: g, check: energi < 1 }]\n`
  expect(problemsIn(gate(''))).toEqual([])
  expect(problemsIn(gate('    metrics: { energy: number }\n'))).toEqual(['5:31 unknown_name'])
})

test('[LANG-14] declared metrics have types and units in gates', () => {
  const gate = (check: string) =>
    `stages:\n  a:\n    run: x\n    metrics: { e: { unit: eV, uncertainty: true }, n: integer, ok: boolean }\n    gates: [{ name: g, check: "${check}" }]\n`
  for (const check of ['e < 3 eV', 'e_error < 0.1 hartree', 'n == 3', 'ok', 'metrics.e > 0 J'])
    expect([check, problemsIn(gate(check))]).toEqual([check, []])
  for (const check of ['e < 3 s', 'n', 'e + 1 > 2', 'metrics.f > 1']) expect([check, problemsIn(gate(check)).length]).toEqual([check, 1])
})

test('[LANG-21] foreach takes lists and expressions', () => {
  const workflow = loadedIn(
    'parameters: { sizes: [8, 16] }\nstages:\n  a: { foreach: { L: "${{ sizes }}", T: [2.1, 300 K, "${{ 2 * 2 }}"], zip: true }, run: "x ${{ L }} ${{ T }}" }\n',
  )
  const { fanout } = stageOf(workflow, 'a')
  expect(fanout).toMatchObject({ kind: 'foreach', zip: true, axes: [{ name: 'L' }, { name: 'T' }] })
  expect(problemsIn('stages: { a: { foreach: {}, run: x } }')).toEqual(['1:16 bad_rule'])
  expect(problemsIn('stages: { a: { foreach: { x: sizes }, run: x } }')).toEqual(['1:30 expression_expected'])
  expect(problemsIn('stages: { a: { foreach: { x: "${{ 3 }}" }, run: x } }')).toEqual(['1:30 bad_type'])
  expect(problemsIn('stages: { a: { foreach: { x: [1, 2], y: [1], zip: true }, run: x } }')).toEqual(['1:41 bad_rule'])
})

test('[LANG-22] each follows a stage that has many tasks, along chains', () => {
  const workflow = loadedIn(
    'stages:\n  a: { foreach: { L: [1] }, run: x, outputs: { o: o } }\n  b: { each: a, run: "${{ a.outputs.o }}", outputs: { o: o } }\n  c: { each: b, run: "${{ a.L }} ${{ a.outputs.o }} ${{ b.outputs.o }}" }\n',
  )
  expect(dependencies(workflow, 'c')).toEqual(['element b o', 'element a o'])
  expect(problemsIn('stages:\n  a: { run: x }\n  b: { each: a, run: x }\n  c: { each: d, run: x }\n')).toEqual([
    '3:14 single_as_fanout',
    '4:14 unknown_stage',
  ])
  expect(problemsIn('stages:\n  a: { foreach: { L: [1] }, run: x }\n  b: { each: a, foreach: { x: [1] }, run: x }\n')).toEqual([
    '3:8 bad_rule',
  ])
  expect(problemsIn('stages:\n  a-b: { foreach: { L: [1] }, run: x }\n  c: { each: a-b, run: x }\n')).toEqual(['3:14 bad_name'])
  expect(problemsIn('parameters: { a: 1 }\nstages:\n  a: { foreach: { L: ["${{ a }}"] }, run: x }\n  c: { each: a, run: x }\n')).toEqual([
    '3:3 name_taken',
  ])
})

test('[LANG-23] dependencies follow from what is named', () => {
  const workflow = loaded(ising)
  expect(dependencies(workflow, 'sample')).toEqual([])
  expect(dependencies(workflow, 'binder')).toEqual(['element sample series'])
  expect(dependencies(workflow, 'fit')).toEqual(['whole sample series', 'whole binder'])
  expect(dependencies(workflow, 'refit')).toEqual(['whole fit result expansion', 'whole binder order'])
})

test('[LANG-23] after, with data from the same stage, is no more than that', () => {
  const workflow = loadedIn(
    'stages:\n  a: { run: x, outputs: { o: o } }\n  b: { after: [a], run: "${{ stages.a.outputs.o }}" }\n  c: { after: a, run: "${{ stages.a.count }}" }\n',
  )
  expect(dependencies(workflow, 'b')).toEqual(['whole a o'])
  expect(dependencies(workflow, 'c')).toEqual(['whole a'])
})

test('[LANG-24] a circle shows the way round', () => {
  const { problems } = loadWorkflow(
    'pwos: 1\nname: x\nstages:\n  a: { after: c, run: x }\n  b: { after: a, run: x }\n  c: { after: b, run: x }\n  d: { after: c, run: x }\n',
    'w',
  )
  expect(problems).toMatchObject([
    { code: 'stage_cycle', at: { line: 4, column: 3 }, message: { en: 'Stages wait for each other: a → c → b → a.' } },
  ])
  expect(problemsIn('stages:\n  a: { each: b, run: x }\n  b: { each: a, run: x }\n')).toEqual(['2:3 stage_cycle'])
})

test('[LANG-24] a stage that names its own result is told', () => {
  expect(problemsIn('stages:\n  a: { after: a, run: x }\n')).toEqual(['2:15 self_reference'])
  expect(problemsIn('stages:\n  a: { each: a, run: x }\n')).toEqual(['2:14 self_reference'])
  expect(problemsIn('stages:\n  a: { run: "x ${{ stages.a.count }}" }\n')).toEqual(['2:20 self_reference'])
})

test('[LANG-25] many outputs used as one, and one as many, are told', () => {
  const body = (use: string) =>
    `stages:\n  many: { foreach: { L: [1, 2] }, run: x, outputs: { o: o } }\n  one: { run: x, outputs: { o: o } }\n  user:\n    run: cat \${{ ${use} }}\n`
  const codes = (use: string) => problemsIn(body(use)).filter((line) => !line.includes('unmentioned'))
  expect(codes('stages.many.outputs.o')).toEqual(['5:18 fanout_as_single'])
  expect(codes('stages.one.outputs.o.manifest')).toEqual(['5:18 single_as_fanout'])
  expect(codes('stages.one.outputs.o.paths')).toEqual(['5:18 single_as_fanout'])
  expect(codes('stages.many.outputs.o.manifest')).toEqual([])
  expect(codes('stages.one')).not.toEqual([])
  expect(codes('stages')).not.toEqual([])
})

test('[LANG-26] paths say what an output is, and stay inside', () => {
  const workflow = loadedIn('stages: { a: { run: x, outputs: { f: a.txt, d: out/, g: "*.dat", t: "r-${{ task }}.txt" } } }')
  expect(stageOf(workflow, 'a').outputs.map(({ kind }) => kind)).toEqual(['file', 'folder', 'glob', 'file'])
  const paths = ['/etc/x', '../x', 'a/../../x', '~/x', 'C:\\x', '.', './', '" "', 'a//../b']
  for (const path of paths)
    expect([path, problemsIn(`stages: { a: { run: x, outputs: { o: ${path} } } }`)]).toEqual([
      path,
      expect.arrayContaining(['1:38 bad_path']),
    ])
  expect(problemsIn('stages: { a: { run: x y, outputs: { o: x, p: ./x } } }')).toEqual(['1:46 duplicate_path'])
  expect(problemsIn('stages: { a: { run: x y, inputs: [lib/x], outputs: { o: x } } }')).toEqual(['1:57 duplicate_path'])
  expect(problemsIn('stages: { a: { run: x, outputs: { o: { path: x/, format: json } } } }')).toEqual(['1:50 bad_rule'])
})

test('[LANG-27] outputs whose content is read are marked', () => {
  const workflow = loadedIn(
    'stages:\n  a: { foreach: { L: [1] }, run: x y z, outputs: { x: x, y: y, z: z } }\n  b: { run: "${{ len(stages.a.outputs.x.json) }} ${{ stages.a.outputs.y.manifest }}" }\n  c: { each: a, when: "a.outputs.z.text == \'yes\'", run: x }\n',
  )
  expect(stageOf(workflow, 'a').outputs.map(({ contentUsed }) => contentUsed)).toEqual([true, false, true])
})

test('[LANG-27] gates read what is in the outputs of their own stage', () => {
  const own = (check: string) =>
    `stages: { a: { run: "x \${{ outputs.r }}", outputs: { r: { path: r.json, format: json } }, gates: [{ name: g, check: "${check}" }] } }`
  const { outputs, dependencies } = stageOf(loadedIn(own('outputs.r.json.energy < 0')), 'a')
  expect([outputs.map(({ contentUsed }) => contentUsed), dependencies]).toEqual([[true], []])
  expect(problemsIn(own('len(outputs.r.lines) > 3'))).toEqual([])
  expect(problemsIn(own('outputs.s.json < 0'))).toEqual(['1:126 unknown_name'])
  expect(problemsIn(own("outputs.r.manifest == 'x'"))).toEqual(['1:118 single_as_fanout'])
})

test('[LANG-28] inputs are named, or name themselves', () => {
  const inputs = (written: string) =>
    stageOf(loadedIn(`stages: { a: { run: x, inputs: ${written} } }`), 'a').inputs.map(({ name, path }) => [name, path.source])
  expect(inputs('{ code: lib/run.mjs }')).toEqual([['code', 'lib/run.mjs']])
  expect(inputs('[run.mjs, lib/data.tar.gz, 자료.csv, src/, .hidden]')).toEqual([
    ['run', 'run.mjs'],
    ['data_tar', 'lib/data.tar.gz'],
    ['자료', '자료.csv'],
    ['src', 'src/'],
    ['_hidden', '.hidden'],
  ])
  expect(problemsIn('stages: { a: { run: x, inputs: [a/x.mjs, b/x.mjs] } }')).toEqual(['1:42 duplicate_path'])
})

test('[LANG-29] needs have the right kind of unit, and pools are declared', () => {
  const needs = (written: string) => problemsIn(`resources: { licence: 2 }\nstages: { a: { run: x, needs: ${written} } }`)
  expect(needs('{ cpu: 2, memory: 200 MB, time: 1.5 h, licence: "${{ 1 }}" }')).toEqual([])
  expect(needs('{ memory: 200MB, time: 1e3 s }')).toEqual([])
  expect(needs('{ cpu: 10-2 }')).toEqual(['2:38 expression_expected'])
  expect(needs('{ memory: 200 }')).toEqual(['2:41 bad_unit'])
  expect(needs('{ time: 3 MB }')).toEqual(['2:39 bad_unit'])
  expect(needs('{ cpu: -1 }')).toEqual(['2:38 out_of_bounds'])
  expect(needs('{ licences: 1 }')).toEqual(['2:33 unknown_pool'])
  expect(needs('{ cpu: many }')).toEqual(['2:38 expression_expected'])
  expect(needs('{ memory: "${{ 2 }} GB" }')).toEqual(['2:41 expression_expected'])
  expect(needs('{ cpu: "3 nonsense" }')).toEqual(['2:41 bad_unit'])
  expect(stageOf(loadedIn('stages: { a: { run: x, needs: { memory: 1 GB } } }'), 'a').needs.map(({ pool }) => pool)).toEqual([
    'cpu',
    'memory',
  ])
  expect(problemsIn('stages: { a: { run: x, stall: 5 MB } }')).toEqual(['1:31 bad_unit'])
})

test('[LANG-30] gates and rules are complete and unambiguous', () => {
  const rules = (written: string) => problemsIn(`stages: { a: { run: x, on_error: [${written}] } }`)
  expect(rules('{ cause: killed, exit_code: [1, 2], matches: "a+b", fail: true }')).toEqual([])
  expect(rules('{ retry: {} }')).toEqual(['1:35 bad_rule'])
  expect(rules('{ cause: killed }')).toEqual(['1:35 bad_rule'])
  expect(rules('{ cause: killed, fail: true, ignore: true }')).toEqual(['1:35 bad_rule'])
  expect(rules('{ matches: "(?<=a)b", fail: true }')).toEqual(['1:46 bad_pattern'])
  expect(rules('{ matches: "(a", fail: true }')).toEqual(['1:46 bad_pattern'])
  const gates = (written: string) => problemsIn(`stages: { a: { run: x, gates: [${written}] } }`)
  expect(gates('{ name: g, check: "1" }')).toEqual([expect.stringMatching(/^1:51 /)])
  expect(gates('{ name: g, check: "x > 1" }, { name: g, check: "y > 1" }')).toEqual(['1:69 name_taken'])
  expect(gates('{ check: "x > 1" }')).toEqual(['1:32 missing_key'])
  expect(gates('{ name: g, check: "${{ x > 1 }}" }')).toEqual(['1:50 expression_expected'])
})

test('[LANG-31] a retry changes what is there, with the right types', () => {
  const { gates, onError } = stageOf(loaded(ising), 'sample')
  expect(gates[0]?.otherwise).toMatchObject([{ kind: 'retry', retry: { atMost: 2, delayMs: 0, factor: 2, with: [{ name: 'sweeps' }] } }])
  expect(onError.map(({ action }) => action)).toMatchObject([
    { kind: 'retry', retry: { atMost: 3, needs: [{ pool: 'memory' }] } },
    { kind: 'retry', retry: { atMost: 10, delayMs: 30_000 } },
    { kind: 'retry', retry: { atMost: 3, with: [{ name: 'mixing' }] } },
  ])
  const retry = (written: string) =>
    problemsIn(
      `parameters: { n: 3 }\nstages: { a: { foreach: { L: [1] }, run: "x $n", on_error: [{ cause: killed, retry: ${written} }] } }`,
    )
  expect(retry('{ with: { L: "${{ L * 2 }}", n: 4 } }')).toEqual([])
  const changed = loadedIn(
    'parameters: { n: 3, T: { unit: K, default: 300 } }\nstages: { a: { run: x $n $T, on_error: [{ cause: killed, retry: { with: { T: 400, n: "${{ n / 2 }}" } } }] } }',
  )
  const [rule] = stageOf(changed, 'a').onError
  const [T, n] = rule?.action.kind === 'retry' ? rule.action.retry.with : []
  expect(T?.value.evaluate(recordOf({}))).toMatchObject({ si: 400, unit: 'K' })
  expect(n?.value.evaluate(recordOf({ n: 8 }))).toBe(4)
  expect(() => n?.value.evaluate(recordOf({ n: 3 }))).toThrow('takes integer')
  expect(retry('{ with: { m: 4 } }')).toEqual(['2:95 unknown_parameter'])
  expect(retry('{ with: { n: many } }')).toEqual(['2:98 bad_type'])
  expect(retry('{ needs: { gpu: 1 } }')).toEqual(['2:96 unknown_pool'])
  expect(retry('{ delay: 3 MB }')).toEqual(['2:94 bad_unit'])
  expect(retry('{ needs: { cpu: "${{ needs.cpu + attempt }}" } }')).toEqual([])
})
