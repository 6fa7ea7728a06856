import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import type { SimulatedOptions } from '#worlds/simulated/world.ts'
import { type StartOptions, simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'
import { diary, hour, monday, studyOf } from './week.ts'

async function run(text: string, script: Parameters<typeof acts>[0] = {}, more: Partial<SimulatedOptions> = {}, start: StartOptions = {}) {
  return simulate({ startAt: monday, behaviour: acts(script), ...more }).send(startOf(text, start))
}

const starts = (events: readonly RunEvent[]) => diary(events, 'AttemptsStarted')

test('[RUN-36] a role is met by whoever of it is free, the one who has been free longest first, and each does one thing at a time', async () => {
  const text = studyOf(
    'people: [{ name: ana, roles: [student] }, { name: bo, roles: [student, pi] }]',
    `
  a:
    foreach: { x: "\${{ range(4) }}" }
    run: "true"
    needs: { cpu: 0, student: 1 }
  b:
    run: "true"
    needs: { cpu: 0, pi: 1 }
    priority: 1
`,
  )
  const events = await run(text, { a: { ms: hour }, 'a/0': { ms: 3 * hour }, b: { ms: hour } })
  expect(starts(events)).toEqual([
    'Mon 00:00 b/0#1 started (bo)',
    'Mon 00:00 a/0#1 started (ana)',
    'Mon 01:00 a/1#1 started (bo)',
    'Mon 02:00 a/2#1 started (bo)',
    'Mon 03:00 a/3#1 started (ana)',
  ])
})

test('[RUN-36] of those who are free the one who is expected to be done first does it', async () => {
  const text = studyOf(
    'people: [{ name: ana, roles: [pi], load: 50 % }, { name: bo, roles: [pi] }]',
    '\n  a:\n    task: { by: pi }\n    time: 1 h\n',
  )
  expect(starts(await run(text))).toEqual(['Mon 00:00 a/0#1 started (bo)'])
})

test('[RUN-36] two runs share a person by name', async () => {
  const text = studyOf('people: [{ name: ana }]', '\n  a:\n    run: "true"\n    needs: { cpu: 0, ana: 1 }\n')
  const simulation = simulate({ startAt: monday, behaviour: acts({ a: { ms: hour } }) })
  const events = await simulation.send(startOf(text, { run: 'one' }), { ...startOf(text, { run: 'two' }), fingerprint: 'g' })
  expect(starts(events)).toEqual(['Mon 00:00 one/a/0#1 started (ana)', 'Mon 01:00 two/a/0#1 started (ana)'])
})

const office = 'people: [{ name: ana, roles: [operator], hours: "Mon-Fri 09:00-17:00" }]'

test('[RUN-37] a command starts only when all that it needs is there, and stays there for as long as it is expected to take', async () => {
  const text = studyOf(
    `${office}, instruments: [{ name: beam, windows: ["2026-11-30T12:00/2026-12-01T15:00"] }]`,
    `
  long:
    run: "true"
    needs: { operator: 1 }
    time: 7 h
  short:
    run: "true"
    needs: { operator: 1, beam: 1 }
    time: 4 h
  unknown:
    run: "true"
    needs: { beam: 1 }
`,
  )
  const events = await run(text, { long: { ms: 7 * hour }, short: { ms: 4 * hour }, unknown: { ms: 9 * hour } })
  // At 16:00 the operator is free again, but only until 17:00; what has no expected duration just begins while the beam is there.
  expect(starts(events)).toEqual([
    'Mon 09:00 long/0#1 started (cpu ana)',
    'Mon 12:00 unknown/0#1 started (beam cpu)',
    'Tue 09:00 short/0#1 started (beam cpu ana)',
  ])
})

test('[RUN-38] a tick is asked for when something opens, also after a crash, and once', async () => {
  const text = studyOf(office, '\n  a:\n    run: "true"\n    needs: { operator: 1 }\n    time: 1 h\n')
  const events = await run(text)
  expect(diary(events, 'OpeningAwaited', 'AttemptsStarted')).toEqual([
    'Mon 00:00 nothing before Mon 09:00',
    'Mon 09:00 a/0#1 started (cpu ana)',
  ])
  const cut = events.findIndex((event) => event.type === 'OpeningAwaited') + 1
  const journal = createMemoryJournal()
  journal.takeLead()
  journal.append(events.slice(0, cut))
  const again = await simulate({ startAt: monday + hour, behaviour: acts({}) }, journal).send()
  expect(diary([...events.slice(0, 1), ...again])).toEqual([
    'Mon 09:00 a/0#1 started (cpu ana)',
    'Mon 09:00 a/0#1 done',
    'Mon 09:00 succeeded',
  ])
})

test('[RUN-38] what waits for a calendar stands in nobody’s way until that opens, and is the first then', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, hours: "daily 12:00-20:00" }]',
    `
  measure:
    run: "true"
    needs: { cpu: 2, beam: 1 }
    time: 2 h
  other:
    foreach: { x: "\${{ range(6) }}" }
    run: "true"
    time: 5 h
`,
  )
  const events = await run(text, { measure: { ms: 2 * hour }, other: { ms: 5 * hour } })
  // At 12:00 both cores are busy until 15:00, and are kept for the measurement.
  expect(starts(events)).toEqual([
    'Mon 00:00 other/0#1 started (cpu)',
    'Mon 00:00 other/1#1 started (cpu)',
    'Mon 05:00 other/2#1 started (cpu)',
    'Mon 05:00 other/3#1 started (cpu)',
    'Mon 10:00 other/4#1 started (cpu)',
    'Mon 10:00 other/5#1 started (cpu)',
    'Mon 15:00 measure/0#1 started (beam 2 cpu)',
  ])
})

