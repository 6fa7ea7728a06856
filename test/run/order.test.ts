import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'
import { diary, hour, monday, studyOf } from './week.ts'

const one = { pools: { cpu: 1 } }

const order = (events: readonly RunEvent[]) => diary(events, 'AttemptsStarted').map((line) => line.split(' ')[2]?.split('#')[0])

const stage = (name: string, ...lines: readonly string[]) => `\n  ${name}:\n    run: "true"${lines.map((line) => `\n    ${line}`).join('')}`

test('[RUN-43] stated priority goes before everything else, and what a stage waits for has its priority', async () => {
  const text = studyOf(
    '',
    [
      stage('long', 'time: 9 h'),
      stage('plain', 'time: 1 h'),
      stage('before', 'time: 1 h'),
      stage('high', 'time: 1 h', 'priority: 5', 'after: before'),
      stage('low', 'time: 20 h', 'priority: -1'),
    ].join(''),
  )
  const events = await simulate({ startAt: monday }).send(startOf(text, one))
  expect(order(events)).toEqual(['before/0', 'high/0', 'long/0', 'plain/0', 'low/0'])
})

test('[RUN-43] among runs the file’s own priority counts first', async () => {
  const study = (priority: number, own: number) =>
    studyOf('', stage('a', `priority: ${own}`, `env: { N: "${priority}" }`), `priority: ${priority}\n`)
  const start = (run: string, priority: number, own: number) => ({ ...startOf(study(priority, own), { ...one, run }), fingerprint: run })
  const events = await simulate({ startAt: monday }).send(start('first', 0, 0), start('stage', 0, 9), start('run', 1, -9))
  expect(order(events)).toEqual(['run/a/0', 'stage/a/0', 'first/a/0'])
})

test('[RUN-43] a deadline in danger goes before longer ways, the least slack first; one that is far does not', async () => {
  const text = studyOf(
    '',
    [
      stage('long', 'time: 9 h'),
      stage('far', 'time: 1 h', 'deadline: 2027-01-01'),
      stage('soon', 'time: 2 h', 'deadline: 2026-11-30T04:00'),
      stage('sooner', 'time: 1 h', 'deadline: 2026-11-30T02:30'),
    ].join(''),
  )
  const behaviour = acts({ soon: { ms: 2 * hour }, sooner: { ms: hour } })
  const events = await simulate({ startAt: monday + hour, behaviour }).send(startOf(text, one))
  expect(order(events)).toEqual(['sooner/0', 'soon/0', 'long/0', 'far/0'])
})

test('[RUN-43] a deadline gets into danger as time passes', async () => {
  const text = studyOf(
    '',
    [
      stage('a', 'foreach: { x: "${{ range(12) }}" }', 'time: 1 h'),
      stage('end', 'time: 20 h', 'after: a'),
      stage('due', 'time: 2 h', 'deadline: 2026-11-30T12:00'),
    ].join(''),
  )
  const events = await simulate({ startAt: monday, behaviour: acts({ a: { ms: hour }, due: { ms: hour } }) }).send(startOf(text, one))
  const due = events.find((event) => event.type === 'AttemptsStarted' && event.stage === 2)
  expect(due?.at).toBeGreaterThan(monday + 4 * hour)
  expect(due?.at).toBeLessThanOrEqual(monday + 10 * hour)
})

test('[RUN-44] stated times are the mean of three points, and those of single tasks where they differ', async () => {
  const text = studyOf(
    '',
    [
      stage('range', 'time: 1..3 h'),
      stage('points', 'time: { optimistic: 1 h, likely: 2 h, pessimistic: 6 h }'),
      stage('limit', 'needs: { time: 150 min }'),
      stage('own', 'foreach: { n: [1, 2, 3] }', 'time: "${{ n * 1 h }}"'),
    ].join(''),
  )
  const events = await simulate({ startAt: monday }).send(startOf(text, { pools: { cpu: 1 } }))
  expect(order(events)).toEqual(['points/0', 'limit/0', 'range/0', 'own/0', 'own/1', 'own/2'])
})

