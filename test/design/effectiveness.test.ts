import { expect, test } from 'vitest'
import { judgeEffectiveness, rules } from '#design/effectiveness/effectiveness.ts'
import type { Finding } from '#design/effectiveness/rule.ts'
import type { Metric, Workflow } from '#model/workflow.ts'
import { axes, gate, output, type StageByHand, text, whole, workflow } from '../report/by-hand.ts'
import { beamtime, calendar, hour, instrument, needs, person, takes } from './beamtime.ts'
import { effectivenessPage } from './effectiveness-page.ts'
import { exampleText, type Planning, planOf, planOfFile, tuesday } from './planned.ts'

const at = { file: 'workflow.yaml', line: 1, column: 1 }

// `npx vitest run test/design -u` writes it anew.
test('[DESIGN-11] docs/reference/effectiveness.md says what the rules say', async () => {
  await expect(effectivenessPage()).toMatchFileSnapshot('../../docs/reference/effectiveness.md')
})

async function judged(made: Workflow, planning: Planning = {}) {
  const plan = await planOf(made, { seeds: 0, ...planning })
  return judgeEffectiveness({ workflow: made, plan })
}

async function found(
  rule: string,
  stages: readonly StageByHand[],
  more: Partial<Workflow> = {},
  planning: Planning = {},
): Promise<readonly Finding[]> {
  const { findings } = await judged(workflow(stages, more), planning)
  return findings.filter((one) => one.rule === rule)
}

const metric: Metric = { name: 'x', unit: undefined, valueType: { kind: 'number' } as Metric['valueType'], at }
const checked = { ...output('data'), format: 'json' as const }
const rework = { with: [], needs: [], atMost: 1, delayMs: 0, factor: 1 }
const retried = { ...gate('g', 'x < 1'), otherwise: [{ kind: 'retry' as const, retry: rework }] }
const onError = [
  { causes: ['out_of_memory' as const], exitCodes: [], matches: undefined, action: { kind: 'retry' as const, retry: rework }, at },
]
const task = { kind: 'task' as const, by: ['student'], instructions: text('Do.'), attachments: [], form: [], at }
const approval = { kind: 'approval' as const, by: ['pi'], quorum: 1, of: [text('x')], independent: false, expiresMs: undefined, at }
const two = [person('kim', { roles: ['student'] }), person('lee', { roles: ['student'] })]
const day = 24 * hour

