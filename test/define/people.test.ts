import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolvePools } from '#define/pools.ts'
import { recordOf } from '#expression/record.ts'
import { dependencies, loadedIn, problemsIn, problemsOf, short, stageOf } from './loading.ts'

const people = `resources:
  people: [{ name: kim, roles: [analyst] }, { name: lee, roles: [analyst, pi] }]
  instruments: [{ name: beam }]
`

function said(body: string): string[] {
  return loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w').problems.map(
    ({ level, code, message, hint }) => `${level} ${code}: ${message.en} ${hint?.en ?? ''}`,
  )
}

test('[LANG-43] a stage does one kind of work', () => {
  expect(said(`${people}stages: { a: { run: x, task: { by: kim } } }`)).toEqual([
    'error bad_work: `run` and `task` are two kinds of work; a stage does one. Make two stages of them.',
  ])
  expect(problemsIn('stages:\n  a: { approval: { by: pi }, task: { by: pi }, run: x }\n')).toEqual([
    '2:24 nobody_has_role',
    '2:30 bad_work',
    '2:48 bad_work',
  ])
})

test('[LANG-43] keys that do not go with work of people are told', () => {
  const stage = (written: string) => problemsIn(`${people}stages:\n  a: { ${written} }\n`).filter((line) => !line.includes('unment'))
  expect(stage('task: { by: kim }, shell: bash, env: { A: 1 }, inputs: [x], metrics: { m: number }, stall: 1 h')).toEqual([
    ...['5:27 bad_work', '5:40 bad_work', '5:55 bad_work', '5:68 bad_work', '5:92 bad_work'],
  ])
  expect(stage('approval: { by: kim }, needs: { cpu: 1 }, outputs: { a: b }')).toEqual(['5:31 bad_work', '5:50 bad_work'])
  const fine = 'foreach: { L: [1] }, when: L > 0, time: 1 h, priority: 2, deadline: 2026-12-01, objectives: [x], title: T, cache: false'
  expect(stage(`task: { by: kim }, needs: { beam: 1 }, outputs: { a: b }, ${fine}`)).toEqual([])
  expect(stage(`approval: { by: kim }, ${fine}`)).toEqual([])
})

const campaign = `${people}stages:
  grind:
    foreach: { sample: [a, b] }
    task:
      by: analyst
      instructions: "Grind \${{ sample }}, and write to \${{ outputs.notes }}."
      attachments: [protocol.pdf]
      form:
        mass: { unit: mg, min: 1 mg, max: 1 g, label: Mass }
        state: { type: string, choices: [dry, wet], optional: true }
        passes: integer
        readings: { type: "number[]", unit: mm }
        fine: boolean
    outputs: { notes: notes.txt }
    needs: { beam: 1 }
    time: 1 h
    gates: [{ name: enough, check: "mass > 0.01 g && (fine || state == 'dry')" }]
  fit:
    each: grind
    run: fit \${{ value_in(grind.metrics.mass, 'mg') }} \${{ grind.outputs.notes }} \${{ outputs.r }}
    outputs: { r: r.json }
  sign:
    approval: { by: [pi, kim], quorum: 2, of: "\${{ stages.fit.outputs.r.manifest }}", independent: true, expires: 7 d }
`

test('[LANG-44] a task asks a person, whose answers are metrics of their types', () => {
  const workflow = loadedIn(campaign)
  const stage = stageOf(workflow, 'grind')
  expect(stage.run).toBe(undefined)
  expect(stage.needs.map(({ pool, amount }) => [pool, amount.evaluate(recordOf({}))])).toEqual([
    ['analyst', 1],
    ['beam', 1],
  ])
  expect(stage.human).toMatchObject({
    kind: 'task',
    by: ['analyst'],
    instructions: { source: 'Grind ${{ sample }}, and write to ${{ outputs.notes }}.' },
    attachments: [{ source: 'protocol.pdf', constant: true }],
    form: [
      { name: 'mass', type: 'number', unit: 'mg', label: 'Mass', min: { source: '1 mg' }, max: { source: '1 g' }, optional: false },
      { name: 'state', type: 'string', choices: ['dry', 'wet'], optional: true },
      { name: 'passes', type: 'integer', array: false },
      { name: 'readings', type: 'number', array: true, unit: 'mm' },
      { name: 'fine', type: 'boolean' },
    ],
  })
  expect(stage.metrics.map(({ name, unit }) => [name, unit])).toEqual([
    ['mass', 'mg'],
    ['state', undefined],
    ['passes', undefined],
    ['readings', 'mm'],
    ['fine', undefined],
  ])
  expect(dependencies(workflow, 'fit')).toEqual(['element grind notes'])
})