test('[RUN-39] what missed an opening because others held what it needs has room kept for the next one', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, hours: "daily 12:00-15:00" }]',
    `
  measure:
    run: "true"
    needs: { cpu: 2, beam: 1 }
    time: 2 h
    priority: 1
  other:
    foreach: { x: "\${{ range(20) }}" }
    run: "true"
    time: 7 h
`,
  )
  const events = await run(text, { measure: { ms: 2 * hour }, other: { ms: 7 * hour } })
  const measure = starts(events).find((line) => line.includes('measure'))
  // At noon on Monday the cores are taken until 14:00, which is too late; on Tuesday they are free.
  expect(measure).toBe('Tue 12:00 measure/0#1 started (beam 2 cpu)')
  expect(starts(events).filter((line) => line.startsWith('Tue 05'))).toEqual([])
})

test('[RUN-40] what can never be because nothing is there for so long fails at once, and says so', async () => {
  const stage = (name: string, time: string) => `\n  ${name}:\n    run: "true"\n    needs: { beam: 1 }\n    time: ${time}`
  const text = studyOf(
    'instruments: [{ name: beam, windows: ["2026-11-30T12:00/2026-12-01T15:00"] }]',
    `${stage('fits', '1 h')}${stage('long', '30 h')}\n  late:\n    run: "true"\n    needs: { beam: 1 }\n    not_before: 2026-12-03\n`,
  )
  const events = await run(text, { fits: { ms: hour } })
  expect(diary(events, 'AttemptEnded')).toEqual([
    'Mon 00:00 long/0#1 failed bad_input: it needs beam for 30 h at a stretch, and no opening is so long any more',
    'Mon 13:00 fits/0#1 done',
    'Thu 00:00 late/0#1 failed bad_input: it needs beam, and there is no opening any more',
  ])
})

test('[RUN-40] measured times that fit into no opening are not held against what the file says', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, hours: "daily 12:00-15:00" }]',
    '\n  a:\n    foreach: { x: [1, 2] }\n    run: "true"\n    needs: { beam: 1 }\n    time: 2 h\n',
  )
  const events = await run(text, { a: { ms: 4 * hour } })
  expect(starts(events)).toEqual(['Mon 12:00 a/0#1 started (beam cpu)', 'Tue 12:00 a/1#1 started (beam cpu)'])
})

