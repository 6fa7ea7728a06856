import { expect, test } from 'vitest'
import type { AttemptEnded } from '#run/events.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const file = (stage: string) => `pwos: 1\nname: test\nparameters: { step: 1 }\nstages:\n  md:\n    run: "do \${{ step }}"\n${stage}`
const start = (stage: string) => startOf(file(stage), { parameters: { step: 1 } })
const limited = (more = '') => start(`    needs: { time: 10 s }\n    checkpoint: { grace: 2 s${more} }\n`)

const ends = (events: readonly { readonly type: string }[]) =>
  events.filter((event): event is AttemptEnded => event.type === 'AttemptEnded')

test('[RUN-230] before its time limit a task saves its state, and goes on in another attempt; that is no failure', async () => {
  const events = await simulate({ behaviour: acts({ md: { ms: 20_000 } }) }).send(limited())
  expect(tell(events, 'AttemptEnded')).toEqual([
    '8000 md/0#1 out_of_time, retry going_on at 8000',
    '16000 md/0#2 out_of_time, retry going_on at 16000',
    '20000 md/0#3 done',
  ])
  expect(ends(events).map(({ then }) => (then.kind === 'retry' ? then.from : undefined))).toEqual([1, 2, undefined])
})

test('[RUN-231] what the attempts before have taken is kept with the usage of the last one', async () => {
  const events = await simulate({ behaviour: acts({ md: { ms: 20_000 } }) }).send(limited())
  const last = ends(events).at(-1)?.outcome
  expect(last?.kind === 'succeeded' ? last.result.usage : undefined).toMatchObject({
    wallMs: 4000,
    earlier: { attempts: 2, wallMs: 16_000, cpuMs: 16_000 },
  })
})

test('[RUN-232] a task goes on as often as it may, and not in the state in which it began', async () => {
  const often = await simulate({ behaviour: acts({ md: { ms: 90_000 } }) }).send(limited(', at_most: 2'))
  expect(ends(often).map(({ then }) => then.kind)).toEqual(['retry', 'retry', 'failed'])
  expect(ends(often).at(-1)?.then).toMatchObject({ detail: 'it has gone on 2 times, which is `at_most` of its `checkpoint`' })
  const same = { fingerprint: 'x', bytes: 0 }
  const stuck = await simulate({
    behaviour: () => ({
      wallMs: 100,
      outcome: {
        ...{ kind: 'failed', cause: 'preempted', exitCode: 0, signal: null, detail: 'd', matched: [], usage: null, metrics: {} },
        ...{ saved: same, goesOn: true },
      },
    }),
  }).send(limited())
  expect(ends(stuck).map(({ then }) => then.kind)).toEqual(['retry', 'failed'])
  expect(ends(stuck).at(-1)?.then).toMatchObject({ detail: expect.stringMatching(/makes no progress/) })
})

/** It fails once after the state was saved that is said. */
const failing = (isGood: boolean, rule: string) =>
  simulate({
    behaviour: ({ attempt }) => {
      const saved = { fingerprint: `f${attempt}`, bytes: 0 }
      const end = { exitCode: 1, signal: null, detail: 'd', matched: [], usage: null, metrics: {}, saved }
      if (attempt === 1) return { wallMs: 100, outcome: { kind: 'failed', cause: 'preempted', ...end, goesOn: true } }
      if (attempt === 2) return { wallMs: 100, outcome: { kind: 'failed', cause: 'diverged', ...end, ...(isGood ? { goesOn: true } : {}) } }
      return { wallMs: 100, outcome: { kind: 'succeeded' } }
    },
  }).send(start(`    checkpoint: { whole: always }\n    on_error: [{ cause: diverged, retry: ${rule} }]\n`))

test('[RUN-233] a retry says where it begins; left out, from the newest state where nothing is changed', async () => {
  const from = async (rule: string) => {
    const then = ends(await failing(false, rule))[1]?.then
    return then?.kind === 'retry' ? then.from : 'none'
  }
  expect(await from('{ delay: 1 s }')).toBe(2)
  expect(await from('{ with: { step: 2 } }')).toBe(undefined)
  expect(await from('{ with: { step: 2 }, restart: from_checkpoint }')).toBe(2)
  expect(await from('{ restart: from_last_good_state }')).toBe(1)
  expect(await from('{ restart: from_scratch }')).toBe(undefined)
})

test('[RUN-234] tried again by hand, it goes on from its newest state, while it is still the same', async () => {
  const simulation = simulate({ behaviour: acts({ md: { ms: 90_000 } }) })
  await simulation.send(limited(', at_most: 2'))
  const events = await simulation.send({ type: 'retry', run: 'r' })
  const [first] = ends(events)
  expect(first?.outcome.saved?.bytes).toBe(32_000)
})
