import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import { explain } from '#run/explain.ts'
import { specOf } from '#run/spec.ts'
import { places } from '../simulation/checkers.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'
import { diary, hour, monday, studyOf } from './week.ts'

const pools = { cpu: 4, memory: 1e9, gpu: 1 }

async function run(text: string, behaviour = acts({}), more = pools) {
  return simulate({ startAt: monday, behaviour }).send(startOf(text, { pools: more }))
}

const starts = (events: readonly RunEvent[]) => diary(events, 'AttemptsStarted')

const either = (times: string, stages = '', more = '') =>
  studyOf(
    'gpu: 1',
    `
  a:
    run: "true"
    needs: [{ gpu: 1, cpu: 0 }, { cpu: 4 }]
    time: ${times}${more}
  holder:
    run: "true"
    needs: { gpu: 1, cpu: 0 }
    time: 3 h
    priority: 1
${stages}`,
  )

test('[RUN-42] of its options a task takes the first that fits now', async () => {
  const events = await run(either('[1 h, 2 h]'), acts({ holder: { ms: 3 * hour }, a: { ms: hour } }))
  expect(starts(events)).toEqual(['Mon 00:00 holder/0#1 started (gpu)', 'Mon 00:00 a/0#1 started (4 cpu option 1)'])
})

test('[RUN-42] unless a preferred one is expected to end earlier, for as long as that is to be expected', async () => {
  const text = either('[1 h, 10 h]')
  const on = await run(text, acts({ holder: { ms: 3 * hour }, a: { ms: hour } }))
  expect(starts(on)).toEqual(['Mon 00:00 holder/0#1 started (gpu)', 'Mon 03:00 a/0#1 started (gpu)'])
  const late = await run(text, acts({ holder: { ms: 30 * hour }, a: { ms: hour } }))
  expect(starts(late)).toEqual(['Mon 00:00 holder/0#1 started (gpu)', 'Mon 03:00 a/0#1 started (4 cpu option 1)'])
})

test('[RUN-42] an opening can be worth waiting for', async () => {
  const text = studyOf(
    'gpu: { capacity: 1, hours: "daily 20:00-08:00" }',
    '\n  a:\n    foreach: { x: [1, 2] }\n    run: "true"\n    needs: [{ gpu: 1, cpu: 0 }, { cpu: 4 }]\n    time: [1 h, 8 h]\n    not_before: 2026-11-30T18:00\n',
  )
  const events = await run(text, acts({ a: { ms: hour } }))
  expect(starts(events)).toEqual(['Mon 20:00 a/0#1 started (gpu)', 'Mon 21:00 a/1#1 started (gpu)'])
})

test('[RUN-42] an option that asks for more than there is is none', async () => {
  const text = studyOf('gpu: 1', '\n  a:\n    run: "true"\n    needs: [{ gpu: 1 }, { cpu: "${{ 2 * 2 }}" }]\n')
  const few = await run(text, acts({}), { ...pools, gpu: 0 })
  expect(starts(few)).toEqual(['Mon 00:00 a/0#1 started (4 cpu option 1)'])
  const none = await run(text, acts({}), { ...pools, gpu: 0, cpu: 1 })
  expect(diary(none, 'AttemptEnded')).toEqual(['Mon 00:00 a/0#1 failed bad_input: needs.gpu: 1 is more than there is (0)'])
})

test('[RUN-42] [RUN-44] each option has measured times of its own', async () => {
  const text = studyOf(
    'gpu: 1',
    '\n  a:\n    foreach: { x: "${{ range(6) }}" }\n    run: "true"\n    needs: [{ gpu: 1, cpu: 0 }, { cpu: 4 }]\n    time: [1 h, 2 h]\n',
  )
  const events = await run(text, ({ option }) => ({ wallMs: option === 0 ? hour : 20 * hour, outcome: { kind: 'succeeded' } }))
  // The slow way was tried once; after that it is known to be no help.
  expect(starts(events).filter((line) => line.includes('option 1'))).toHaveLength(1)
})

test('[RUN-42] a retry refers to what the attempt had, and its limit is that of the option', async () => {
  const text = either(
    '[1 h, 2 h]',
    '',
    `
    on_error:
      - { cause: out_of_memory, retry: { needs: { cpu: "\${{ needs.cpu / 2 }}" }, at_most: 1 } }`,
  ).replace('{ cpu: 4 }', '{ cpu: 4, time: 5 h }')
  const events = await run(text, acts({ holder: { ms: 30 * hour }, 'a/0#1': { fails: 'out_of_memory' } }))
  expect(starts(events)).toEqual([
    'Mon 00:00 holder/0#1 started (gpu)',
    'Mon 00:00 a/0#1 started (4 cpu option 1)',
    'Mon 00:00 a/0#2 started (2 cpu option 1)',
  ])
  expect(events.find((event) => event.type === 'AttemptsStarted' && event.option === 1)).toMatchObject({ limitMs: 5 * hour })
})

test('[RUN-42] the key does not know of options', async () => {
  const keys = async (needs: string) => {
    const simulation = simulate({ behaviour: acts({}) })
    simulation.journal.send(startOf(studyOf('gpu: 1', `\n  a:\n    run: "true"\n    needs: ${needs}\n`), { pools }))
    await simulation.engine.turn()
    return specOf(simulation.engine.state, 'r', 0, 0, 1, places).keyParts
  }
  expect(await keys('[{ gpu: 1 }, { cpu: 4 }]')).toEqual(await keys('{ cpu: 1 }'))
})

test('[RUN-30] [RUN-42] who waits for a better option says so', async () => {
  const simulation = simulate({ startAt: monday, behaviour: acts({ holder: { ms: 3 * hour } }) })
  simulation.journal.send(startOf(either('[1 h, 10 h]'), { pools }))
  const { engine, world } = simulation
  while (!simulation.events.some((event) => event.type === 'AttemptsStarted')) await engine.turn()
  const reasons = explain(engine.state, 'r', 0, 0, world.now())?.reasons ?? []
  expect(reasons[0]).toEqual({ code: 'waits_for_option', option: 0, until: monday + 3 * hour + 1 })
  await simulation.send()
})
