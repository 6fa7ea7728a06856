import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import type { Command } from '#run/inputs.ts'
import { questionsOf } from '#run/questions.ts'
import type { RunState } from '#run/state.ts'
import { rests, waivedOf } from '#run/waived.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const text = (gate: string) => `pwos: 1
name: test
resources: { people: [{ name: ada, roles: [pi] }, { name: bob, roles: [analyst] }] }
stages:
  a:
    run: measure
    outputs: { o: { path: o.json } }
    metrics: { m: number }
    gates: [{ name: g, check: m < 5${gate} }, { name: h, check: m < 100 }]
  b: { run: "use \${{ stages.a.outputs.o }}" }
  c: { run: "use \${{ stages.b.count }}" }
`
const start = (gate = '') => startOf(text(gate), { pools: { cpu: 4, memory: 8e9, ada: 1, bob: 1 } })
const failing = { behaviour: acts({ a: { metrics: { m: 9 } } }) }
const types = ['AttemptEnded', 'GateWaived', 'ResultRefused', 'TasksReset', 'TasksSkipped', 'CommandRefused', 'RunEnded'] as const
type Waive = Extract<Command, { type: 'waive' }>
const waive = (more: Partial<Waive> = {}): Waive => ({
  ...{ type: 'waive', run: 'r', stage: 0, task: 0, gate: 'g', by: 'ada', reason: 'the detector was cold', ...more },
})

test('[GATE-7] a waiver lets a result pass that a gate kept back: nothing is computed again, and what was skipped behind it runs', async () => {
  const { send } = simulate(failing)
  expect(tell(await send(start()), ...types)).toEqual([
    '1000 a/0#1 [failed passed] failed',
    '1000 b/0 skipped: upstream_failed',
    '1000 c/0 skipped: upstream_failed',
    '1000 failed',
  ])
  expect(tell(await send(waive()), ...types).map((line) => line.replace(/[012]\/0/, (name) => name))).toEqual([
    '1000 1/0 reset',
    '1000 2/0 reset',
    '1000 0/0 gate 0 waived by ada: the detector was cold',
    '2000 1/0#1 done',
    '3000 2/0#1 done',
    '3000 succeeded',
  ])
})

test('[GATE-7] it needs a name, a reason, a gate that is there and did not pass, and somebody who may', async () => {
  const refused = async (gate: string, more: Partial<Waive>) => {
    const { send } = simulate({ ...failing, behaviour: acts({ a: { metrics: { m: 9 } }, b: { ms: 100_000 } }), peopleAnswer: false })
    await send(start(`${gate}, else: ask`))
    return (await send(waive(more))).flatMap((event) => (event.type === 'CommandRefused' ? [event.code] : []))
  }
  expect(await refused('', { by: ' ' })).toEqual(['other_person'])
  expect(await refused('', { reason: '' })).toEqual(['no_reason'])
  expect(await refused('', { gate: 'gg' })).toEqual(['unknown_gate'])
  expect(await refused('', { gate: 'h' })).toEqual(['not_waiting'])
  expect(await refused('', { stage: 1 })).toEqual(['unknown_gate'])
  expect(await refused(', waive: pi', { by: 'bob' })).toEqual(['other_person'])
  expect(await refused(', waive: pi', { by: 'ada' })).toEqual([])
})

test('[GATE-8] a gate that asks holds the task until somebody lets it pass, refuses it, or has it done again', async () => {
  const story = async (...commands: readonly Command[]) => {
    const { send, engine } = simulate({ ...failing, peopleAnswer: false })
    const first = await send(start(', else: { ask: pi }'))
    expect(tell(first, ...types)).toEqual(['1000 a/0#1 [failed passed] asks ada about g'.replace('ada', 'pi')])
    expect(questionsOf(engine.state, 'r')).toMatchObject([{ run: 'r', stage: 0, task: 0, label: '', gates: ['g'], persons: ['ada'] }])
    const why = explain(engine.state, 'r', 0, 0, 1000)
    expect(why?.status).toBe('asked')
    expect(why && explanationText(why)[0]?.en).toBe('It waits for ada to say whether its result may pass: g did not hold.')
    return tell(await send(...commands), ...types)
  }
  const decision = (type: 'approve' | 'reject', by: string): Command => ({ type, run: 'r', stage: 0, task: 0, by, reason: 'seen' })
  expect(await story(decision('approve', 'ada'))).toEqual([
    '1000 0/0 gate 0 waived by ada: seen',
    '2000 1/0#1 done',
    '3000 2/0#1 done',
    '3000 succeeded',
  ])
  expect(await story(decision('approve', 'bob'))).toEqual(['1000 CommandRefused'])
  expect(await story(decision('reject', 'ada'))).toEqual([
    '1000 0/0 refused by ada: seen',
    '1000 1/0 skipped: upstream_failed',
    '1000 2/0 skipped: upstream_failed',
    '1000 failed',
  ])
  expect(await story(waive())).toHaveLength(4)
  expect(await story({ type: 'retry', run: 'r', stage: 0, tasks: [0] })).toEqual([
    '1000 0/0 reset',
    '2000 0/0#2 [failed passed] asks pi about g',
  ])
})

test('[GATE-7] a waiver holds for the result it was given for, and is part of the verdict when that is judged again', async () => {
  const { send, journal } = simulate({ ...failing, find: (keys) => journal.find(keys) })
  await send(start())
  await send(waive())
  const second = await send({ ...start(), run: 's' })
  expect(tell(second, 'TasksReused', 'RunEnded')).toEqual(['3000 a/0 reused: [failed passed] failed', '3000 failed'])
})

test('[GATE-8] what is said of an earlier attempt counts for nothing, and to let pass needs a reason and somebody who may', async () => {
  const asking = async (gate: string) => {
    const flow = simulate({ ...failing, peopleAnswer: false })
    await flow.send(start(gate))
    const said = async (command: Command) =>
      (await flow.send(command)).flatMap((event) =>
        event.type === 'CommandRefused' ? [event.code] : event.type === 'GateWaived' ? ['waived'] : [],
      )
    return { said, questions: () => questionsOf(flow.engine.state, 'r') }
  }
  const of = { run: 'r', stage: 0, task: 0, by: 'ada', reason: 'cold' } as const
  const { said, questions } = await asking(', else: ask')
  await said({ type: 'retry', run: 'r', stage: 0 })
  expect(questions()).toMatchObject([{ attempt: 2, gates: ['g'], persons: undefined }])
  expect(await said({ type: 'approve', ...of, attempt: 1 })).toEqual(['outdated'])
  expect(await said({ type: 'approve', ...of, reason: ' ' })).toEqual(['no_reason'])
  expect(questions()).toHaveLength(1)
  expect(await said({ type: 'approve', ...of, attempt: 2 })).toEqual(['waived'])
  // The run is over by then, and its journal closed.
  expect(await said({ type: 'reject', ...of, attempt: 2 })).toEqual([])
  // Those are asked who may waive it.
  const named = await asking(', else: ask, waive: pi')
  expect(named.questions()).toMatchObject([{ persons: ['ada'] }])
  expect(await named.said({ type: 'approve', ...of, by: 'bob' })).toEqual(['other_person'])
})

test('[GATE-10] explain says of everything that was made of a waived result that it rests on the waiver', async () => {
  const { send, engine } = simulate(failing)
  await send(start())
  await send(waive())
  const told = (stage: number) => explain(engine.state, 'r', stage, 0, 0)?.reasons.filter(({ code }) => code === 'rests_on_waiver')
  const rests = { code: 'rests_on_waiver', stage: 'a', task: 0, label: '', gate: 'g', by: 'ada', reason: 'the detector was cold' }
  expect([told(0), told(1), told(2)]).toEqual([[rests], [rests], [rests]])
})

test('[GATE-30] what rests on a waiver is known by task: element by element, and all of what gathers them', async () => {
  const fanned = `pwos: 1
