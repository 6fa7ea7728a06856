import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const room = { pools: { cpu: 8, memory: 1e9 } }

function file(stages: string, top = ''): string {
  return `pwos: 1\nname: test\n${top}stages:\n${stages}`
}

const starts = (lines: readonly string[]) => lines.filter((line) => line.includes('started'))

test('[RUN-100] a lock is held by one task at a time, whatever room there is', async () => {
  const text = file('  a: { foreach: { i: [1, 2, 3] }, run: x, locks: detector }\n  b: { run: y, locks: [detector] }\n  c: { run: z }\n')
  const events = await simulate({ behaviour: acts({}) }).send(startOf(text, room))
  expect(starts(tell(events, 'AttemptsStarted'))).toEqual([
    '0 a/0#1 started',
    '0 c/0#1 started',
    '1000 a/1#1 started',
    '2000 a/2#1 started',
    '3000 b/0#1 started',
  ])
})

test('[RUN-100] locks hold over all runs of the store, and explain names the holder', async () => {
  const text = (n: number) => file(`  a: { run: "x ${n}", locks: detector }\n`)
  const simulation = simulate({ behaviour: acts({ a: { ms: 5000 } }) })
  for (const run of ['r1', 'r2']) simulation.journal.send({ ...startOf(text(Number(run[1])), { ...room, run }), fingerprint: run })
  while (!simulation.events.some((event) => event.type === 'AttemptsStarted')) await simulation.engine.turn()
  const found = explain(simulation.engine.state, 'r2', 0, 0, simulation.world.now())
  expect(found?.reasons[0]).toEqual({
    ...{ code: 'lock_taken', lock: 'detector', need: 1, free: 0, permits: 1 },
    holders: [{ run: 'r1', stage: 'a', task: 0, label: '', since: 0 }],
  })
  expect(found && explanationText(found)[0]?.en).toMatch(/^The lock detector is held by r1\/a since /)
  const events = await simulation.send()
  expect(starts(tell([...simulation.events, ...events], 'AttemptsStarted')).length).toBeGreaterThan(0)
})

test('[RUN-101] several locks are taken all at once, so that no two tasks wait for each other', async () => {
  const text = file(
    '  a: { foreach: { i: "${{ range(4) }}" }, run: x, locks: [left, right] }\n  b: { foreach: { i: "${{ range(4) }}" }, run: y, locks: [right, left] }\n',
  )
  const events = await simulate({ behaviour: acts({}) }).send(startOf(text, room))
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded', at: 8000 })
})

test('[RUN-102] a semaphore has as many permits as are declared', async () => {
  const text = file('  a: { foreach: { i: "${{ range(4) }}" }, run: x, locks: { database: 2 } }\n', 'locks: { database: 5 }\n')
  const events = await simulate({ behaviour: acts({}) }).send(startOf(text, room))
  expect(starts(tell(events, 'AttemptsStarted'))).toEqual([
    '0 a/0#1 started',
    '0 a/1#1 started',
    '1000 a/2#1 started',
    '1000 a/3#1 started',
  ])
})

test('[RUN-100] a lock may be named after values of the task', async () => {
  const text = file('  a: { foreach: { d: [x, y], i: [1, 2] }, run: x, locks: "detector-${{ d }}" }\n')
  const events = await simulate({ behaviour: acts({}) }).send(startOf(text, room))
  expect(starts(tell(events, 'AttemptsStarted'))).toEqual([
    '0 a/0#1 started',
    '0 a/2#1 started',
    '1000 a/1#1 started',
    '1000 a/3#1 started',
  ])
})

test('[RUN-102] more permits than there are fail the task, and say so', async () => {
  const text = file('  a: { foreach: { n: [1, 3] }, run: x, locks: { database: "${{ n }}" } }\n', 'locks: { database: 2 }\n')
  const events = await simulate({ behaviour: acts({}) }).send(startOf(text, room))
  const failed = events.find((event) => event.type === 'AttemptEnded' && event.task === 1)
  expect(failed).toMatchObject({ outcome: { cause: 'bad_input', detail: 'locks.database: 3 is more than there is (2)' } })
})

const gather = file(
  `  slow: { run: x }
  a: { foreach: { i: [1, 2, 3] }, run: "a \${{ i }}", barrier: ready }
  b: { after: slow, run: b, barrier: ready }
  c: { run: c }
`,
)

test('[RUN-103] at a barrier nobody starts before everyone is there', async () => {
  const events = await simulate({ behaviour: acts({ slow: { ms: 7000 } }) }).send(startOf(gather, room))
  expect(tell(events, 'AttemptsStarted', 'BarrierOpened')).toEqual([
    '0 slow/0#1 started',
    '0 c/0#1 started',
    '7000 BarrierOpened',
    '7000 a/0#1 started',
    '7000 a/1#1 started',
    '7000 a/2#1 started',
    '7000 b/0#1 started',
  ])
})

test('[RUN-103] who will not run is not waited for', async () => {
  const events = await simulate({ behaviour: acts({ slow: { fails: 'program_error' } }) }).send(startOf(gather, room))
  expect(tell(events, 'BarrierOpened')).toEqual(['1000 BarrierOpened'])
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'failed' })
})

test('[RUN-103] who waits at a barrier says for whom', async () => {
  const simulation = simulate({ behaviour: acts({ slow: { ms: 7000 } }) })
  simulation.journal.send(startOf(gather, room))
  while (simulation.events.filter((event) => event.type === 'TasksQueued').length < 3) await simulation.engine.turn()
  const found = explain(simulation.engine.state, 'r', 1, 0, simulation.world.now())
  expect(found?.reasons).toEqual([{ code: 'at_barrier', barrier: 'ready', missing: [{ stage: 'b', there: 0, count: 1 }] }])
  expect(found && explanationText(found)[0]?.en).toBe('It waits at the barrier ready for b (0 of 1 there).')
  await simulation.send()
})