test('[RUN-44] what single tasks are said to take is corrected by what others took', async () => {
  const text = studyOf(
    'instruments: [{ name: beam, hours: "daily 00:00-08:00" }]',
    stage('a', 'foreach: { n: [1, 2, 3] }', 'needs: { beam: 1 }', 'time: "${{ n * 1 h }}"'),
  )
  const behaviour = acts({ 'a/0': { ms: 2 * hour }, 'a/1': { ms: 4 * hour }, 'a/2': { ms: 6 * hour } })
  const events = await simulate({ startAt: monday, behaviour }).send(startOf(text))
  // Everything takes twice as long as said: from 06:00 on the third would not be done by 08:00.
  expect(diary(events, 'AttemptsStarted').map((line) => line.split(' started')[0])).toEqual([
    'Mon 00:00 a/0#1',
    'Mon 02:00 a/1#1',
    'Tue 00:00 a/2#1',
  ])
})

test('[RUN-30] [RUN-43] a task in line says by which rule others go before it', async () => {
  const text = studyOf(
    '',
    [
      stage('runs', 'priority: 9'),
      stage('high', 'priority: 5'),
      stage('due', 'priority: 5', 'deadline: 2026-11-30T00:00:01'),
      stage('low', 'time: 9 h'),
    ].join(''),
  )
  const simulation = simulate({ startAt: monday, behaviour: acts({ runs: { ms: hour } }) })
  simulation.journal.send(startOf(text, one))
  while (!simulation.events.some((event) => event.type === 'AttemptsStarted')) await simulation.engine.turn()
  const rule = (index: number) =>
    explain(simulation.engine.state, 'r', index, 0, simulation.world.now())?.reasons.find(({ code }) => code === 'in_line')
  expect(rule(1)).toEqual({ code: 'in_line', before: 1, rule: 'deadline' })
  expect(rule(3)).toEqual({ code: 'in_line', before: 2, rule: 'priority' })
  await simulation.send()
})

test('[RUN-42] [PLAN-11] the planned option goes before those that the file prefers', async () => {
  const text = studyOf('cpu: 1, gpu: 1', stage('either', 'needs: [{ gpu: 1, cpu: 0 }, { cpu: 1 }]', 'time: [1 h, 1 h]'))
  const planned = [{ toGo: [hour], options: [1] }]
  const events = await simulate({ startAt: monday }).send({ ...startOf(text, { pools: { cpu: 1, gpu: 1 } }), planned })
  expect(events.find((event) => event.type === 'AttemptsStarted')).toMatchObject({ option: 1 })
})

test('[RUN-43] [PLAN-11] a planned run starts what is in line as planned, and says so', async () => {
  const text = studyOf(
    '',
    [stage('long', 'time: 9 h'), stage('short', 'foreach: { n: [1, 2, 3] }', 'time: 1 h'), stage('other', 'time: 1 h')].join(''),
  )
  const planned = [{ toGo: [9 * hour] }, { toGo: [10 * hour, 8 * hour, 12 * hour] }, { toGo: [11 * hour] }]
  const behaviour = acts({ long: { ms: 9 * hour }, short: { ms: hour }, other: { ms: hour } })
  const simulation = simulate({ startAt: monday, behaviour })
  const events = await simulation.send({ ...startOf(text, one), planned })
  expect(order(events)).toEqual(['short/2', 'other/0', 'short/0', 'long/0', 'short/1'])

  const again = simulate({ startAt: monday, behaviour })
  again.journal.send({ ...startOf(text, one), planned })
  while (!again.events.some((event) => event.type === 'AttemptsStarted')) await again.engine.turn()
  const reasons = explain(again.engine.state, 'r', 0, 0, again.world.now())?.reasons
  expect(reasons?.find(({ code }) => code === 'in_line')).toMatchObject({ rule: 'plan' })
})