/** For each rule: a workflow in which it finds something, with what it then says, and one that is as it should be. */
const cases: readonly {
  readonly rule: string
  readonly says: RegExp
  readonly bad: readonly [stages: readonly StageByHand[], more?: Partial<Workflow>, planning?: Planning]
  readonly good: readonly [stages: readonly StageByHand[], more?: Partial<Workflow>, planning?: Planning]
}[] = [
  {
    rule: 'V1.1',
    says: /^alone waits for nothing/,
    bad: [[{ name: 'a' }, { name: 'b', dependencies: [whole(0)] }, { name: 'alone' }]],
    good: [[{ name: 'a' }, { name: 'b', dependencies: [whole(0)] }]],
  },
  {
    rule: 'V1.2',
    says: /^The output data of a is handed on without a check/,
    bad: [
      [
        { name: 'a', outputs: [output('data')] },
        { name: 'b', dependencies: [whole(0, 'data')] },
      ],
    ],
    good: [
      [
        { name: 'a', outputs: [checked, output('figure')] },
        { name: 'b', dependencies: [whole(0, 'data')] },
      ],
    ],
  },
  {
    rule: 'V1.3',
    says: /^A task of (a|scan) (takes 2 h|holds beamline)/,
    bad: [
      [
        { name: 'a', time: takes(7200) },
        { name: 'scan', time: takes(60), needs: needs({ beamline: 1 }) },
      ],
      { instruments: [instrument('beamline')] },
    ],
    good: [
      [
        { name: 'a', time: takes(7200), onError },
        { name: 'b', time: takes(7200), gates: [retried] },
        { name: 'c', time: takes(5) },
        { name: 'd', needs: needs({ time: 3600 }) },
      ],
    ],
  },
  {
    rule: 'V1.4',
    says: /^Only kim is student: an absence stops a\.$/,
    bad: [[{ name: 'a', run: undefined, human: task, needs: needs({ student: 1 }) }], { people: [person('kim', { roles: ['student'] })] }],
    good: [
      [
        { name: 'a', run: undefined, human: task, needs: needs({ student: 1 }) },
        { name: 'b', run: undefined, human: approval, needs: needs({ pi: 1 }) },
      ],
      { people: [...two, person('park', { roles: ['pi'] })] },
    ],
  },
  {
    rule: 'V1.5',
    says: /does not say what is to be done|approves nothing in particular/,
    bad: [[{ name: 'a', run: undefined, human: { ...task, instructions: undefined }, needs: needs({ student: 1 }) }], { people: two }],
    good: [[{ name: 'a', run: undefined, human: task, needs: needs({ student: 1 }) }], { people: two }],
  },
  {
    rule: 'V2.1',
    says: /^Nothing says how long a takes/,
    bad: [[{ name: 'a' }]],
    good: [
      [
        { name: 'a', time: takes(3) },
        { name: 'b', needs: needs({ time: 60 }) },
      ],
    ],
  },
  {
    rule: 'V2.2',
    says: /^a is ended after 1 min, but one task in twenty takes more than/,
    bad: [[{ name: 'a', time: takes(30, 60, 90), needs: needs({ time: 60 }) }]],
    good: [
      [
        { name: 'a', time: takes(30, 60, 90), needs: needs({ time: 120 }) },
        { name: 'b', needs: needs({ time: 60 }) },
      ],
    ],
  },
  {
    rule: 'V2.3',
    says: /^beamline is booked for \d+ % of its hours/,
    bad: [
      [{ name: 'a', time: takes(3600), needs: needs({ beamline: 1 }), fanout: axes({ i: [1, 2, 3] }) }],
      { instruments: [instrument('beamline')] },
    ],
    good: [[{ name: 'a', time: takes(3600), needs: needs({ cpu: 4 }), fanout: axes({ i: [1, 2, 3] }) }]],
  },
  {
    rule: 'V2.4',
    says: /^spare is declared and never used/,
    bad: [[{ name: 'a', time: takes(1), needs: needs({ cpu: 1 }) }], { instruments: [instrument('spare')] }],
    good: [[{ name: 'a', time: takes(1), needs: needs({ beamline: 1 }) }], { instruments: [instrument('beamline')] }],
  },
  {
    rule: 'V2.6',
    says: /^by-hand misses its deadline by 1 h/,
    bad: [[{ name: 'a', time: takes(7200) }], { deadline: tuesday + hour }],
    good: [[{ name: 'a', time: takes(7200) }], { deadline: tuesday + 2 * hour }],
  },
  {
    rule: 'V2.7',
    says: /^The deadline is met in \d+ % of simulated runs only/,
    bad: [[{ name: 'a', time: takes(3600, 7200, 10_800) }], { deadline: tuesday + 2 * hour }, { seeds: 40 }],
    good: [[{ name: 'a', time: takes(3600, 7200, 10_800) }], { deadline: tuesday + 3 * hour }, { seeds: 40 }],
  },
  { rule: 'V3.1', says: /^No stage has a gate/, bad: [[{ name: 'a' }]], good: [[{ name: 'a', gates: [gate('g', 'x < 1')] }]] },
  {
    rule: 'V3.2',
    says: /^b is an end of the study, and nothing judges it/,
    bad: [
      [
        { name: 'a', gates: [gate('g', 'x < 1')] },
        { name: 'b', dependencies: [whole(0)] },
      ],
    ],
    good: [
      [{ name: 'a' }, { name: 'b', dependencies: [whole(0)], run: undefined, human: approval }],
      { people: [person('park', { roles: ['pi'] })] },
    ],
  },
  {
    rule: 'V3.3',
    says: /^Nothing judges a before b goes on with it, and/,
    bad: [
      [
        { name: 'a', outputs: [checked] },
        { name: 'b', dependencies: [whole(0, 'data')] },
      ],
    ],
    good: [
      [
        { name: 'a', outputs: [checked] },
        { name: 'b', dependencies: [whole(0, 'data')], gates: [gate('g', 'x < 1')] },
        { name: 'c', dependencies: [{ ...whole(1), order: true }] },
      ],
    ],
  },
  {
    rule: 'V3.4',
    says: /^The gates of a judge metrics that are not declared/,
    bad: [[{ name: 'a', gates: [gate('g', 'x < 1')] }]],
    good: [
      [
        { name: 'a', gates: [gate('g', 'x < 1')], metrics: [metric] },
        { name: 'b', run: undefined, gates: [gate('g', 'stages.a.metrics.x < 1')] },
      ],
    ],
  },
  {
    rule: 'V4.1',
    says: /^A task of a that hangs would hang for ever/,
    bad: [[{ name: 'a' }]],
    good: [
      [
        { name: 'a', needs: needs({ time: 60 }) },
        { name: 'b', run: undefined },
      ],
    ],
  },
  {
    rule: 'V4.2',
    says: /^a takes more than 10 min and reports no metric/,
    bad: [[{ name: 'a', time: takes(1200) }]],
    good: [
      [
        { name: 'a', time: takes(1200), metrics: [metric] },
        { name: 'b', time: takes(5) },
      ],
    ],
  },
  {
    rule: 'V4.3',
    says: /^No three tasks of a have been measured yet/,
    bad: [[{ name: 'a' }]],
    good: [
      [{ name: 'a' }],
      {},
      { history: { samples: new Map([['a', [1, 2, 3].map((run) => ({ run, ms: 1000, values: {}, label: '' }))]]), counts: new Map() } },
    ],
  },
  {
    rule: 'V4.4',
    says: /^No deadline is stated, though kim must be booked/,
    bad: [[{ name: 'a', run: undefined, human: task, needs: needs({ student: 1 }) }], { people: two }],
    good: [[{ name: 'a', run: undefined, human: task, needs: needs({ student: 1 }) }], { people: two, deadline: tuesday + day }],
  },
  { rule: 'V4.5', says: /^a does not say what it is for/, bad: [[{ name: 'a' }]], good: [[{ name: 'a', objectives: ['x'] }]] },
]

