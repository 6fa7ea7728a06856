import { describe, expect, test } from 'vitest'
import { makePlan } from '#plan/make-plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'
import { learnWait, type WaitSample } from '#plan/queue-wait.ts'
import { workflowOf } from '../simulation/flow.ts'

const minute = 60_000

const waits = (run: number, partition: string, cpus: number, ...minutes: readonly number[]): WaitSample[] =>
  minutes.map((each) => ({ run, partition, cpus, ms: each * minute }))

describe('[SLURM-24] waits in the queue are learned', () => {
  test('from jobs of the same partition and about the same size, else of the partition, else of the cluster', () => {
    const samples = [...waits(0, 'short', 4, 1, 2, 3), ...waits(1, 'short', 64, 60, 70, 80), ...waits(1, 'long', 4, 600)]
    expect(learnWait(samples, { partition: 'short', cpus: 8 })).toMatchObject({ like: 'size', meanMs: 2 * minute, tasks: 3, runs: 1 })
    expect(learnWait(samples, { partition: 'short', cpus: 64 })).toMatchObject({ like: 'size', meanMs: 70 * minute })
    expect(learnWait(samples, { partition: 'short', cpus: 1000 })).toMatchObject({
      like: 'partition',
      meanMs: 36 * minute,
      tasks: 6,
      runs: 2,
    })
    expect(learnWait(samples, { partition: 'long', cpus: 4 })).toMatchObject({ like: 'cluster', tasks: 7 })
    expect(learnWait(samples.slice(0, 2), { partition: 'short', cpus: 4 })).toBeUndefined()
  })

  test('a run is like one of the earlier ones: its jobs wait as that one’s did', () => {
    const wait = learnWait([...waits(0, '', 1, 1, 2, 1), ...waits(1, '', 1, 50, 60, 55)], { partition: '', cpus: 1 })
    for (const share of [0.1, 0.9]) {
      const draw = wait?.draw(() => share) ?? (() => 0)
      const drawn = [draw(), draw(), draw()].map((ms) => ms / minute)
      expect(drawn.every((each) => (share < 0.5 ? each < 3 : each >= 50))).toBe(true)
    }
  })
})

const workflow = workflowOf(`
  sample: { foreach: { i: [1, 2, 3, 4] }, run: work, time: 10 min, needs: { cpu: 64, memory: 4 GB } }
`)

const input: PlanInput = {
  ...{ workflow, parameters: {}, pools: { cpu: 2, memory: 1e9, slurm: 1000 }, start: 0, stretch: new Map(), fixed: new Map() },
  ...{ history: { samples: new Map(), counts: new Map() }, on: 'slurm' as const },
}

const options = { effort: 10, seed: 1, seeds: 200, sensitivities: false }

test('[SLURM-24] a plan for a cluster holds nothing of this machine, and counts the wait into schedule and forecast', async () => {
  const plain = await makePlan(input, options)
  if ('reasons' in plain) throw new Error(plain.reasons.map(({ message }) => message.en).join())
  expect(plain.schedule.finish).toBe(10 * minute)
  const queue = { partition: '', waits: [...waits(0, '', 64, 10, 20, 30), ...waits(1, '', 64, 100, 110, 90)] }
  const queued = await makePlan({ ...input, queue }, options)
  if ('reasons' in queued) throw new Error('it cannot be planned')
  expect(queued.schedule.finish).toBe(70 * minute)
  expect(queued.forecast?.finish.p05).toBeLessThanOrEqual(40 * minute)
  expect(queued.forecast?.finish.p95).toBeGreaterThanOrEqual(110 * minute)
})

test('[SLURM-24] here nothing waits in a queue', async () => {
  const queue = { partition: '', waits: waits(0, '', 1, 10, 20, 30) }
  const { on: _, ...here } = input
  const plan = await makePlan({ ...here, pools: { cpu: 256, memory: 16e9 }, queue }, options)
  if ('reasons' in plan) throw new Error('it cannot be planned')
  expect(plan.schedule.finish).toBe(10 * minute)
})
