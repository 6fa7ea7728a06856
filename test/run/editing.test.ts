import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command, Replacing } from '#run/inputs.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { physicsOf } from '../simulation/physics.ts'
import { acts } from '../simulation/story.ts'

type Start = Extract<Command, { type: 'start' }>

const head = (more = '') => `pwos: 1
name: study
resources: { gpu: 2, people: [{ name: kim, roles: [pi] }, { name: lee, roles: [pi] }, { name: park, roles: [pi] }, { name: ada }] }
signals: { beam: { energy: { type: number, unit: keV } } }
${more}stages:
`

const start = (run: string, text: string, beside: Partial<Start> = {}): Start => ({
  ...startOf(text, { run, pools: { cpu: 8, gpu: 2 } }),
  ...beside,
  fingerprint: run,
})

const inPlaceOf = (run: string, more: Partial<Replacing> = {}): Pick<Start, 'replaces'> => ({
  replaces: { run, active: true, keep: [], ...more },
})

/** With results that are found again by their keys. */
function studied(script: Parameters<typeof acts>[0] = {}) {
  const journal = createMemoryJournal()
  const { keyOf } = physicsOf(1)
  return simulate({ behaviour: acts(script), keyOf, find: (keys) => journal.find(keys), peopleAnswer: false }, journal)
}

type Study = ReturnType<typeof studied>

async function until({ engine, events }: Study, happened: (event: RunEvent) => boolean): Promise<void> {
  for (let turn = 0; !events.some(happened); turn++) {
    if (turn > 1000) throw new Error('it never happens')
    await engine.turn()
  }
}

const startedIn = (run: string, stage: number) => (event: RunEvent) =>
  event.type === 'AttemptsStarted' && event.run === run && event.stage === stage

const kinds = (events: readonly RunEvent[], run: string, ...types: readonly RunEvent['type'][]) =>
  events.filter((event) => event.run === run && types.includes(event.type))

test('[RUN-192] votes that were given, and who decides in whose place, go over: nobody is asked twice, and no vote counts twice', async () => {
  const text = (name: string) => `${head()}  sign: { approval: { by: pi, quorum: 3 } }\n  other: { run: "${name}" }\n`
  const study = studied()
  study.journal.send(start('a', text('one')))
  await until(study, startedIn('a', 0))
  study.journal.send({ type: 'approve', run: 'a', stage: 0, task: 0, by: 'kim', reason: 'good' })
  study.journal.send({ type: 'delegate', run: 'a', stage: 0, task: 0, from: 'lee', to: 'ada' })
  await study.engine.turn()
  study.journal.send(start('b', text('two'), inPlaceOf('a')))
  await until(study, startedIn('b', 0))
  expect(kinds(study.events, 'b', 'ApprovalGiven', 'WorkDelegated')).toMatchObject([
    { type: 'WorkDelegated', from: 'lee', to: 'ada' },
    { type: 'ApprovalGiven', by: 'kim', reason: 'good' },
  ])
  // Twice, and by one who has handed it on.
  const more = await study.send(
    ...['kim', 'lee', 'ada', 'park'].map((by): Command => ({ type: 'approve', run: 'b', stage: 0, task: 0, by })),
  )
  expect(kinds(more, 'b', 'CommandRefused')).toMatchObject([{ code: 'decided_already' }, { code: 'other_person' }])
  expect(more.at(-1)).toMatchObject({ type: 'RunEnded', run: 'b', outcome: 'succeeded' })
})

