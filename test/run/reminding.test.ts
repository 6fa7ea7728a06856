import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { askedWork } from '#run/asked.ts'
import { noticesOf } from '#run/notices.ts'
import { type Simulation, simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'
import { hour, monday, studyOf } from './week.ts'

const people = 'people: [{ name: ana, roles: [student] }, { name: kim, roles: [pi] }]'

const weigh = (timeliness: string) =>
  studyOf(people, `\n  weigh:\n    task: { by: student, form: { mass: number }, ${timeliness} }\n    time: 1 h\n`)

function quiet(): Simulation {
  return simulate({ startAt: monday, peopleAnswer: false, behaviour: acts({}) })
}

function reminders(simulation: Simulation) {
  return simulation.events.flatMap((event) => (event.type === 'PeopleReminded' ? [event] : []))
}

test('[RUN-110] who is asked is reminded at intervals, and told once when it is overdue, with those to whom that is escalated', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh('due: 5 h, remind: 2 h, escalate: pi')))
  const told = reminders(simulation).slice(0, 4)
  expect(told.map(({ at, to, overdue }) => [(at - monday) / hour, to, overdue])).toEqual([
    [2, ['ana'], false],
    [4, ['ana'], false],
    [5, ['ana', 'kim'], true],
    [7, ['ana', 'kim'], true],
  ])
  expect(told[0]).toMatchObject({ due: monday + 5 * hour })
  expect(askedWork(simulation.engine.state, monday)[0]?.due).toBe(monday + 5 * hour)
})

test('[RUN-110] a date is due at its end, and nobody is reminded for ever', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh('due: 2026-12-01, remind: 1 h')))
  const told = reminders(simulation)
  expect(told).toHaveLength(100)
  expect(told.filter(({ overdue }) => overdue)[0]?.at).toBe(monday + 48 * hour)
})

test('[RUN-110] what is answered is not called to mind', async () => {
  const simulation = simulate({ startAt: monday, behaviour: acts({ weigh: { ms: hour } }) })
  await simulation.send(startOf(weigh('due: 5 h')))
  expect(reminders(simulation)).toEqual([])
})

test('[RUN-111] what is told of events is the same whoever asks, and nothing is told of work that waits no more', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh('remind: 2 h')))
  const run = simulation.engine.state.runs.get('r')
  const notices = run === undefined ? [] : simulation.events.flatMap((event) => noticesOf(event, run))
  expect(notices.slice(0, 2)).toMatchObject([
    { id: 'waiting/weigh/0/1', kind: 'waiting', persons: ['ana'], work: 'task' },
    { id: `reminder/weigh/0/1/${monday + 2 * hour}`, kind: 'reminder', persons: ['ana'] },
  ])
  await simulation.send({ type: 'answer', run: 'r', stage: 0, task: 0, by: 'ana', values: { mass: 1 } })
  const over = run === undefined ? [] : simulation.events.flatMap((event) => noticesOf(event, run))
  expect(over.map(({ kind }) => kind)).toEqual(['finished'])
})

test('[LANG-60] what is wrong with times and channels is told with its place', () => {
  const text = `pwos: 1
name: study
notify:
  - { webhook: { url: ftp://here } }
  - { email: { to: [studnet], from: a@b.c, server: mail } }
  - { when: [waitng], command: "true" }
  - { command: "true", email: { from: a@b.c, server: mail } }
  - { webhook: { headers: { A: b } } }
resources: { ${people} }
stages:
  weigh: { task: { by: student, form: { mass: number }, due: soon, remind: 1 ms, escalate: pj } }
`
  const { problems } = loadWorkflow(text, 'w.yaml')
  const told = problems.map(({ code, at, hint, message }) => `${at?.line} ${code} ${hint?.en ?? message.en}`)
  expect(told).toHaveLength(8)
  const all = told.join('\n')
  for (const line of [4, 5, 6, 7, 8, 11]) expect(all).toMatch(new RegExp(`^${line} `, 'm'))
  expect(all).toContain('`student`')
  expect(all).toContain('`waiting`')
})
