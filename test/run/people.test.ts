import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import { askedWork } from '#run/asked.ts'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import type { HumanCommand } from '#run/inputs.ts'
import type { SimulatedOptions } from '#worlds/simulated/world.ts'
import { type Simulation, simulate, startOf } from '../simulation/flow.ts'
import { physicsOf } from '../simulation/physics.ts'
import { acts } from '../simulation/story.ts'
import { diary, hour, monday, studyOf } from './week.ts'

const people =
  'people: [{ name: ana, roles: [student], hours: "Mon-Fri 09:00-17:00" }, { name: bo, roles: [student] }, { name: kim, roles: [pi] }, { name: lee, roles: [pi] }]'

/** People say only what the test has them say. */
function quiet(options: Partial<SimulatedOptions> = {}): Simulation {
  return simulate({ startAt: monday, peopleAnswer: false, behaviour: acts({}), ...options })
}

const weigh = studyOf(
  people,
  `
  weigh:
    task:
      by: student
      instructions: Weigh it.
      form:
        mass: { unit: mg, min: 1 mg, max: 1 g }
        state: { type: string, choices: [good, bad] }
        note: { type: string, optional: true }
    outputs: { photo: photo.jpg }
    needs: { cpu: 1 }
    time: 2 h
    gates:
      - { name: enough, check: "mass > 0.02 g", else: { retry: { at_most: 1 } } }
      - { name: good, check: "state == 'good'", level: expected }
  use:
    run: use \${{ value_in(stages.weigh.metrics.mass, 'mg') }} \${{ stages.weigh.outputs.photo }}
`,
)

const photo = { fingerprint: 'p'.repeat(64), name: 'photo.jpg', bytes: 9 }

const answer = (
  values: { readonly [field: string]: string | number },
  more: Partial<Extract<HumanCommand, { type: 'answer' }>> = {},
): HumanCommand => ({
  ...{ type: 'answer', run: 'r', stage: 0, task: 0, by: 'bo', values, outputs: { photo } },
  ...more,
})

const good = { mass: '50 mg', state: 'good' }

function told(events: readonly RunEvent[], ...more: readonly RunEvent['type'][]): readonly string[] {
  return diary(
    events,
    'AttemptsStarted',
    'AttemptEnded',
    'ApprovalGiven',
    'WorkDelegated',
    'CommandRefused',
    'TasksReused',
    'RunEnded',
    ...more,
  )
}

test('[RUN-46] work of a person is offered to one who is free and there, and ends with the answer, which is judged like any attempt', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh))
  const { events, engine } = simulation
  expect(askedWork(engine.state, monday)).toMatchObject([{ stage: 0, task: 0, attempt: 1, persons: ['bo'], since: monday }])
  await simulation.send(answer({ mass: 15, state: 'good' }))
  expect(askedWork(engine.state, monday)).toMatchObject([{ attempt: 2 }])
  await simulation.send(answer({ mass: '0.05 g', state: 'bad' }))
  expect(told(events)).toEqual([
    'Mon 00:00 weigh/0#1 started (cpu bo)',
    'Mon 00:00 weigh/0#1 retry',
    'Mon 00:00 weigh/0#2 started (cpu bo)',
    'Mon 00:00 weigh/0#2 done',
    'Mon 00:00 use/0#1 started (cpu)',
    'Mon 00:00 use/0#1 done',
    'Mon 00:00 succeeded',
  ])
  const done = events.find((event) => event.type === 'AttemptEnded' && event.then.kind === 'done')
  expect(done).toMatchObject({
    outcome: { result: { metrics: { mass: 50, state: 'bad' }, outputs: { photo }, by: ['bo'] } },
    verdicts: [{ verdict: 'passed' }, { verdict: 'failed' }],
  })
})

