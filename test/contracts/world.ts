import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import type { World } from '#engine/ports.ts'
import type { Effect } from '#run/effect.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { Input } from '#run/inputs.ts'
import type { State } from '#run/state.ts'

/** Stages by what becomes of their attempts; a world makes it so in its own way. */
export const contractWorkflow = `
pwos: 1
name: contract
stages:
  quick: { foreach: { i: [0, 1, 2, 3] }, run: "true" }
  wrong: { foreach: { i: [0, 1, 2, 3] }, run: exit 3 }
  long: { foreach: { i: [0, 1, 2, 3] }, run: sleep 1000 }
`
const [quick, wrong, long] = [0, 1, 2]

/** What every world must do; `open` gives a new one each time, `crash` another one after the last, which is let go of; left out: it forgets all. */
export function worldContract(name: string, open: () => World, on = 'local', crash: () => Promise<World> | World = open): void {
  test(`[LOCAL-33] ${name}: what may run since before a crash and is not wanted any more is ended, and answered once as cancelled`, async () => {
    const before = stage(open(), on)
    before.perform({ type: 'start', run: 'r', stage: long, tasks: [0], attempts: [1] })
    before.perform({ type: 'wake', at: before.world.now() + 100 })
    await gather(before.world, 1, (input) => (input.type === 'tick' ? [input] : []))
    const { world, perform, ended } = stage(await crash(), on)
    perform({ type: 'stop', run: 'r', stage: long, task: 0, attempt: 1, unseen: true })
    perform({ type: 'stop', run: 'r', stage: quick, task: 3, attempt: 7, unseen: true })
    const ends = await ended(2)
    expect(ends.map(({ stage: of, task, attempt }) => [of, task, attempt]).sort()).toEqual([
      [quick, 3, 7],
      [long, 0, 1],
    ])
    for (const { outcome } of ends) expect(outcome).toMatchObject({ kind: 'failed' })
    await expectSilence(world)
  })

  test(`[LOCAL-27] ${name}: a bundle is answered attempt by attempt, in its order, each once`, async () => {
    const { world, perform, ended } = stage(open(), on)
    perform({ type: 'start', run: 'r', stage: quick, tasks: [0, 1, 2, 3], attempts: [1, 1, 1, 1] })
    const ends = await ended(4)
    expect(ends.map(({ task, attempt, outcome }) => [task, attempt, outcome.kind])).toEqual(
      [0, 1, 2, 3].map((task) => [task, 1, 'succeeded']),
    )
    await expectSilence(world)
  })

  test(`[LOCAL-27] ${name}: a failure is answered with its cause and exit code`, async () => {
    const { perform, ended } = stage(open(), on)
    perform({ type: 'start', run: 'r', stage: wrong, tasks: [2], attempts: [1] })
    expect((await ended(1))[0]).toMatchObject({ stage: wrong, task: 2, outcome: { kind: 'failed', cause: 'program_error', exitCode: 3 } })
  })

  test(`[LOCAL-27] ${name}: the same start twice, and adopting what runs already, is one attempt and one answer`, async () => {
    const { world, perform, ended } = stage(open(), on)
    for (const type of ['start', 'start', 'adopt'] as const) perform({ type, run: 'r', stage: quick, tasks: [0], attempts: [1] })
    expect((await ended(1)).length).toBe(1)
    await expectSilence(world)
  })

  test(`[LOCAL-27] ${name}: a stopped attempt answers cancelled; stopping what is over says at most that again`, async () => {
    const { world, perform, ended } = stage(open(), on)
    perform({ type: 'start', run: 'r', stage: long, tasks: [0], attempts: [1] })
    perform({ type: 'stop', run: 'r', stage: long, task: 0, attempt: 1 })
    expect((await ended(1))[0]).toMatchObject({ task: 0, outcome: { kind: 'failed', cause: 'cancelled' } })
    perform({ type: 'stop', run: 'r', stage: long, task: 0, attempt: 1 })
    perform({ type: 'stop', run: 'r', stage: quick, task: 3, attempt: 7 })
    for (let turns = 0; turns < 3; turns++) {
      for (const input of (await world.next()) ?? []) expect(input).toMatchObject({ type: 'ended', outcome: { cause: 'cancelled' } })
    }
  })

  test(`[LOCAL-27] ${name}: keys are the same whenever asked, and differ from task to task`, async () => {
    const { world, perform } = stage(open(), on)
    const keys: string[][] = []
    for (let round = 0; round < 2; round++) {
      perform({ type: 'resolve', run: 'r', stage: quick, tasks: [0, 1, 2, 3] })
      const answers = await gather(world, 4, (input) => (input.type === 'resolved' ? input.tasks : []))
      expect(answers.map((each) => each.attempt)).toEqual([1, 1, 1, 1])
      keys.push(answers.sort((a, b) => a.task - b.task).map((each) => each.key))
    }
    expect(keys[0]).toEqual(keys[1])
    expect(new Set(keys[0]).size).toBe(4)
  })

  test(`[LOCAL-27] ${name}: a wake is answered by a tick, not before its time; time never goes back`, async () => {
    const { world, perform } = stage(open(), on)
    const begun = world.now()
    perform({ type: 'wake', at: begun + 150 })
    await gather(world, 1, (input) => (input.type === 'tick' ? [input] : []))
    expect(world.now()).toBeGreaterThanOrEqual(begun + 150)
  })
}

type Ended = Extract<Input, { type: 'ended' }>

function stage(world: World, on: string) {
  const state = begun(on)
  return {
    world,
    perform: (effect: Effect) => world.perform(effect, state),
    ended: (count: number): Promise<Ended[]> => gather(world, count, (input) => (input.type === 'ended' ? [input] : [])),
  }
}

/** A state in which everything of the contract's workflow may be asked for. */
function begun(on: string): State {
  const workflow = loadWorkflow(contractWorkflow, '/contract/workflow.yaml').workflow
  if (workflow === undefined) throw new Error('the contract has a wrong workflow')
  const state = createState(() => workflow)
  const started: RunEvent = {
    ...{ type: 'RunStarted', run: 'r', at: 1, name: 'contract', definition: contractWorkflow, file: '/contract/workflow.yaml' },
    ...{ parameters: {}, pools: { cpu: 4 }, fingerprint: 'f', on },
  }
  evolve(state, started)
  for (const index of [quick, wrong, long]) {
    evolve(state, { type: 'StageExpanded', run: 'r', at: 1, stage: index, count: 4 })
    evolve(state, { type: 'TasksReleased', run: 'r', at: 1, stage: index, from: 0, count: 4 })
  }
  return state
}

async function gather<T>(world: World, count: number, pick: (input: Input) => readonly T[]): Promise<T[]> {
  const found: T[] = []
  for (let turns = 0; found.length < count && turns < 200; turns++) {
    const inputs = await world.next()
    if (inputs === undefined) break
    found.push(...inputs.flatMap(pick))
  }
  expect(found.length).toBe(count)
  return found
}

/** Nothing more comes: a simulated world says so, a real one is asked a few times. */
async function expectSilence(world: World): Promise<void> {
  for (let turns = 0; turns < 3; turns++) expect((await world.next()) ?? []).toEqual([])
}
