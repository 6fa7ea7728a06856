import { expect, test } from 'vitest'
import type { CalendarSource } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import type { Schedule } from '#plan/schedule.ts'
import { scheduleWorkflow } from '#plan/scheduling/schedule-workflow.ts'
import { breaches } from './checker.ts'
import { type MadeWorkflow, openDuring, question } from './made-workflow.ts'

const hour = 3600
const ms = 1000 * hour

function calendar(source: Partial<CalendarSource>) {
  const { calendar: compiled, problems } = compileCalendar({
    ...{ hours: undefined, timezone: 'UTC', holidays: [], away: [], windows: [], bookings: [] },
    ...source,
  })
  if (compiled === undefined) throw new Error(JSON.stringify(problems))
  return compiled
}

function made(workflow: MadeWorkflow): Schedule {
  const asked = question(workflow)
  const outcome = scheduleWorkflow(asked)
  if ('reasons' in outcome) throw new Error(JSON.stringify(outcome.reasons))
  expect(breaches(asked, outcome)).toEqual([])
  return outcome
}

function reasons(workflow: MadeWorkflow): readonly string[] {
  const outcome = scheduleWorkflow(question(workflow))
  return 'reasons' in outcome ? outcome.reasons.map(({ message }) => message.en) : ['there is a schedule']
}

const iso = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString().slice(0, 16)
const from = (text: string) => Date.parse(`${text}Z`)

const office = { hours: 'Mon-Fri 09:00-17:00' }
const friday = from('2026-11-27T15:00')

test('[SCHED-22] work of a person pauses outside of the hours, and over a weekend', () => {
  const { stages } = made({
    start: friday,
    people: [{ name: 'ana', calendar: calendar(office) }],
    stages: [{ by: ['ana'], seconds: 4 * hour }],
  })
  expect([iso(stages[0]?.starts[0]), iso(stages[0]?.ends[0])]).toEqual(['2026-11-27T15:00', '2026-11-30T11:00'])
})

test('[SCHED-22] who gives half of the hours takes twice as many', () => {
  const { stages, resources } = made({
    start: friday,
    people: [{ name: 'ana', calendar: calendar(office), load: 0.5 }],
    stages: [{ by: ['ana'], seconds: 4 * hour }],
  })
  expect(iso(stages[0]?.ends[0])).toBe('2026-11-30T15:00')
  expect(resources.find(({ name }) => name === 'ana')).toMatchObject({ usedMs: 4 * ms, availableMs: 4 * ms })
})

test('[SCHED-22] a command fits into one opening of everything it holds', () => {
  const { stages, chain } = made({
    start: friday,
    people: [{ name: 'ana', calendar: calendar(office) }],
    stages: [{ seconds: 4 * hour, needs: { cpu: 1, ana: 1 } }],
  })
  expect(iso(stages[0]?.starts[0])).toBe('2026-11-30T09:00')
  expect(chain).toEqual([{ stage: 0, task: 0, because: 'calendar', resource: 'ana' }])
})

test('[SCHED-22] a window that is too short for a command is said with both lengths', () => {
  const people = [{ name: 'ana', calendar: calendar(office) }]
  const stages = [{ seconds: 10 * hour, needs: { cpu: 1, ana: 1 } }]
  expect(reasons({ start: friday, people, stages })).toEqual(['it takes 10 h without a break, but ana is open for at most 8 h at a time'])
})

test('[SCHED-22] a night in which the clock goes back or forward lasts as long as it does', () => {
  const night = calendar({ hours: 'daily 22:00-06:00', timezone: 'Europe/Berlin' })
  const run = (start: string, hours: number) =>
    made({ start: from(start), people: [{ name: 'night', calendar: night }], stages: [{ by: ['night'], seconds: hours * hour }] }).finish
  // Forward on 2026-03-29, back on 2026-10-25: 22:00 is 21:00 UTC in winter and 20:00 UTC in summer.
  expect(iso(run('2026-03-28T12:00', 7))).toBe('2026-03-29T04:00')
  expect(iso(run('2026-10-24T12:00', 9))).toBe('2026-10-25T05:00')
  expect(iso(run('2026-03-28T12:00', 8))).toBe('2026-03-29T21:00')
})

test('[SCHED-22] two people in two zones work together only while both are there', () => {
  const people = [
    { name: 'seoul', calendar: calendar({ hours: 'Mon-Fri 09:00-18:00', timezone: 'Asia/Seoul' }) },
    { name: 'geneva', calendar: calendar({ hours: 'Mon-Fri 08:00-17:00', timezone: 'Europe/Zurich' }) },
  ]
  const stages = [{ seconds: 2 * hour, needs: { seoul: 1, geneva: 1 } }]
  // In summer Seoul is seven hours ahead: 08:00 there is 15:00, so they meet for three hours, in winter for two.
  expect(iso(made({ start: from('2026-07-01T00:00'), people, stages }).stages[0]?.starts[0])).toBe('2026-07-01T06:00')
  expect(iso(made({ start: from('2026-12-01T00:00'), people, stages }).stages[0]?.starts[0])).toBe('2026-12-01T07:00')
  expect(reasons({ start: from('2026-12-01T00:00'), people, stages: [{ seconds: 4 * hour, needs: { seoul: 1, geneva: 1 } }] })).toEqual([
    'it takes 4 h without a break, but seoul, geneva is open for at most 3 h at a time',
  ])
})