name: test
stages:
  a:
    foreach: { i: [0, 1, 2] }
    run: "measure \${{ i }}"
    outputs: { o: { path: o.json } }
    metrics: { m: number }
    gates: [{ name: g, check: m < 5 }]
  b: { each: a, run: "use \${{ a.outputs.o }}" }
  c: { run: "gather \${{ stages.b.count }} \${{ stages.a.outputs.o.manifest }}" }
  d: { after: [c], run: other }
`
  const { send, engine } = simulate({
    behaviour: acts({ 'a/1': { metrics: { m: 9 } }, 'a/2': { metrics: { m: 8 } }, a: { metrics: { m: 1 } } }),
  })
  await send(startOf(fanned, { pools: { cpu: 4, memory: 8e9 } }))
  const run = () => engine.state.runs.get('r') as RunState
  expect(waivedOf(run())).toEqual([])
  await send(waive({ task: 1, tasks: [1, 2] }))
  const [one, ...others] = waivedOf(run())
  expect(others).toEqual([])
  expect(one).toMatchObject({ stage: 'a', task: 1, label: 'i=1', tasks: 2, gate: 'g', by: 'ada', reason: 'the detector was cold' })
  expect([...(one?.resting ?? [])]).toEqual([
    [0, new Set([1, 2])],
    [1, new Set([1, 2])],
    [2, 'all'],
  ])
  expect([0, 1].map((task) => one && rests(one, 1, task))).toEqual([false, true])
})