test('[RUN-46] what it takes is working time: the hours and the share that are given', async () => {
  const text = studyOf(
    'people: [{ name: ana, hours: "Mon-Fri 09:00-17:00", load: 50 % }]',
    '\n  assess:\n    task: { by: ana, form: { verdict: boolean } }\n    time: 6 h\n',
  )
  const simulation = simulate({ startAt: monday, behaviour: acts({ assess: { ms: 6 * hour } }) })
  const events = await simulation.send(startOf(text))
  // Twelve hours at half load: eight on Monday, four on Tuesday.
  expect(diary(events)).toEqual(['Mon 09:00 assess/0#1 started (ana)', 'Tue 13:00 assess/0#1 done', 'Tue 13:00 succeeded'])
  expect(events.find((event) => event.type === 'AttemptEnded')).toMatchObject({
    outcome: { result: { usage: { wallMs: 28 * hour, workMs: 6 * hour } } },
  })
})

test('[RUN-47] what cannot be taken is refused with its reason, which carries the sender’s own name of the request', async () => {
  const simulation = quiet()
  const refusals = async (...commands: readonly HumanCommand[]) =>
    (await simulation.send(...commands)).flatMap((event) => (event.type === 'CommandRefused' ? [event] : []))
  await simulation.send(startOf(weigh))
  expect(await refusals(answer(good, { by: 'ana', request: 'q1' }))).toMatchObject([
    { code: 'other_person', by: 'ana', request: 'q1', command: 'answer' },
  ])
  expect(await refusals(answer(good, { attempt: 7 }))).toMatchObject([{ code: 'outdated' }])
  expect(await refusals({ type: 'approve', run: 'r', stage: 0, task: 0, by: 'bo' })).toMatchObject([{ code: 'other_kind' }])
  expect(await refusals(answer(good, { stage: 1 }))).toMatchObject([{ code: 'not_waiting' }])
  expect(await refusals(answer(good, { stage: 99 }))).toMatchObject([{ code: 'not_waiting' }])
  const [bad] = await refusals(answer({ mass: '2 g', state: 'lost', colour: 'red' }))
  expect(bad?.code).toBe('bad_answer')
  expect(bad?.problems?.map(({ code }) => code)).toEqual(['unknown_answer', 'out_of_bounds', 'not_a_choice'])
  expect((await refusals(answer({ state: 'good' })))[0]?.problems).toMatchObject([{ code: 'missing_answer' }])
  expect((await refusals(answer({ mass: 'heavy', state: 'good' })))[0]?.problems).toHaveLength(1)
  expect(await refusals(answer(good, { outputs: {} }))).toMatchObject([{ code: 'missing_output' }])
  expect(await refusals(answer(good, { outputs: { photo, other: photo } }))).toMatchObject([{ code: 'unknown_output' }])
  // Two clicks: the first counts.
  expect(await refusals(answer(good), answer(good))).toMatchObject([{ code: 'not_waiting' }])
  expect(await refusals(answer(good))).toEqual([])
  expect(simulation.events.filter((event) => event.type === 'AttemptEnded' && event.stage === 0)).toHaveLength(1)
})

const approve = (by: string, more: Partial<Extract<HumanCommand, { type: 'approve' | 'reject' }>> = {}): HumanCommand => ({
  ...{ type: 'approve', run: 'r', stage: 1, task: 0, by },
  ...more,
})

const signOff = (approval: string, more = '', made = 'one') =>
  studyOf(
    people,
    `
  fit:
    run: fit ${made} \${{ outputs.result }}
    outputs: { result: result.json }
  sign-off:
    approval: { by: pi, of: "\${{ stages.fit.outputs.result }}"${approval} }${more}
  publish:
    after: sign-off
    run: publish
`,
  )

test('[RUN-48] an approval asks all who may, holds nobody, and is given by as many as it needs', async () => {
  const simulation = quiet()
  await simulation.send(startOf(signOff(', quorum: 2')))
  const { engine, events } = simulation
  expect(askedWork(engine.state, monday)).toMatchObject([{ persons: ['kim', 'lee'], approved: [] }])
  await simulation.send(approve('bo'), approve('lee', { reason: 'fine' }), approve('lee'))
  expect(explain(engine.state, 'r', 1, 0, 0)?.reasons).toMatchObject([
    { code: 'waits_for_approval', approved: 1, quorum: 2, by: ['lee'], left: ['kim'] },
  ])
  await simulation.send(approve('kim'), approve('kim'))
  expect(told(events)).toEqual([
    'Mon 00:00 fit/0#1 started (cpu)',
    'Mon 00:00 fit/0#1 done',
    'Mon 00:00 sign-off/0#1 started ()',
    'Mon 00:00 approve of bo refused: other_person',
    'Mon 00:00 sign-off/0 approved by lee',
    'Mon 00:00 approve of lee refused: decided_already',
    'Mon 00:00 sign-off/0 approved by kim',
    'Mon 00:00 sign-off/0#1 done',
    'Mon 00:00 approve of kim refused: not_waiting',
    'Mon 00:00 publish/0#1 started (cpu)',
    'Mon 00:00 publish/0#1 done',
    'Mon 00:00 succeeded',
  ])
})