test('[SCHED-22] holidays and absences are no working time', () => {
  const ana = calendar({ ...office, holidays: ['2026-12-25'], away: ['2026-12-28/2027-01-01'] })
  const { finish } = made({
    start: from('2026-12-24T13:00'),
    people: [{ name: 'ana', calendar: ana }],
    stages: [{ by: ['ana'], seconds: 5 * hour }],
  })
  expect(iso(finish)).toBe('2027-01-04T10:00')
})

test('[SCHED-23] whoever of the role is free first does it, and each does one thing at a time', () => {
  const people = [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['analyst'] },
  ]
  const { stages, resources, finish } = made({ people, stages: [{ by: ['analyst'], seconds: hour, count: 4 }] })
  expect(finish).toBe(2 * ms)
  const names = stages[0]?.people.map(([person = -1]) => resources[person]?.name)
  expect(names?.toSorted()).toEqual(['ana', 'ana', 'ben', 'ben'])
})

test('[SCHED-23] an approval by two takes each of them in hours of their own', () => {
  const people = [
    { name: 'seoul', roles: ['pi'], calendar: calendar({ hours: 'Mon-Fri 09:00-12:00', timezone: 'Asia/Seoul' }) },
    { name: 'boston', roles: ['pi'], calendar: calendar({ hours: 'Mon-Fri 14:00-17:00', timezone: 'America/New_York' }) },
  ]
  const { stages } = made({ start: from('2026-12-01T00:00'), people, stages: [{ by: ['pi'], quorum: 2, seconds: hour }] })
  expect([iso(stages[0]?.starts[0]), iso(stages[0]?.ends[0])]).toEqual(['2026-12-01T00:00', '2026-12-01T20:00'])
})

test('[SCHED-23] who is asked for and not declared is there at any time', () => {
  expect(scheduleWorkflow(question({ stages: [{ by: ['referee'], quorum: 2, seconds: hour }] }))).toMatchObject({ finish: ms })
})

test('[SCHED-24] an instrument is set up before its first use and where the stage changes, within its opening', () => {
  const beam = { name: 'beam', setupMs: ms, calendar: openDuring([[0, 10 * ms]]) }
  const { stages, resources } = made({
    instruments: [beam],
    stages: [
      { seconds: hour, count: 3, needs: { beam: 1 } },
      { seconds: 2 * hour, needs: { beam: 1 } },
    ],
  })
  expect(Math.max(...stages.flatMap(({ ends }) => [...ends]))).toBe(7 * ms)
  expect(resources.find(({ name }) => name === 'beam')).toMatchObject({ usedMs: 7 * ms, availableMs: 7 * ms, peak: 1 })
})

test('[SCHED-25] of several options the one that ends soonest is taken, the first where they are alike', () => {
  const gpu = { seconds: hour, needs: { gpu: 1 }, otherwise: [{ seconds: 3 * hour, needs: { cpu: 4 } }], count: 5 }
  const { stages, finish } = made({ pools: { gpu: 1, cpu: 4 }, stages: [gpu], effort: 500 })
  expect(finish).toBe(4 * ms)
  expect([...(stages[0]?.options ?? [])].filter((option) => option === 1)).toHaveLength(1)
})

test('[SCHED-26] what is booked starts then, and others keep out of its way', () => {
  const { stages } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 2 * hour, needs: { cpu: 1 }, bookedAt: 3 * ms },
      { seconds: 4 * hour, needs: { cpu: 1 } },
      { seconds: 3 * hour, needs: { cpu: 1 } },
    ],
  })
  expect(stages.map(({ starts }) => starts[0])).toEqual([3 * ms, 5 * ms, 0])
})

test('[SCHED-26] higher priorities go first, and what they wait for with them', () => {
  const { stages, conflicts } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 5 * hour, needs: { cpu: 1 } },
      { seconds: hour, needs: { cpu: 1 } },
      { seconds: hour, needs: { cpu: 1 }, waitsFor: [[1, 'whole']], priority: 5 },
    ],
  })
  expect(stages.map(({ starts }) => starts[0])).toEqual([2 * ms, 0, ms])
  expect(conflicts[0]).toMatchObject({ resource: 'cpu', waiting: 0, holding: 2, tasks: 1, waitMs: 2 * ms, rule: 'priority' })
})

