import { expect, test } from 'vitest'
import { criticalityOf } from '#analyze/criticality.ts'
import { createEngine } from '#engine/loop.ts'
import type { Expression } from '#expression/compiled.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import type { Dependency, Stage, Workflow } from '#model/workflow.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { settle } from '#run/settle.ts'
import { simulatedWorld } from '#worlds/simulated/world.ts'

const at = { file: 'w', line: 1, column: 1 }

function expression(value: number | readonly number[]): Expression {
  return { source: String(value).slice(0, 20), type: { kind: 'any' }, references: [], evaluate: () => value }
}

/** Made by hand: these tests are about deciding, not about reading a file of 100,000 stages. */
function stage(index: number, count: number | 'each', dependencies: readonly Dependency[]): Stage {
  const values = typeof count === 'number' ? expression(Array.from({ length: count }, (_, i) => i)) : undefined
  return {
    ...{
      index,
      name: `s${index}`,
      title: undefined,
      objectives: [],
      dependencies,
      when: undefined,
      inputs: [],
      run: undefined,
      shell: ['bash'],
    },
    ...{
      env: [],
      outputs: [],
      metrics: [],
      needs: [{ pool: 'cpu', amount: expression(1), at }],
      stall: undefined,
      gates: [],
      watches: [],
      onError: [],
    },
    ...{ time: undefined, alternatives: [], priority: 0, notBefore: undefined, deadline: undefined, bookedAt: undefined, human: undefined },
    ...{ cache: true, at },
    fanout:
      count === 'each'
        ? { kind: 'each', stage: index - 1 }
        : values === undefined || count === 1
          ? { kind: 'single' }
          : { kind: 'foreach', axes: [{ name: 'i', values, at }], zip: false },
  }
}

const none = { people: [], instruments: [], timezone: 'UTC', start: undefined, deadline: undefined, priority: 0 }

function workflow(stages: readonly Stage[]): Workflow {
  return { name: 'w', title: undefined, domain: undefined, question: undefined, challenges: [], parameters: [], pools: [], ...none, stages }
}

const after = (index: number): Dependency => ({ stage: index, kind: 'whole', order: true, outputs: [], expansion: false })

/** Decides it all. The bound on time is generous: what it catches is growth worse than linear. */
async function decideAll(made: Workflow, cpu: number): Promise<number> {
  const journal = createMemoryJournal()
  journal.takeLead()
  const world = simulatedWorld({ behaviour: () => ({ wallMs: 1000, outcome: { kind: 'succeeded' } }) })
  const engine = createEngine({ journal, world, load: () => made })
  journal.send({ type: 'start', run: 'r', name: 'w', definition: '', file: '/w', parameters: {}, pools: { cpu }, fingerprint: 'f' })
  await engine.drive((state) => state.runs.get('r')?.phase === 'succeeded')
  expect(engine.state.runs.get('r')?.phase).toBe('succeeded')
  return journal.position()
}

test('[RUN-33] 10,000 tasks that wait for 10,000 cost one counter', async () => {
  const events = await decideAll(workflow([stage(0, 10_000, []), stage(1, 10_000, [after(0)])]), 10_000)
  expect(events).toBeLessThan(41_000)
}, 60_000)

test('[RUN-33] a chain of 100,000 stages is decided without recursion', async () => {
  const stages = Array.from({ length: 100_000 }, (_, index) => stage(index, 1, index === 0 ? [] : [after(index - 1)]))
  const made = workflow(stages)
  const criticality = criticalityOf(made, () => 2)
  expect([criticality[0], criticality[99_999]]).toEqual([200_000, 2])
  // Ends are folded and the next stage is released, all along the chain; running each task as well would only take longer.
  const state = createState(() => made)
  const fold = (event: RunEvent) => evolve(state, event)
  fold({ type: 'RunStarted', run: 'r', at: 0, name: 'w', definition: '', file: '/w', parameters: {}, pools: { cpu: 1 }, fingerprint: 'f' })
  for (const event of settle(state, 0)) fold(event)
  for (let index = 0; index < 100_000; index++) {
    const released = settle(state, 0)
    if (released.length !== 1 || released[0]?.type !== 'TasksReleased') throw new Error(`stage ${index} is not released alone`)
    fold(released[0])
    fold({ type: 'TasksSkipped', run: 'r', at: 0, stage: index, tasks: [0], reason: 'when' })
  }
  expect(settle(state, 0)).toEqual([{ type: 'RunEnded', run: 'r', at: 0, outcome: 'succeeded' }])
}, 60_000)

test('[RUN-33] a stage of a million tasks keeps some bytes for each until it has a result', () => {
  const made = workflow([stage(0, 1_000_000, []), stage(1, 'each', [{ ...after(0), kind: 'element' }])])
  const state = createState(() => made)
  const before = process.memoryUsage().heapUsed
  evolve(state, {
    type: 'RunStarted',
    run: 'r',
    at: 0,
    name: 'w',
    definition: '',
    file: '/w',
    parameters: {},
    pools: { cpu: 4 },
    fingerprint: 'f',
  })
  for (let events = settle(state, 0); events.length > 0; events = settle(state, 0)) for (const event of events) evolve(state, event)
  const first = state.runs.get('r')?.stages[0]
  expect(first?.count).toBe(1_000_000)
  // A portion is asked about; the rest is one range.
  expect(first?.counts).toMatchObject({ released: 4096, waiting: 1_000_000 - 4096 })
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
}, 60_000)
