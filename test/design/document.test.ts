import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { prose, table } from '#design/document-part.ts'
import { recordOf } from '#design/plan-record.ts'
import { commentOf, recordIn } from '#design/record-comment.ts'
import { changesOf } from '#design/revision.ts'
import { retriesOf } from '#model/gate.ts'
import type { Plan } from '#plan/plan.ts'
import { gate, type StageByHand, text, whole, workflow } from '../report/by-hand.ts'
import { beamtime, hour, needs, person, takes } from './beamtime.ts'
import { nasty } from './generated-workflow.ts'
import { blockIn, documentFor, exampleText, identity, planOf, planOfFile, tuesday, viewFor } from './planned.ts'

/** The document without its code: what could be markup. */
function outsideCode(document: string): string {
  return document.replace(/^```[\s\S]*?^```$/gm, '').replace(/(?<!`)`[^`\n]+`(?!`)/g, '')
}

function everywhere(nastyText: string): StageByHand[] {
  return [
    { ...{ name: 'one', title: nastyText, objectives: [nastyText], gates: [gate(nastyText, nastyText)], run: text(nastyText) } },
    { ...{ name: 'two', title: nastyText, objectives: [nastyText], dependencies: [whole(0)] } },
  ]
}

test.each(nasty)('[DESIGN-5] %j is text wherever it stands', async (nastyText) => {
  const head = { title: nastyText, question: nastyText, domain: nastyText, challenges: [nastyText, nastyText] }
  const plan = await planOf(workflow(everywhere(nastyText), head), { seeds: 0 })
  const plain = await planOf(workflow(everywhere('x'), { title: 'x', question: 'x', domain: 'x', challenges: ['x', 'x'] }), { seeds: 0 })
  const document = documentFor(viewFor(plan))
  expect((blockIn(document) as { workflow_orchestration: { physics_domain: string } }).workflow_orchestration.physics_domain).toBe(
    nastyText,
  )
  const rest = outsideCode(document)
  const shape = (page: string) => page.split('\n').map((line) => /^(#+ |- |\||!\[|<!--|$)/.exec(line)?.[1] ?? 'text')
  expect(shape(rest)).toEqual(shape(outsideCode(documentFor(viewFor(plain)))))
  expect(rest.match(/<.{12}/g)).toEqual(['<!-- pwos-plan'.slice(0, 13)])
  for (const table of document.match(/(^\|.*\n)+/gm) ?? []) {
    const widths = new Set(
      table
        .trimEnd()
        .split('\n')
        .map((row) => row.replaceAll(/\\[\\|]/g, '').split('|').length),
    )
    expect([...widths], table).toHaveLength(1)
  }
  expect(recordIn(document)?.id).toBe(identity.id)
  // Everything that begins a fence ends one.
  expect((document.match(/^```/gm) ?? []).length).toBe(4)
})

test('[DESIGN-5] plain text keeps its words, and has no markup left', () => {
  expect(prose('tau_int < sweeps * 2, abs(x)')).toBe('tau_int &lt; sweeps * 2, abs(x)')
  expect(prose('*bold* and `code` and [link](x)')).toBe('\\*bold\\* and `code` and \\[link\\](x)')
  expect(prose('# no heading')).toBe('\\# no heading')
  expect(prose('2. no list')).toBe('2\\. no list')
  expect(prose('``a`` `b')).toBe('\\`\\`a\\`\\` \\`b')
  expect(table(['a'], [['x | `y | z`']])).toContain('| x \\| `y \\| z` |')
})

test('[DESIGN-5] a cell never ends early, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (cell) => {
      const row =
        table(['head'], [[cell]])
          .split('\n')
          .at(-1) ?? ''
      expect(row.replaceAll(/\\[\\|]/g, '').split('|').length).toBe(3)
      expect(row).not.toContain('<')
    }),
    { numRuns: 500 },
  )
})

const record = (plan: Plan, number = 1) => recordOf(viewFor(plan), identity, number)