test('[SCHED-26] nothing starts before its release; a deadline that cannot be met is said', () => {
  const { stages, missed, chain } = made({
    deadline: 2 * ms,
    stages: [{ seconds: hour, notBefore: 4 * ms, deadline: 3 * ms, needs: { cpu: 1 } }],
  })
  expect(stages[0]?.starts[0]).toBe(4 * ms)
  expect(chain).toEqual([{ stage: 0, task: 0, because: 'release', resource: undefined }])
  expect(missed).toEqual([
    { stage: undefined, deadline: 2 * ms, byMs: 3 * ms },
    { stage: 0, deadline: 3 * ms, byMs: 2 * ms },
  ])
})

test('[SCHED-26] a nearer deadline goes before a longer way to go', () => {
  const { stages, missed } = made({
    pools: { cpu: 1 },
    stages: [
      { seconds: 5 * hour, needs: { cpu: 1 } },
      { seconds: hour, needs: { cpu: 1 }, deadline: ms },
    ],
  })
  expect(missed).toEqual([])
  expect(stages[1]?.starts[0]).toBe(0)
})

test('[SCHED-27] what there is too little of is said, everything at once', () => {
  expect(
    reasons({
      pools: { cpu: 2 },
      people: [{ name: 'ana' }],
      stages: [
        { seconds: 1, needs: { cpu: 3 } },
        { seconds: 1, needs: { gpu: 1 } },
        { seconds: 1, by: ['ana'], quorum: 2 },
      ],
    }),
  ).toEqual([
    'cpu: 3 needed, but there are only 2',
    'gpu is needed, but there is no such pool, instrument, person or role',
    'ana: 2 needed, but there is only 1',
  ])
})

test('[SCHED-27] a calendar that never opens, that ends too soon, or is used up', () => {
  const people = [{ name: 'ana', calendar: openDuring([[0, 4 * ms]]) }]
  const instruments = [{ name: 'beam', calendar: openDuring([[0, 4 * ms]]) }]
  expect(reasons({ start: 5 * ms, people, stages: [{ by: ['ana'], seconds: hour }] })).toEqual([
    'ana is never open from 1970-01-01 05:00 UTC on',
  ])
  expect(reasons({ people, stages: [{ by: ['ana'], seconds: 5 * hour }] })).toEqual([
    'it takes 5 h of work, and ana closes for good before that much is done',
  ])
  expect(reasons({ instruments, stages: [{ seconds: hour, count: 5, needs: { beam: 1 } }] })).toEqual([
    'the 4 h for which beam is still open are not enough for all that need it',
  ])
})

test('[SCHED-27] a booking that cannot be kept', () => {
  const people = [{ name: 'ana', calendar: openDuring([[0, 4 * ms]]) }]
  const late = { seconds: hour, needs: { cpu: 1 }, bookedAt: 2 * ms, waitsFor: [[0, 'whole']] } as const
  expect(reasons({ stages: [{ seconds: 3 * hour, needs: { cpu: 1 } }, late] })).toEqual([
    'it is booked for 1970-01-01 02:00 UTC, but what it waits for cannot be done before 1970-01-01 03:00 UTC',
  ])
  expect(reasons({ start: ms, stages: [{ seconds: 1, bookedAt: 0 }] })).toEqual([
    'it is booked for 1970-01-01 00:00 UTC, before the plan begins at 1970-01-01 01:00 UTC',
  ])
  expect(reasons({ people, stages: [{ seconds: 2 * hour, needs: { ana: 1 }, bookedAt: 3 * ms }] })).toEqual([
    'it is booked for 1970-01-01 03:00 UTC, when ana is closed or closes too soon',
  ])
  const two = { seconds: 2 * hour, needs: { cpu: 2 } }
  expect(
    reasons({
      stages: [
        { ...two, bookedAt: 0 },
        { ...two, bookedAt: ms },
      ],
    }),
  ).toEqual([expect.stringMatching(/^no schedule was found that keeps its booking for 1970-01-01 01:00 UTC/)])
})

test('[SCHED-32] nothing to do, and tasks that take no time, end when they begin', () => {
  expect(made({ stages: [] })).toMatchObject({ start: 0, finish: 0, stages: [], chain: [], bound: { finish: 0 } })
  const { finish, stages } = made({
    start: 7,
    stages: [
      { seconds: 0, needs: { cpu: 1 } },
      { seconds: 1, count: 0, needs: { cpu: 1 }, waitsFor: [[0, 'whole']] },
      { seconds: 2, needs: { cpu: 1 }, waitsFor: [[1, 'whole']] },
      { seconds: 0, count: 3, needs: { cpu: 2 }, waitsFor: [[2, 'whole']] },
    ],
  })
  expect(finish).toBe(2007)
  expect(stages.map(({ count }) => count)).toEqual([1, 0, 1, 3])
})
