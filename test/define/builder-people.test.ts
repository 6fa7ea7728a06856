import { expect, test } from 'vitest'
import { answer, expression, integer, json, metric, numbers, script, text, workflow } from '#define/builder.ts'
import type { Workflow } from '#model/workflow.ts'
import { loaded } from './loading.ts'

const campaign = `pwos: 1
name: campaign
timezone: Asia/Seoul
start: 2026-12-01T09:00
deadline: 2026-12-31
priority: 5
share: { weight: 2 }
calendar: { hours: "Mon-Fri 09:00-18:00", holidays: [2026-12-25] }
parameters:
  compositions: { type: "number[]", default: [0.1, 0.5] }
  counts: { type: integer, default: 4000 }
resources:
  cpu: { capacity: 64, hours: "20:00-08:00", cost: 0.02 EUR/h }
  gpu: 1
  people:
    - { name: kim, roles: [student], load: 50 %, away: 2026-12-24/2027-01-01 }
    - { name: lind, roles: pi, timezone: Europe/Stockholm, email: lind@example.org }
  instruments:
    - { name: beamline, title: Beamline, capacity: 1, windows: [2026-12-08/2026-12-10], setup: 30 min }
stages:
  prepare:
    foreach: { x: "\${{ compositions }}" }
    task:
      by: student
      instructions: Weigh for \${{ x }} and write to \${{ outputs.notes }}.
      attachments: [protocol.pdf]
      form:
        mass: { type: number, unit: mg, min: 1 mg, label: Mass }
        state: { type: string, choices: [good, uneven], optional: true }
    outputs: { notes: { path: notes.txt, format: text } }
    time: { optimistic: 1 h, likely: 2 h, pessimistic: 5 h }
    gates: [{ name: enough, check: mass > 5 mg }]
  measure:
    each: prepare
    run: measure \${{ value_in(prepare.metrics.mass, 'mg') }} \${{ outputs.pattern }}
    outputs: { pattern: { path: pattern.json, format: json } }
    needs: { beamline: 1, student: 1 }
    time: \${{ counts * 1 s }}
    at: 2026-12-08T10:00
    not_before: 2026-12-08
  reduce:
    run: reduce \${{ stages.measure.outputs.pattern.manifest }} \${{ outputs.result }}
    outputs: { result: { path: result.json, format: json } }
    metrics: { a: { type: number, uncertainty: true } }
    needs: [{ gpu: 1 }, { cpu: 16 }]
    time: [10 min, 1..2 h]
    priority: 3
    deadline: 2026-12-20
  sign:
    approval: { by: [pi, kim], quorum: 1, of: ["\${{ stages.reduce.outputs.result }}"], independent: true, expires: 7 d }
    time: 30 min
`

function built() {
  const wf = workflow('campaign', {
    ...{ timezone: 'Asia/Seoul', start: '2026-12-01T09:00', deadline: '2026-12-31', priority: 5, share: { weight: 2 } },
    calendar: { hours: 'Mon-Fri 09:00-18:00', holidays: ['2026-12-25'] },
    parameters: { compositions: numbers([0.1, 0.5]), counts: integer(4000) },
    resources: {
      cpu: { capacity: 64, hours: '20:00-08:00', cost: '0.02 EUR/h' },
      gpu: 1,
      people: [
        { name: 'kim', roles: ['student'], load: '50 %', away: '2026-12-24/2027-01-01' },
        { name: 'lind', roles: 'pi', timezone: 'Europe/Stockholm', email: 'lind@example.org' },
      ],
      instruments: [{ name: 'beamline', title: 'Beamline', capacity: 1, windows: ['2026-12-08/2026-12-10'], setup: '30 min' }],
    },
  })
  const prepare = wf.stage('prepare', {
    foreach: { x: wf.parameters.compositions },
    task: {
      by: 'student',
      instructions: ({ x, outputs }) => `Weigh for ${x} and write to ${outputs.notes}.`,
      attachments: ['protocol.pdf'],
      form: {
        mass: answer.number({ unit: 'mg', min: '1 mg', label: 'Mass' }),
        state: answer.string({ choices: ['good', 'uneven'], optional: true }),
      },
    },
    outputs: { notes: text('notes.txt') },
    time: { optimistic: '1 h', likely: '2 h', pessimistic: '5 h' },
    gates: ({ mass }) => [{ name: 'enough', check: expression`${mass} > 5 mg` }],
  })
  const measure = wf.stage('measure', {
    each: prepare,
    outputs: { pattern: json('pattern.json') },
    run: ({ prepare: one, outputs }) => script`measure ${expression<number>`value_in(${one.metrics.mass}, ${'mg'})`} ${outputs.pattern}`,
    needs: { beamline: 1, student: 1 },
    time: ({ counts }) => expression`${counts} * 1 s`,
    at: '2026-12-08T10:00',
    notBefore: '2026-12-08',
  })
  const reduce = wf.stage('reduce', {
    outputs: { result: json('result.json') },
    metrics: { a: metric.number({ uncertainty: true }) },
    run: ({ outputs }) => script`reduce ${measure.outputs.pattern.manifest} ${outputs.result}`,
    needs: [{ gpu: 1 }, { cpu: 16 }],
    time: ['10 min', '1..2 h'],
    priority: 3,
    deadline: '2026-12-20',
  })
  wf.stage('sign', {
    approval: { by: ['pi', 'kim'], quorum: 1, of: [reduce.outputs.result], independent: true, expires: '7 d' },
    time: '30 min',
  })
  return wf
}

/** A workflow without places, expressions as their texts and calendars as what they were made of. */
function comparable(given: Workflow): unknown {
  return JSON.parse(
    JSON.stringify(given, (key, value: unknown) => {
      if (key === 'at' || key === 'references') return undefined
      return typeof value === 'object' && value !== null && 'source' in value ? value.source : value
    }),
  )
}

test('[LANG-33] people, instruments, hours and options of the builder are those of the file', () => {
  expect(comparable(loaded(built().definition()))).toEqual(comparable(loaded(campaign)))
})

test('[LANG-33] what follows a task with each is asked about its elements', () => {
  const wf = built()
  const again = wf.stage('again', { foreach: { n: [1, 2] }, outputs: { r: json('r.json') }, run: ({ outputs }) => script`x ${outputs.r}` })
  wf.stage('release', { each: again, approval: { by: 'pi', of: ({ again: one }) => one.outputs.r } })
  expect(loaded(wf.definition()).stages.at(-1)?.human).toMatchObject({ of: [{ source: '${{ again.outputs.r }}' }] })
})

test('[LANG-34] an answer that the form does not ask for does not compile', () => {
  const wf = workflow('wrong')
  const grind = wf.stage('grind', {
    task: { by: 'student', form: { mass: answer.number() } },
    // @ts-expect-error the answer is called mass
    gates: ({ mas }) => [{ name: 'enough', check: expression`${mas} > 5` }],
  })
  // @ts-expect-error the answer is called mass
  void grind.metrics.mas
  // @ts-expect-error a whole number has no unit
  void answer.integer({ unit: 'mg' })
  wf.stage('told', {
    foreach: { x: [1] },
    // @ts-expect-error the variable is called x
    task: { by: 'student', instructions: ({ y }) => `Grind ${y}.` },
  })
  wf.stage('signed', {
    // @ts-expect-error what is approved are outputs, not their names
    approval: { by: 'pi', of: 'grind' },
  })
  // @ts-expect-error there is no key hour
  void workflow('hours', { calendar: { hour: '09:00-17:00' } })
  expect(grind.metrics.mass.source).toBe('stages.grind.metrics.mass')
})