test.each(cases)('[DESIGN-11] $rule finds what it is about, and nothing where all is well', async ({ rule, says, bad, good }) => {
  const [first, ...more] = await found(rule, ...bad)
  expect(first?.message.en).toMatch(says)
  for (const { message, fix } of [first, ...more].filter((one) => one !== undefined)) {
    expect(message.ko).toMatch(/[가-힣]/)
    expect(fix.ko).toMatch(/[가-힣]/)
    expect(fix.en).toMatch(/\.$/)
  }
  expect(await found(rule, ...good)).toEqual([])
})

test('[DESIGN-11] a schedule far from the best possible is found, one that cannot be better is not', async () => {
  const made = workflow([{ name: 'a', time: takes(60) }])
  const plan = await planOf(made, { seeds: 0 })
  const of = (finish: number) =>
    judgeEffectiveness({ workflow: made, plan: { ...plan, schedule: { ...plan.schedule, bound: { ...plan.schedule.bound, finish } } } })
  expect(of(plan.schedule.finish).findings.filter(({ rule }) => rule === 'V2.5')).toEqual([])
  expect(of(plan.schedule.finish - 30_000).findings.find(({ rule }) => rule === 'V2.5')?.message.en).toContain('50 % longer')
})

test('[DESIGN-11] every rule has a case', () => {
  const ids = rules.map(({ id }) => id)
  expect([...cases.map(({ rule }) => rule), 'V2.5'].sort()).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(ids.length)
})

test('[DESIGN-12] a score is the share of what is as it should be', async () => {
  const good: StageByHand = {
    name: 'b',
    dependencies: [whole(0)],
    gates: [gate('g', 'x < 1')],
    metrics: [metric],
    needs: needs({ cpu: 1, time: 60 }),
    objectives: ['o'],
  }
  const { scores, findings } = await judged(workflow([{ name: 'a', needs: needs({ cpu: 1 }), objectives: ['o'] }, good]))
  // V4.1 alone looks at something that counts: one of two stages has no limit, which is weak.
  expect(scores.V4).toEqual({ score: 0.75, looked: 2, found: 2 })
  expect(findings.filter(({ criterion }) => criterion === 'V4').map(({ rule }) => rule)).toEqual(['V4.1', 'V4.3'])
  // V2.1 finds one of two; limits of one stage and the bound are fine.
  expect(scores.V2).toEqual({ score: 1 - 0.5 / 4, looked: 4, found: 1 })
  const weights = findings.map(({ weight }) => ['wrong', 'weak', 'remark'].indexOf(weight))
  expect(weights).toEqual([...weights].sort())
  const empty = await judged(workflow([{ name: 'only', run: undefined, gates: [gate('g', 'x < 1')], objectives: ['o'] }]))
  expect(empty.scores.V1).toEqual({ score: 1, looked: 0, found: 0 })
})

test.each(['ising', 'argon'])('[DESIGN-13] nothing is weak or wrong in the example %s', async (name) => {
  const plan = await planOfFile(exampleText(name), { seeds: 10, pools: { cpu: 2, memory: 16e9 } })
  const { findings } = judgeEffectiveness({ workflow: plan.input.workflow, plan })
  expect(findings.filter(({ weight }) => weight !== 'remark').map(({ rule, message }) => `${rule} ${message.en}`)).toEqual([])
})

test('[DESIGN-11] of a beamtime the rules find what a physicist would', async () => {
  const { findings } = await judged(beamtime())
  expect(
    findings.filter(({ weight }) => weight !== 'remark').map(({ rule, message }) => `${rule} ${message.en.split(/[,:.]/)[0]}`),
  ).toEqual([
    'V1.2 The output profile of reduce is handed on without a check of its content',
    'V1.2 The output structure of refine is handed on without a check of its content',
    'V1.3 A task of measure holds beamline',
    'V1.3 A task of refine takes 2 h',
    'V1.4 Only jiwoo is student',
    'V4.1 A task of measure that hangs would hang for ever',
    'V4.1 A task of reduce that hangs would hang for ever',
    'V4.1 A task of refine that hangs would hang for ever',
  ])
  const away = beamtime({
    people: [person('jiwoo', { roles: ['student', 'operator', 'pi'], calendar: calendar({ hours: 'Mon-Fri 09:00-18:00' }) })],
  })
  expect((await judged(away)).findings.map(({ rule }) => rule)).toContain('V1.4')
})
