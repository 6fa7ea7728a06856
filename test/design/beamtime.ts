import type { Calendar, CalendarSource } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import type { Estimate, Instrument, Need, Person } from '#model/resources.ts'
import type { Workflow } from '#model/workflow.ts'
import { axes, constant, element, gate, output, type StageByHand, text, whole, workflow } from '../report/by-hand.ts'
import { tuesday } from './planned.ts'

const at = { file: 'workflow.yaml', line: 1, column: 1 }
export const hour = 3_600_000

export function calendar(source: Partial<CalendarSource>): Calendar {
  const { calendar: made, problems } = compileCalendar({
    ...{ hours: undefined, timezone: 'Asia/Seoul', holidays: [], away: [], windows: [], bookings: [] },
    ...source,
  })
  if (made === undefined) throw new Error(problems.map(({ message }) => message.en).join('\n'))
  return made
}

export function person(name: string, more: Partial<Person> = {}): Person {
  return { name, roles: [], calendar: undefined, load: 1, cost: undefined, email: undefined, at, ...more }
}

export function instrument(name: string, more: Partial<Instrument> = {}): Instrument {
  return { name, title: undefined, capacity: 1, calendar: undefined, setupMs: 0, cost: undefined, at, ...more }
}

export function needs(amounts: { readonly [pool: string]: number }): readonly Need[] {
  return Object.entries(amounts).map(([pool, amount]) => ({ pool, amount: constant(String(amount), amount), at }))
}

/** Seconds; three of them are an estimate by three points. */
export function takes(...seconds: readonly number[]): Estimate {
  const [optimistic = 0, likely = optimistic, pessimistic = likely] = seconds
  const [a, b, c] = [optimistic, likely, pessimistic].map((value) => constant(String(value), value))
  if (a === undefined || b === undefined || c === undefined) throw new Error('three')
  return { form: seconds.length > 1 ? 'three-point' : 'value', optimistic: a, likely: b, pessimistic: c, at }
}

const hours = 'Mon-Fri 09:00-18:00'

/** Six samples at a beamline that is open for two days, with people in two zones: everything a plan can hold is in it. */
export function beamtime(more: Partial<Workflow> = {}): Workflow {
  const stages: readonly StageByHand[] = [
    {
      ...{ name: 'mount', title: 'Mount the samples', objectives: ['Six samples on their holders, aligned to 0.1 mm'], run: undefined },
      ...{ needs: needs({ student: 1 }), time: takes(1800, 3600, 7200), outputs: [] },
      human: { kind: 'task', by: ['student'], instructions: text('Mount all six.'), attachments: [], form: [], at },
    },
    {
      ...{ name: 'measure', title: 'Diffraction patterns', objectives: ['A pattern of each sample with 10,000 counts in its peak'] },
      ...{ fanout: axes({ sample: ['a', 'b', 'c', 'd', 'e', 'f'] }), dependencies: [{ ...whole(0), order: true }] },
      ...{ needs: needs({ beamline: 1, operator: 1 }), time: takes(4800, 5400, 9000), run: text('python3 measure.py') },
      outputs: [{ ...output('pattern'), format: 'csv' }],
      gates: [gate('bright-enough', 'peak_counts > 10000')],
    },
    {
      ...{ name: 'reduce', title: 'Integrate', objectives: ['Intensity against angle'], fanout: { kind: 'each', stage: 1 } },
      ...{ dependencies: [element(1, 'pattern')], needs: needs({ cpu: 2 }), time: takes(600) },
      ...{ outputs: [output('profile')], run: text('python3 reduce.py') },
    },
    {
      ...{ name: 'refine', title: 'Refine the structure', objectives: ['Lattice constants to 1e-4'], dependencies: [whole(2, 'profile')] },
      ...{ needs: needs({ cpu: 4 }), time: takes(7200), outputs: [output('structure')], run: text('python3 refine.py') },
      gates: [gate('fits', 'r_wp < 0.08'), gate('converged', 'shift < 0.01', 'expected')],
    },
    {
      ...{ name: 'sign-off', title: 'Release', run: undefined, dependencies: [whole(3, 'structure')] },
      ...{ needs: needs({ pi: 1 }), time: takes(1800), objectives: ['Only what the principal investigator has seen leaves the group'] },
      human: { kind: 'approval', by: ['pi'], quorum: 1, of: [text('structure')], independent: true, expiresMs: undefined, at },
    },
  ]
  return workflow(stages, {
    ...{ name: 'beamtime', title: 'Six samples in two days', domain: 'materials', question: 'What is the lattice constant of each?' },
    ...{ timezone: 'Asia/Seoul', start: tuesday, deadline: tuesday + 7 * 24 * hour },
    people: [
      person('jiwoo', { roles: ['student', 'operator'], calendar: calendar({ hours }), cost: { amount: 20, currency: 'EUR' } }),
      person('minjun', {
        roles: ['operator'],
        calendar: calendar({ hours: 'Mon-Fri 13:00-22:00' }),
        cost: { amount: 25, currency: 'EUR' },
      }),
      person('prof-kim', { roles: ['pi'], calendar: calendar({ hours, away: ['2026-12-04'] }) }),
    ],
    instruments: [instrument('beamline', { calendar: calendar({ windows: ['2026-12-02T08:00/2026-12-03T20:00'] }), setupMs: 600_000 })],
    ...more,
  })
}