test('[RUN-192] a vote of who is not independent of the new run does not go over, nor one that has expired by then', async () => {
  const text = (name: string) =>
    `${head()}  sign: { approval: { by: pi, quorum: 2, independent: true, expires: 1 h } }\n  other: { run: "${name}" }\n  wait: { run: x, time: 3 h }\n`
  const study = studied({ wait: { ms: 3 * 3_600_000 } })
  study.journal.send(start('a', text('one'), { startedBy: 'ada' }))
  await until(study, startedIn('a', 0))
  study.journal.send({ type: 'approve', run: 'a', stage: 0, task: 0, by: 'kim' })
  await study.engine.turn()
  study.journal.send(start('b', text('two'), { ...inPlaceOf('a'), startedBy: 'kim' }))
  await until(study, startedIn('b', 0))
  expect(kinds(study.events, 'b', 'ApprovalGiven')).toEqual([])
  study.journal.send({ type: 'approve', run: 'b', stage: 0, task: 0, by: 'lee' })
  await until(study, (event) => event.type === 'AttemptEnded' && event.run === 'b' && event.stage === 2)
  study.journal.send(start('c', text('three'), { ...inPlaceOf('b'), startedBy: 'ada' }))
  await until(study, startedIn('c', 0))
  expect(kinds(study.events, 'c', 'ApprovalGiven')).toEqual([])
})

test('[RUN-193] what was adjusted, held, paused and told from outside goes over by name, as far as the new file says the same', async () => {
  const text = (name: string, fields = 'energy: { type: number, unit: keV }') =>
    `${head().replace('energy: { type: number, unit: keV }', fields)}  first: { run: "${name}", needs: { gpu: 1 } }
  use: { await: beam, run: "echo \${{ signals.beam.energy }}" }\n`
  const study = studied()
  study.journal.send(start('a', text('one')))
  await study.engine.turn()
  const said: Command[] = [
    { type: 'hold', run: 'a', stage: 1, reason: 'look' },
    { type: 'adjust', run: 'a', pools: { gpu: 1 }, priority: 7 },
    { type: 'signal', run: 'a', signal: 'beam', values: { energy: '12 keV' }, id: 's1', from: 'kim' },
    { type: 'pause', run: 'a', reason: 'wait' },
  ]
  for (const command of said) study.journal.send(command)
  await study.engine.turn()
  study.journal.send(start('b', text('two'), inPlaceOf('a')))
  await study.engine.turn()
  expect(kinds(study.events, 'b', 'RunAdjusted', 'SignalReceived', 'StageHeld', 'RunPaused')).toMatchObject([
    { type: 'RunAdjusted', pools: { gpu: 1 }, priority: 7 },
    { type: 'SignalReceived', signal: 'beam', data: { energy: 12 }, id: 's1', from: 'kim' },
    { type: 'StageHeld', stage: 1, reason: 'look' },
    { type: 'RunPaused' },
  ])
  // Sent again, it is the same signal.
  const again = await study.send({ type: 'signal', run: 'b', signal: 'beam', values: { energy: '13 keV' }, id: 's1', from: 'kim' })
  expect(kinds(again, 'b', 'SignalReceived')).toEqual([])
  // In another unit the number would mean something else.
  const other = text('three', 'energy: { type: number, unit: eV }').replace('gpu: 2', 'gpu: 1')
  study.journal.send(start('c', other, inPlaceOf('b')))
  await study.engine.turn()
  expect(kinds(study.events, 'c', 'RunAdjusted', 'SignalReceived')).toMatchObject([{ type: 'RunAdjusted', priority: 7 }])
  expect(kinds(study.events, 'c', 'RunAdjusted')[0]).not.toHaveProperty('pools')
})

test('[RUN-190] results that no other run may use stay, over edits of edits', async () => {
  const text = (name: string) => `${head()}  own: { run: own, cache: false }\n  other: { run: "${name}", after: own }\n`
  const study = studied()
  await study.send(start('a', text('one')))
  const over = (run: string, before: readonly string[] = []) => inPlaceOf(run, { active: false, before })
  const first = await study.send(start('b', text('two'), over('a')))
  expect(kinds(first, 'b', 'TasksReused', 'AttemptsStarted')).toMatchObject([{ type: 'TasksReused', stage: 0 }, { stage: 1 }])
  const second = await study.send(start('c', text('three'), over('b', ['a'])))
  expect(kinds(second, 'c', 'TasksReused', 'AttemptsStarted')).toMatchObject([{ type: 'TasksReused', stage: 0 }, { stage: 1 }])
  const apart = await study.send(start('d', text('four')))
  expect(kinds(apart, 'd', 'TasksReused')).toEqual([])
})