test('[RUN-48] one rejection fails it with its reason, unless the stage has a rule; a retry asks again', async () => {
  const simulation = quiet()
  await simulation.send(startOf(signOff(', quorum: 2')))
  await simulation.send(approve('lee'), approve('kim', { type: 'reject', reason: 'the error is too small' }))
  expect(told(simulation.events).slice(-3)).toEqual([
    'Mon 00:00 sign-off/0 approved by lee',
    'Mon 00:00 sign-off/0#1 failed rejected: by kim: the error is too small',
    'Mon 00:00 failed',
  ])
  await simulation.send({ type: 'retry', run: 'r' })
  expect(askedWork(simulation.engine.state, monday)).toMatchObject([{ persons: ['kim', 'lee'], attempt: 2 }])
  const other = quiet()
  const rule = '\n    on_error: [{ cause: rejected, retry: { at_most: 1 } }]'
  await other.send(startOf(signOff('', rule)))
  await other.send(approve('kim', { type: 'reject' }))
  expect(askedWork(other.engine.state, monday)).toMatchObject([{ attempt: 2 }])
})

const study = (independent: boolean) =>
  studyOf(
    'people: [{ name: kim, roles: [pi, student] }, { name: lee, roles: [pi] }, { name: bo, roles: [student] }]',
    `
  weigh:
    task: { by: student, form: { mass: number } }
  fit:
    run: fit \${{ stages.weigh.metrics.mass }}
  sign-off:
    after: fit
    approval: { by: pi, independent: ${independent} }
`,
  )

test('[RUN-49] who started the run or did work that it hangs on cannot give an independent approval', async () => {
  const simulation = quiet()
  const third = (by: string) => approve(by, { stage: 2 })
  await simulation.send({ ...startOf(study(true)), startedBy: 'someone' })
  await simulation.send(answer({ mass: 3 }, { by: 'kim', outputs: {} }))
  await simulation.send(third('kim'), third('lee'))
  expect(told(simulation.events, 'CommandRefused').slice(-4)).toEqual([
    'Mon 00:00 approve of kim refused: not_independent',
    'Mon 00:00 sign-off/0 approved by lee',
    'Mon 00:00 sign-off/0#1 done',
    'Mon 00:00 succeeded',
  ])
  const dependent = quiet()
  await dependent.send({ ...startOf(study(false)), startedBy: 'kim' })
  await dependent.send(answer({ mass: 3 }, { by: 'kim', outputs: {} }))
  await dependent.send(third('kim'))
  expect(dependent.events.at(-1)).toMatchObject({ outcome: 'succeeded' })
})

test('[RUN-49] an approval that too few can give fails at once, and says who cannot', async () => {
  const simulation = quiet()
  await simulation.send({ ...startOf(study(true)), startedBy: 'lee' })
  await simulation.send(answer({ mass: 3 }, { by: 'kim', outputs: {} }))
  expect(told(simulation.events).at(-2)).toBe(
    'Mon 00:00 sign-off/0#1 failed bad_input: 1 must approve, but only 0 of pi can; not independent: kim, lee',
  )
})

