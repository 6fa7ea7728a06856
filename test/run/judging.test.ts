import { expect, test } from 'vitest'
import type { AttemptEnded } from '#run/events.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const file = (stages: string) => `pwos: 1\nname: test\nparameters: { limit: 5, step: { type: number, default: 1 } }\nstages:\n${stages}`
const options = { parameters: { limit: 5, step: 1 }, pools: { cpu: 4, memory: 8e9 } }

function start(stages: string) {
  return startOf(file(stages), options)
}

const gated = (gate: string) => `
  a:
    run: "do \${{ step }}"
    metrics: { m: number }
    gates:
      - ${gate}
`

test('[RUN-10] a gate passes only when its check is true of numbers', async () => {
  const verdict = async (metrics: { readonly [name: string]: number | string }) => {
    const events = await simulate({ behaviour: acts({ a: { metrics } }) }).send(start(gated('{ name: g, check: m < limit }')))
    return tell(events, 'AttemptEnded')[0]
  }
  expect(await verdict({ m: 4 })).toBe('1000 a/0#1 [passed] done')
  expect(await verdict({ m: 6 })).toBe('1000 a/0#1 [failed] failed')
  expect(await verdict({ m: 'NaN' })).toBe('1000 a/0#1 [inconclusive] failed')
  expect(await verdict({})).toBe('1000 a/0#1 [inconclusive] failed')
})

test('[RUN-10] the verdict carries what was measured, and levels other than required are recorded only', async () => {
  const events = await simulate({ behaviour: acts({ a: { metrics: { m: 6 } } }) }).send(
    start(gated('{ name: g, check: m * 2 < limit, level: expected }')),
  )
  const ended = events.find((event): event is AttemptEnded => event.type === 'AttemptEnded')
  expect(ended?.verdicts).toEqual([
    { gate: 0, verdict: 'failed', measured: { m: 6, limit: 5 }, comparisons: [{ left: 12, operator: '<', right: 5, margin: -7 }] },
  ])
  expect(tell(events).at(-1)).toBe('1000 succeeded')
})

test('[RUN-10] a gate reads what is in the outputs that the task has made', async () => {
  const text = `
  a:
    run: "make \${{ step }} \${{ limit }}"
    outputs: { r: { path: r.json, format: json } }
    gates: [{ name: g, check: "max(outputs.r.json) < limit" }]
`
  const told = async (list: readonly number[]) =>
    tell(await simulate({ behaviour: acts({ a: { outputs: { r: list } } }) }).send(start(text)), 'AttemptEnded')
  expect(await told([1, 4])).toEqual(['1000 a/0#1 [passed] done'])
  expect(await told([1, 6])).toEqual(['1000 a/0#1 [failed] failed'])
})

test('[RUN-11] a gate tries again with changed parameters, which make a new key, as often as it may', async () => {
  const script = { 'a#1': { metrics: { m: 9 } }, 'a#2': { metrics: { m: 8 } }, 'a#3': { metrics: { m: 7 } } }
  const gate = (more: string) => gated(`{ name: g, check: m < limit, else: { retry: { with: { step: "\${{ step * 2 }}" }${more} } } }`)
  const events = await simulate({ behaviour: acts(script) }).send(start(gate(', at_most: 2')))
  expect(tell(events, 'AttemptEnded')).toEqual([
    '1000 a/0#1 [failed] retry gate:g at 1000 {"step":2}',
    '2000 a/0#2 [failed] retry gate:g at 2000 {"step":4}',
    '3000 a/0#3 [failed] failed',
  ])
  const keys = events.flatMap((event) => (event.type === 'AttemptEnded' ? [event.key] : []))
  expect(new Set(keys).size).toBe(3)
  const passing = await simulate({ behaviour: acts({ ...script, 'a#2': { metrics: { m: 1 } } }) }).send(start(gate('')))
  expect(tell(passing, 'RunEnded')).toEqual(['2000 succeeded'])
})

const ruled = (rules: string) => `
  a:
    run: "do \${{ step }}"
    needs: { memory: 1 GB }
    on_error:
${rules}
`