test('[RUN-190] of two edits of a run that is over only one begins while the other goes on', async () => {
  const study = studied()
  await study.send(start('a', `${head()}  one: { run: one }\n`))
  const text = (name: string) => `${head()}  one: { run: "${name}" }\n`
  const events = await study.send(
    start('b', text('two'), inPlaceOf('a', { active: false })),
    start('c', text('three'), inPlaceOf('a', { active: false })),
  )
  expect(events.flatMap((event) => (event.type === 'RunStarted' ? [event.run] : []))).toEqual(['b'])
})

test('[RUN-190] what begins to run between the preview and the edit goes on where its key was asked for', async () => {
  const text = (name: string) => `${head()}  long: { run: long, time: 1 h }\n  other: { run: "${name}", time: 1 h }\n`
  const study = studied({ long: { ms: 3_600_000 }, other: { ms: 3_600_000 } })
  study.journal.send(start('a', text('one')))
  await until(study, startedIn('a', 1))
  const queued = kinds(study.events, 'a', 'TasksQueued')
  const key = queued.flatMap((event) => (event.type === 'TasksQueued' && event.stage === 0 ? event.keys : []))
  const events = await study.send(start('b', text('two'), inPlaceOf('a', { wanted: key })))
  expect(kinds(events, 'a', 'RunCancelling')).toMatchObject([{ keep: [{ stage: 0, tasks: [0] }] }])
  expect(kinds(events, 'b', 'AttemptsStarted')).toMatchObject([{ stage: 1 }])
  expect(kinds(events, 'b', 'TasksReused')).toMatchObject([{ stage: 0 }])
})

test('[RUN-194] work that a person has begun goes on over an edit, and is withdrawn when nobody wants it any more', async () => {
  const text = (name: string, ask = 'Weigh it.') =>
    `${head()}  weigh: { task: { by: kim, instructions: "${ask}", form: { m: { type: number } } } }\n  other: { run: "${name}" }\n`
  const study = studied()
  study.journal.send(start('a', text('one')))
  await until(study, startedIn('a', 0))
  const key = kinds(study.events, 'a', 'TasksQueued').flatMap((event) =>
    event.type === 'TasksQueued' && event.stage === 0 ? event.keys : [],
  )
  await study.send(start('b', text('two'), inPlaceOf('a', { wanted: key })))
  expect(kinds(study.events, 'b', 'AttemptsStarted')).toMatchObject([{ stage: 1 }])
  const answered = await study.send({ type: 'answer', run: 'a', stage: 0, task: 0, by: 'kim', values: { m: 3 } })
  expect(kinds(answered, 'b', 'TasksReused', 'RunEnded')).toMatchObject([{ stage: 0 }, { outcome: 'succeeded' }])

  study.journal.send(start('c', text('one', 'Again.')))
  await until(study, startedIn('c', 0))
  const other = kinds(study.events, 'c', 'TasksQueued').flatMap((event) =>
    event.type === 'TasksQueued' && event.stage === 0 ? event.keys : [],
  )
  await study.send(start('d', text('two', 'Again.'), inPlaceOf('c', { wanted: other })))
  expect(kinds(study.events, 'c', 'RunEnded')).toEqual([])
  const ended = await study.send(start('e', `${head()}  other: { run: three }\n`, inPlaceOf('d')))
  expect(kinds(ended, 'c', 'AttemptEnded', 'RunEnded')).toMatchObject([{ outcome: { cause: 'cancelled' } }, { outcome: 'cancelled' }])
})