test('[LANG-44] several may be asked, and each stands in the needs', () => {
  const stage = stageOf(loadedIn(`${people}stages: { a: { task: { by: [kim, pi, kim] }, needs: [{ beam: 1 }, {}] } }`), 'a')
  expect(stage.human?.by).toEqual(['kim', 'pi'])
  expect([stage, ...stage.alternatives].map(({ needs }) => needs.map(({ pool }) => pool))).toEqual([
    ['kim', 'pi', 'beam'],
    ['kim', 'pi'],
  ])
  expect(said(`${people}stages: { a: { task: { by: kim }, needs: { kim: 1, lee: 1 } } }`)).toEqual([
    'error bad_work: `by` asks for `kim` already. Name here who or what else must be there meanwhile.',
  ])
})

test('[LANG-44] answers are checked like parameters, before a run', () => {
  const form = (written: string, rest = '') => problemsIn(`${people}stages:\n  a: { task: { by: kim, form: { ${written} } }${rest} }\n`)
  expect(form('m: { unit: mgg }')).toEqual(['5:44 bad_unit'])
  expect(form('m: { type: integer, unit: mg }')).toEqual(['5:59 bad_unit'])
  expect(form('m: { unit: mg, min: 3 s }')).toEqual(['5:53 bad_type'])
  expect(form('m: { type: nmber }')).toEqual(['5:44 bad_value'])
  expect(form('m: numbr')).toEqual(['5:36 bad_value'])
  expect(form('task: number, a-b: number, constructor: number')).toEqual(['5:33 bad_name', '5:47 bad_name', '5:60 bad_name'])
  expect(form('m: { type: string, choices: [a, 3] }')).toEqual(['5:65 bad_type'])
  expect(form('m: { choices: [] }')).toEqual(['5:47 bad_value'])
  expect(form('m: { unit: mg }', ', gates: [{ name: g, check: m > 3 s }]')).toEqual(['5:82 wrong_unit'])
  expect(form('m: number', ', gates: [{ name: g, check: n > 3 }]')).toEqual([expect.stringMatching(/^5:\d+ unknown_name/)])
  expect(problemsIn(`${people}stages:\n  a: { task: { by: kim } }\n  b: { when: stages.a.metrics.x > 1, run: x }\n`)).toEqual([
    '6:31 unknown_name',
  ])
})

test('[LANG-44] what a person hands in are files, each by its name', () => {
  const outputs = (path: string) => problemsIn(`${people}stages:\n  a: { task: { by: kim }, outputs: { o: ${path} } }\n`)
  expect(outputs('photo.jpg')).toEqual([])
  expect(outputs('{ path: data.csv, format: csv }')).toEqual([])
  expect(outputs('photos/')).toEqual(['5:41 bad_path'])
  expect(outputs('"*.jpg"')).toEqual(['5:41 bad_path'])
})

test('[LANG-44] a file that is handed along lies beside the workflow file', () => {
  const body = (attachments: string) =>
    `pwos: 1\nname: x\n${people}stages:\n  f: { run: "x \${{ outputs.o }}", outputs: { o: o } }\n  a: { task: { by: kim, attachments: ${attachments} } }\n`
  const beside = (path: string) => path === 'protocol.pdf'
  expect(problemsOf(body('[protocol.pdf, "${{ stages.f.outputs.o }}"]'), { beside })).toEqual([])
  expect(problemsOf(body('[protocoll.pdf]'), { beside })).toEqual(['8:39 missing_input'])
})