test('[RUN-50] an approval given before counts for the same content, not for another, and only until it expires', async () => {
  const journal = createMemoryJournal()
  const real = (startAt: number) =>
    simulate({ startAt, peopleAnswer: false, behaviour: madeOf, keyOf: physicsOf(0).keyOf, find: (keys) => journal.find(keys) }, journal)
  const approval = ', expires: 7 d'
  const start = (run: string, made: string, more = approval) => startOf(signOff(more, '', made), { run })
  const first = real(monday)
  await first.send(start('r', 'one'))
  await first.send(approve('kim'))
  const asked = async (world: Simulation, run: string, made: string, more?: string) => {
    await world.send(start(run, made, more))
    const { state } = world.engine
    return askedWork(state, world.world.now()).filter((work) => work.run === run).length
  }
  const soon = real(monday + 24 * hour)
  expect(await asked(soon, 'same', 'one')).toBe(0)
  expect(await asked(soon, 'changed', 'two')).toBe(1)
  expect(await asked(soon, 'more', 'one', `${approval}, quorum: 2`)).toBe(1)
  expect(told(soon.events)).toContain('Tue 00:00 sign-off/0 reused')
  const late = real(monday + 8 * 24 * hour)
  expect(await asked(late, 'late', 'one')).toBe(1)
})

function madeOf({ run, stage }: Parameters<SimulatedOptions['behaviour']>[0]): ReturnType<SimulatedOptions['behaviour']> {
  const made = run.workflow.stages[0]?.run?.source.split(' ')[1] ?? ''
  const outputs = stage === 0 ? { result: { fingerprint: made.repeat(8), name: 'result.json', bytes: 1 } } : {}
  return { wallMs: 0, outcome: { kind: 'succeeded', outputs } }
}

test('[RUN-50] an approval is asked for by each run, and one of a result by whoever may not give it there does not count', async () => {
  const journal = createMemoryJournal()
  const simulation = simulate(
    { startAt: monday, peopleAnswer: false, behaviour: acts({}), keyOf: (_, stage) => `k${stage}`, find: (keys) => journal.find(keys) },
    journal,
  )
  const text = signOff(', independent: true')
  await simulation.send({ ...startOf(text), startedBy: 'bo' })
  await simulation.send({ ...startOf(text, { run: 'twin' }), startedBy: 'bo' })
  expect(askedWork(simulation.engine.state, monday).map(({ run }) => run)).toEqual(['r', 'twin'])
  await simulation.send(approve('kim'), approve('kim', { run: 'twin' }))
  await simulation.send({ ...startOf(text, { run: 'own' }), startedBy: 'kim' })
  expect(askedWork(simulation.engine.state, monday)).toMatchObject([{ run: 'own', persons: ['lee'] }])
  await simulation.send({ ...startOf(text, { run: 'reusing' }), startedBy: 'bo' })
  expect(askedWork(simulation.engine.state, monday)).toHaveLength(1)
})

test('[RUN-50] what was approved too long ago does not count when the last one approves', async () => {
  const text = `${signOff(', quorum: 2, expires: 5 h')}  pause:\n    run: "true"\n`
  const simulation = quiet({ behaviour: acts({ pause: { ms: 6 * hour } }) })
  simulation.journal.send(startOf(text))
  while (askedWork(simulation.engine.state, monday).length === 0) await simulation.engine.turn()
  await simulation.send(approve('kim'))
  expect(simulation.world.now()).toBe(monday + 6 * hour)
  await simulation.send(approve('lee'))
  expect(askedWork(simulation.engine.state, monday + 6 * hour)).toMatchObject([{ approved: ['lee'], persons: ['kim'] }])
  await simulation.send(approve('kim'))
  expect(simulation.events.at(-1)).toMatchObject({ outcome: 'succeeded' })
})

test('[RUN-51] work and decisions can be handed to another, who is then the one who counts', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh))
  const give = (from: string, to: string, stage = 0): HumanCommand => ({ type: 'delegate', run: 'r', stage, task: 0, from, to })
  await simulation.send(give('ana', 'kim'), give('bo', 'nobody'), give('bo', 'kim'), answer(good), answer(good, { by: 'kim' }))
  expect(told(simulation.events).slice(1, 6)).toEqual([
    'Mon 00:00 delegate of ana refused: other_person',
    'Mon 00:00 delegate of bo refused: unknown_person',
    'Mon 00:00 weigh/0 from bo to kim',
    'Mon 00:00 answer of bo refused: other_person',
    'Mon 00:00 weigh/0#1 done',
  ])
  const approval = quiet()
  await approval.send(startOf(signOff(', quorum: 2')))
  await approval.send(give('kim', 'lee', 1), give('kim', 'ana', 1), approve('kim'), approve('ana'), approve('lee'))
  expect(told(approval.events, 'CommandRefused').filter((line) => line.includes('refused') || line.includes('by ana'))).toEqual([
    'Mon 00:00 delegate of kim refused: unknown_person',
    'Mon 00:00 approve of kim refused: other_person',
    'Mon 00:00 sign-off/0 approved by ana',
  ])
})