test('[RUN-12] the first rule that matches and has budget left is applied, each with a budget of its own', async () => {
  const script = {
    'a#1': { fails: 'out_of_memory' },
    'a#2': { fails: 'program_error', exit: 3 },
    'a#3': { fails: 'program_error', exit: 3 },
    'a#4': { fails: 'out_of_memory' },
    'a#5': { fails: 'program_error', exit: 4, matched: [2] },
  } as const
  const events = await simulate({ behaviour: acts(script) }).send(
    start(
      ruled(`
      - { cause: out_of_memory, retry: { needs: { memory: "\${{ needs.memory * 2 }}" }, at_most: 2 } }
      - { exit_code: 3, retry: { at_most: 2 } }
      - { matches: SCF not converged, retry: { with: { step: "\${{ step / 2 }}" } } }
`),
    ),
  )
  expect(tell(events, 'AttemptEnded').map((line) => line.replace(/ at \d+/, ''))).toEqual([
    '1000 a/0#1 out_of_memory, retry rule:0 {"memory":2000000000}',
    '2000 a/0#2 program_error, retry rule:1',
    '3000 a/0#3 program_error, retry rule:1',
    '4000 a/0#4 out_of_memory, retry rule:0 {"memory":4000000000}',
    '5000 a/0#5 program_error, retry rule:2 {"step":0.5}',
    '6000 a/0#6 done',
  ])
  const held = events.flatMap((event) => (event.type === 'AttemptsStarted' ? [event.holds.memory] : []))
  expect(held).toEqual([1e9, 2e9, 2e9, 2e9, 4e9, 4e9])
})

test('[RUN-12] a rule may fail at once, or go on without the task', async () => {
  const failing = await simulate({ behaviour: acts({ a: { fails: 'diverged' } }) }).send(
    start(ruled('      - { cause: diverged, fail: true }\n      - { cause: diverged, retry: {} }')),
  )
  expect(tell(failing, 'AttemptEnded', 'RunEnded')).toEqual(['1000 a/0#1 diverged, failed', '1000 failed'])
  const ignoring = await simulate({ behaviour: acts({ a: { fails: 'diverged' } }) }).send(
    start(ruled('      - { cause: diverged, ignore: true }')),
  )
  expect(tell(ignoring, 'AttemptEnded', 'RunEnded')).toEqual(['1000 a/0#1 diverged, ignored', '1000 succeeded'])
})

test('[RUN-13] the n-th retry of a rule waits delay × factor^(n−1), as a deadline', async () => {
  const events = await simulate({ behaviour: acts({ a: { fails: 'disk_full' }, 'a#4': {} }) }).send(
    start(ruled('      - { cause: disk_full, retry: { at_most: 5, delay: 10 s, factor: 3 } }')),
  )
  expect(tell(events, 'AttemptsStarted', 'RunEnded')).toEqual([
    ...['0 a/0#1 started', '11000 a/0#2 started', '42000 a/0#3 started', '133000 a/0#4 started', '134000 succeeded'],
  ])
})

test("[RUN-14] what is nobody's fault is tried again up to ten times, and takes no rule's budget", async () => {
  const script = { a: { fails: 'lost' }, 'a#3': { fails: 'program_error', exit: 1 } } as const
  const events = await simulate({ behaviour: acts(script) }).send(
    start(ruled('      - { exit_code: 1, retry: { at_most: 1, delay: 0 s } }')),
  )
  expect(tell(events, 'AttemptEnded').at(-1)).toBe('12000 a/0#12 lost, failed')
  const node = await simulate({ behaviour: acts({ 'a#1': { fails: 'preempted' }, 'a#2': { fails: 'node_failure' } }) }).send(
    start(ruled('      - { exit_code: 9, fail: true }')),
  )
  expect(tell(node, 'RunEnded')).toEqual(['3000 succeeded'])
})

test('[RUN-15] a late or repeated report of an attempt changes nothing', async () => {
  const simulation = simulate({ faults: { twice: 1, late: 1 }, behaviour: acts({ 'a#1': { fails: 'lost' } }) })
  const events = await simulation.send(start(ruled('      - { exit_code: 9, fail: true }')))
  expect(tell(events, 'AttemptEnded', 'RunEnded')).toEqual(['1000 a/0#1 lost, retry lost at 1000', '2000 a/0#2 done', '2000 succeeded'])
})

test('[RUN-12] a retry whose changes cannot be evaluated fails, and says why', async () => {
  const events = await simulate({ behaviour: acts({ a: { fails: 'diverged' } }) }).send(
    start(ruled('      - { cause: diverged, retry: { with: { step: "${{ step / metrics.none }}" } } }')),
  )
  const ended = events.find((event): event is AttemptEnded => event.type === 'AttemptEnded')
  expect(ended?.then).toMatchObject({ kind: 'failed', cause: 'diverged', detail: expect.stringContaining('retry (rule:0)') })
})