test('[LANG-45] an approval is of outputs, by people, and may lapse', () => {
  const workflow = loadedIn(campaign)
  const stage = stageOf(workflow, 'sign')
  expect(stage.human).toMatchObject({
    ...{ kind: 'approval', by: ['pi', 'kim'], quorum: 2, independent: true, expiresMs: 7 * 86_400_000 },
    of: [{ source: '${{ stages.fit.outputs.r.manifest }}' }],
  })
  expect(stage.needs).toEqual([])
  expect(stage.run).toBe(undefined)
  expect(dependencies(workflow, 'sign')).toEqual(['whole fit r'])
  const plain = stageOf(loadedIn(`${people}stages: { a: { approval: { by: kim } } }`), 'a').human
  expect(plain).toMatchObject({ quorum: 1, of: [], independent: false, expiresMs: undefined })
})

test('[LANG-45] what is approved are outputs and nothing else', () => {
  const of = (written: string) =>
    problemsIn(
      `${people}stages:\n  f: { foreach: { L: [1] }, run: "x \${{ outputs.o }}", outputs: { o: o } }\n  a: { each: f, approval: { by: kim, of: ${written} } }\n`,
    )
  expect(of('"${{ f.outputs.o }}"')).toEqual([])
  expect(of('["${{ stages.f.outputs.o.manifest }}"]')).toEqual([])
  expect(of('result.json')).toEqual(['6:42 expression_expected'])
  expect(of('"x ${{ f.outputs.o }}"')).toEqual(['6:42 expression_expected'])
  expect(of('"${{ stages.f.count }}"')).toEqual(['6:42 expression_expected'])
  expect(of('"${{ f.outputs.o.json }}"')).toEqual(['6:42 expression_expected'])
})

test('[LANG-45] a quorum is of the people there are', () => {
  const quorum = (by: string, count: string) => {
    const workflow = loadedIn(`${people}stages: { a: { approval: { by: ${by}, quorum: ${count} } } }`)
    return resolvePools(workflow, {}, { cpu: 1, memory: 1e9 }).problems
  }
  expect(quorum('[analyst, pi]', '2')).toEqual([])
  expect(quorum('[analyst, pi]', '3').map(short)).toEqual(['6:16 need_too_large'])
  expect(quorum('pi', '2').map(({ message }) => message.en)).toEqual([
    '`a` needs 2 approvals, but only 1 of pi can give one: it could never be approved.',
  ])
  expect(problemsIn(`${people}stages: { a: { approval: { by: pi, quorum: 0, expires: 7 kg } } }`)).toEqual([
    '4:44 bad_value',
    '4:56 bad_unit',
  ])
})

test('[LANG-46] who is asked and is nobody is taken for one person, with a warning', () => {
  const body =
    'calendar: { hours: "09:00-17:00" }\nresources: { people: [{ name: kim, roles: analyst }] }\nstages: { a: { task: { by: analyts } }, b: { approval: { by: analyts } } }'
  expect(said(body)).toEqual([
    'warning nobody_has_role: Nobody under `resources.people` is `analyts` or has that role: it is taken for one person who is always there. Did you mean `analyst`?',
  ])
  const workflow = loadedIn(body)
  expect(workflow.people).toMatchObject([
    { name: 'kim' },
    { name: 'analyts', roles: [], load: 1, calendar: { source: { hours: '09:00-17:00' } } },
  ])
  expect(resolvePools(workflow, {}, { cpu: 1, memory: 1e9 })).toMatchObject({ pools: { analyts: 1 }, problems: [] })
  expect(problemsIn('stages: { a: { task: { by: the boss } } }')).toEqual(['1:28 bad_name'])
})

test('[LANG-46] a pool or an instrument is nobody to be asked', () => {
  expect(said(`${people}stages: { a: { task: { by: beam } } }`)).toEqual([
    'error bad_value: `beam` is an instrument; people are asked by name or role. ',
  ])
  expect(problemsIn('resources: { gpu: 1 }\nstages: { a: { approval: { by: [gpu] } } }')).toEqual(['2:33 bad_value'])
  expect(problemsIn('stages: { a: { approval: { by: [] } } }')).toEqual(['1:32 bad_value'])
  expect(problemsIn('stages: { a: { approval: { by: cpu } } }')).toEqual(['1:32 bad_name'])
})

test('[LANG-9] what later versions will understand of people is told as planned', () => {
  const planned = problemsIn(`${people}stages:\n  a: { task: { by: kim, notify: all } }\n  b: { approval: { by: kim, reasons: true } }\n`)
  expect(planned).toEqual(['5:25 planned_key', '6:29 planned_key'])
})