test('[RUN-51] nobody is handed a second thing to do', async () => {
  const text = studyOf(
    'people: [{ name: ana }, { name: bo }]',
    '\n  a:\n    task: { by: ana, form: { x: number } }\n  b:\n    task: { by: bo, form: { x: number } }\n',
  )
  const simulation = quiet()
  await simulation.send(startOf(text))
  const events = await simulation.send({ type: 'delegate', run: 'r', stage: 0, task: 0, from: 'ana', to: 'bo' })
  expect(events).toMatchObject([{ type: 'CommandRefused', code: 'busy' }])
})

test('[RUN-52] a cancelled run needs nobody any more; a paused one still takes answers', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh))
  await simulation.send({ type: 'pause', run: 'r', reason: '' }, answer({ mass: 1.5, state: 'good' }))
  expect(told(simulation.events).at(-1)).toBe('Mon 00:00 weigh/0#1 retry')
  await simulation.send({ type: 'unpause', run: 'r' })
  await simulation.send({ type: 'cancel', run: 'r', reason: 'enough' })
  expect(told(simulation.events).slice(-2)).toEqual([
    'Mon 00:00 weigh/0#2 failed cancelled: nobody needs to do it any more',
    'Mon 00:00 cancelled',
  ])
  await simulation.send({ type: 'retry', run: 'r' })
  expect(askedWork(simulation.engine.state, monday)).toMatchObject([{ attempt: 3, persons: ['bo'] }])
})

test('[RUN-30] work that waits for people says for whom and since when, in every language', async () => {
  const simulation = quiet()
  await simulation.send(startOf(weigh))
  const explained = explain(simulation.engine.state, 'r', 0, 0, monday)
  expect(explained?.reasons).toEqual([{ code: 'waits_for_answer', by: 'bo', since: monday }])
  const [text] = explained === undefined ? [] : explanationText(explained)
  expect(text).toEqual({
    en: 'It waits for the answer of bo since 2026-11-30 00:00:00 UTC.',
    ko: '2026-11-30 00:00:00 UTC부터 bo의 답을 기다립니다.',
  })
})

test('[RUN-53] simulated people answer in their working time, as many as an approval takes', async () => {
  const simulation = simulate({ startAt: monday, behaviour: acts({ weigh: { ms: 3 * hour }, 'sign-off': { ms: hour } }) })
  const text = studyOf(
    'people: [{ name: kim, roles: [pi], hours: "Mon-Fri 09:00-17:00" }, { name: lee, roles: [pi], hours: "Mon-Fri 10:00-12:00" }]',
    `
  weigh:
    task: { by: kim, form: { mass: { unit: mg, min: 1 mg, max: 3 mg }, state: { type: string, choices: [good] }, ok: boolean, n: "integer[]" } }
    outputs: { notes: notes.txt }
  sign-off:
    approval: { by: pi, quorum: 2, of: "\${{ stages.weigh.outputs.notes }}" }
`,
  )
  const events = await simulation.send(startOf(text))
  expect(told(events)).toEqual([
    'Mon 09:00 weigh/0#1 started (kim)',
    'Mon 12:00 weigh/0#1 done',
    'Mon 12:00 sign-off/0#1 started ()',
    'Mon 13:00 sign-off/0 approved by kim',
    'Tue 11:00 sign-off/0 approved by lee',
    'Tue 11:00 sign-off/0#1 done',
    'Tue 11:00 succeeded',
  ])
  expect(events.find((event) => event.type === 'AttemptEnded')).toMatchObject({
    outcome: { result: { metrics: { mass: 2, state: 'good', ok: true, n: [1] } } },
  })
})