test('[DESIGN-5] [DESIGN-6] the record at the end is read back whole, and cannot be forged', async () => {
  const made = workflow([{ name: 'a', gates: [gate('--> <!-- pwos-plan {}', 'x - -1 --> y')] }])
  const plan = await planOf(made, { seeds: 0, parameters: { shift: -1, note: '--> end' } })
  const comment = commentOf(record(plan))
  expect(comment.match(/--/g)).toHaveLength(2)
  expect(recordIn(comment)).toEqual(record(plan))
  expect(recordIn('<!-- pwos-plan {"id":"x"} -->')).toBeUndefined()
  expect(recordIn('# Another document')).toBeUndefined()
})

async function changes(before: Plan, now: Plan): Promise<readonly string[]> {
  return changesOf({ identity, number: 2, before: record(before), now: record(now, 2) }, viewFor(now))
}

test('[DESIGN-6] a changed parameter and resource, and what follows', async () => {
  const text = exampleText('argon')
  const before = await planOfFile(text, { seeds: 0 })
  const now = await planOfFile(text, { seeds: 0, pools: { cpu: 2, memory: 8e9 } }, { replicas: 4 })
  const lines = await changes(before, now)
  expect(lines).toEqual(
    expect.arrayContaining([
      'parameter replicas: 6 → 4',
      'resource cpu: 4 → 2',
      'resource memory: 16 GB → 8 GB',
      'tasks of equilibrate: 6 → 4',
      'tasks of production: 6 → 4',
    ]),
  )
  expect(lines.at(-1)).toMatch(/^finish: .* (later|sooner)\)$/)
  expect(await changes(before, before)).toEqual([])
})

test('[DESIGN-6] stages added and removed, needs, gates, order, hours and deadline', async () => {
  const lines = await changes(
    await planOf(
      workflow(
        [
          { name: 'a', needs: needs({ cpu: 1 }) },
          { name: 'b', gates: [gate('g', 'x < 1')] },
        ],
        { people: [person('kim')] },
      ),
    ),
    await planOf(
      workflow(
        [
          { name: 'b', gates: [gate('g', 'x < 2')] },
          { name: 'c', needs: needs({ cpu: 2 }), dependencies: [whole(0)], time: takes(60) },
          { name: 'a', needs: needs({ cpu: 3 }), dependencies: [whole(1)] },
        ],
        { people: beamtime().people.slice(0, 1), deadline: tuesday + hour },
      ),
    ),
  )
  expect(lines).toEqual([
    'resource kim: 1 → none',
    'resource jiwoo: none → 1',
    'hours of jiwoo: none → Mon-Fri 09:00-18:00 (Asia/Seoul)',
    'a waits for: none → c',
    'cpu of a task of a: 1 → 3',
    'gate g of b: x < 1 → x < 2',
    'stage c: added',
    'deadline: none → 2026-12-01 01:00:00',
    'makespan: 1 s → 1 min 2 s (1 min 1 s longer)',
    'finish: 2026-12-01 00:00:01 → 2026-12-01 00:01:02 (1 min 1 s later)',
  ])
})

test('[DESIGN-6] durations that runs have measured', async () => {
  const made = workflow([{ name: 'a', time: takes(10) }])
  const samples = [1, 2, 3, 4].map((run) => ({ run, ms: 60_000, values: {}, label: '' }))
  const now = await planOf(made, { history: { samples: new Map([['a', samples]]), counts: new Map() } })
  const lines = await changes(await planOf(made), now)
  expect(lines[0]).toBe('duration of a: 10 s → 1 min (stated → learned from runs)')
})

test('[DESIGN-6] the next revision says what changed since which', async () => {
  const before = await planOf(workflow([{ name: 'a', time: takes(10) }]), { seeds: 0 })
  const now = await planOf(workflow([{ name: 'a', time: takes(20) }]), { seeds: 0 })
  const document = documentFor(viewFor(now), record(before))
  expect(document).toContain('revision 2')
  expect(document).toContain('## Changes since revision 1\n\n- duration of a: 10 s → 20 s (stated)\n')
  expect(documentFor(viewFor(before), record(before))).toContain('Nothing that the plan follows from has changed.')
})