test('[RUN-41] an instrument is set up when another stage used it last, which has to fit too', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, setup: 1 h, hours: "daily 08:00-16:00" }]',
    `
  a:
    foreach: { x: [1, 2] }
    run: "true"
    needs: { beam: 1 }
    time: 2 h
    priority: 1
  b:
    run: "true"
    needs: { beam: 1 }
    time: 3 h
`,
  )
  const events = await run(text, { a: { ms: 2 * hour }, b: { ms: 3 * hour } })
  expect(diary(events)).toEqual([
    'Mon 08:00 a/0#1 started (beam cpu set up 60 min)',
    'Mon 11:00 a/0#1 done',
    'Mon 11:00 a/1#1 started (beam cpu)',
    'Mon 13:00 a/1#1 done',
    'Tue 08:00 b/0#1 started (beam cpu set up 60 min)',
    'Tue 12:00 b/0#1 done',
    'Tue 12:00 succeeded',
  ])
})

test('[RUN-45] nothing starts before its date, or before that of the whole, and a booking is kept free for', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, capacity: 1 }]',
    `
  booked:
    run: "true"
    needs: { beam: 1 }
    time: 2 h
    at: 2026-11-30T12:00
  long:
    run: "true"
    needs: { beam: 1 }
    time: 5 h
  short:
    run: "true"
    needs: { beam: 1 }
    time: 3 h
  later:
    run: "true"
    not_before: 2026-12-02
`,
    'start: 2026-11-30T08:00\n',
  )
  const events = await run(text, { booked: { ms: 2 * hour }, long: { ms: 5 * hour }, short: { ms: 3 * hour } })
  expect(starts(events)).toEqual([
    'Mon 08:00 short/0#1 started (beam cpu)',
    'Mon 12:00 booked/0#1 started (beam cpu)',
    'Mon 14:00 long/0#1 started (beam cpu)',
    'Wed 00:00 later/0#1 started (cpu)',
  ])
})

test('[RUN-30] a task says that a calendar is closed, that a person is busy, and which rule put others before it', async () => {
  const text = studyOf(
    `${office}, instruments: [{ name: beam, windows: ["2026-12-03T12:00/2026-12-03T13:00"] }]`,
    `
  first:
    run: "true"
    needs: { operator: 1, cpu: 2 }
    time: 2 h
  second:
    run: "true"
    needs: { operator: 1 }
    time: 1 h
  beamed:
    run: "true"
    needs: { beam: 1 }
  dated:
    run: "true"
    not_before: 2026-12-02
  low:
    run: "true"
    priority: -1
`,
  )
  const simulation = simulate({ startAt: monday + 9 * hour, behaviour: acts({ first: { ms: 2 * hour } }) })
  simulation.journal.send(startOf(text, { pools: { cpu: 2 } }))
  const { engine, world } = simulation
  while (!simulation.events.some((event) => event.type === 'AttemptsStarted')) await engine.turn()
  const about = (stage: number) => explain(engine.state, 'r', stage, 0, world.now())?.reasons
  expect(about(1)?.[0]).toMatchObject({
    code: 'people_busy',
    called: 'operator',
    people: [{ person: 'ana', stage: 'first', until: monday + 11 * hour }],
  })
  expect(about(2)?.[0]).toMatchObject({ code: 'closed', names: ['beam'], until: monday + 84 * hour })
  expect(about(3)?.[0]).toMatchObject({ code: 'not_before', until: monday + 48 * hour, booked: false })
  expect(about(4)?.find(({ code }) => code === 'in_line')).toMatchObject({ rule: 'priority' })
  await simulation.send({ type: 'cancel', run: 'r', reason: '' })
})