/** Words that are names in every language: of units, formats, programs and PWOS's own. */
const names =
  /\b(PWOS|WO|STAGE(?:_\d+)?|mermaid|schedule|load|UTC|Asia|Seoul|EUR|cpu|memory|json|csv|text|time|gates|name|check|needs|stall|metrics|instructions|objectives|format|outputs|task|on_error|cause|retry|out_of_memory|out_of_time|at_most|deadline|bash|pwos|run|plan|why|report|status|FILE|STAGE|effectiveness|until|md|svg|yaml|workflow|ms|min|GB|MB|V\d|flowchart|TD|br|class|classDef|gated|stroke|width|px|lt)\b/g

test('[DESIGN-7] in Korean there is no English left but names', async () => {
  const plans = [await planOf(beamtime(), { seeds: 0 }), await planOfFile(exampleText('argon'), { seeds: 5 })]
  const left = plans.flatMap((plan) => {
    const { workflow: made } = plan.input
    const document = documentFor(viewFor(plan, 'ko'), record(plan)).replace(/^<!--.*$/m, '')
    const keys = [...document.matchAll(/^\s*(?:- )?([a-z_]+):/gm)].map((match) => match[1] ?? '')
    const own = [
      ...made.stages.flatMap((stage) => [
        ...[stage.name, stage.title ?? '', ...stage.objectives, stage.run?.source ?? '', stage.when?.source ?? ''],
        ...stage.gates.flatMap(({ name, check, otherwise, inconclusive }) => [
          name,
          check.source,
          ...retriesOf({ otherwise, inconclusive }).flatMap((retry) => retry.with.flatMap((one) => [one.value.source.trim(), one.name])),
        ]),
        ...stage.outputs.flatMap(({ name, path }) => [path.source, name]),
        ...stage.inputs.map(({ path }) => path.source),
        ...stage.metrics.map(({ name }) => name),
        ...[...stage.needs.map(({ pool }) => pool), ...(stage.run?.source.split(/\s+/) ?? [])],
      ]),
      ...[made.name, made.title ?? '', made.domain ?? '', made.question ?? '', ...made.challenges, ...keys],
      ...made.people.flatMap(({ name, roles }) => [name, ...roles]),
      ...[
        ...made.instruments,
        ...made.parameters,
        ...made.stages.flatMap(({ fanout }) => (fanout.kind === 'foreach' ? fanout.axes : [])),
      ].map(({ name }) => name),
    ]
    const longestFirst = own.filter((one) => one !== '').sort((a, b) => b.length - a.length)
    let rest = document
      .replaceAll('&lt;', '<')
      .replaceAll(/\\(?=[*_[\]])/g, '')
      .replaceAll(/#\d+;/g, ' ')
    for (const one of longestFirst) rest = rest.replaceAll(one, ' ')
    return (rest.replaceAll(names, ' ').match(/.{0,20}[A-Za-z]{3,}/g) ?? []).filter((word) => !/^s\d+$/.test(word))
  })
  expect(left).toEqual([])
})

test('[DESIGN-8] times are told by the clock of the workflow, through a change of the clocks', async () => {
  const made = workflow([{ name: 'a', time: takes(3 * 3600) }], { timezone: 'Europe/Berlin' })
  const plan = await planOf(made, { start: Date.UTC(2026, 9, 25, 0), seeds: 0 })
  const view = viewFor(plan)
  expect(view.range(plan.schedule.start, plan.schedule.finish)).toBe('2026-10-25 02:00 – 04:00')
  expect(view.range(plan.schedule.start, plan.schedule.finish + 24 * hour)).toBe('2026-10-25 02:00 – 2026-10-26 04:00')
})

test('the yaml of the block is one that other readers take: no tags, anchors or documents', async () => {
  const document = documentFor(viewFor(await planOf(beamtime(), { seeds: 0 })))
  const yaml = /^```yaml\n([\s\S]*?)^```$/m.exec(document)?.[1] ?? ''
  expect(parse(yaml, { version: '1.1' })).toEqual(blockIn(document))
  expect(yaml).not.toMatch(/^\s*[&*!]|\s[&*!]\w+$/m)
})
