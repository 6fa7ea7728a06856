import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createMemoryJournal } from '#journal/memory.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Effect } from '#run/effect.ts'
import type { Input } from '#run/inputs.ts'
import type { Outcome, Result } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import type { Executor, ExecutorTools } from '#worlds/attempt/executor.ts'
import type { Render } from '#worlds/attempt/resolving.ts'
import { createStoreWorld, type StoreWorld } from '#worlds/attempt/store-world.ts'
import { type LocalOptions, localExecutor } from '#worlds/local/world.ts'
import { endLanes } from '../leftovers.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { load } from '../simulation/flow.ts'

/** A local world on a folder of its own, driven by hand: no engine decides here. */
export interface Bench {
  readonly folder: string
  readonly store: string
  readonly world: StoreWorld
  /** What the task's next attempts are, by `task`. */
  readonly specs: Map<number, Partial<AttemptSpec>>
  readonly state: State
  readonly results: Map<number, Result>
  start(tasks: readonly number[], attempt?: number): void
  perform(effect: Effect): void
  /** Inputs until this many attempts have ended. */
  ended(count?: number): Promise<Ended[]>
  run(spec: Partial<AttemptSpec>): Promise<Outcome>
  /** Closes the world and opens another on the same store, as after a crash. */
  reopen(): Promise<void>
}

export type Ended = Extract<Input, { type: 'ended' }>

export function specOfTask(task: number, attempt: number, partial: Partial<AttemptSpec>): AttemptSpec {
  return {
    ...{ run: 'r1', stage: 'sample', task, attempt, label: `i=${task}`, script: 'true', shell: ['bash'] },
    ...{ env: [], inputs: [], outputs: [], parameters: {}, limitMs: undefined, memoryBytes: undefined, stallMs: undefined },
    ...{ patterns: [], extractions: [], uses: [], manifests: [], keyParts: {} },
    ...partial,
  }
}

export type BenchOptions = Partial<LocalOptions> & {
  /** Where attempts run, in place of this machine. */
  readonly slurm?: (tools: ExecutorTools) => Executor
  readonly ssh?: (tools: ExecutorTools) => Executor
}

export function openBench(options: BenchOptions = {}, folder = scratch()): Bench {
  const journal = options.journal ?? createMemoryJournal()
  const store = join(folder, '.pwos')
  mkdirSync(store, { recursive: true })
  const specs = new Map<number, Partial<AttemptSpec>>()
  const results = new Map<number, Result>()
  const state = stateWith(
    join(folder, 'workflow.yaml'),
    results,
    options.slurm !== undefined ? 'slurm' : options.ssh !== undefined ? 'ssh' : 'local',
  )
  const create = () => {
    const render: Render = (_state, _run, _stage, task, attempt) => specOfTask(task, attempt, specs.get(task) ?? {})
    const all = { store, journal, load, graceMs: 300, render, ...options }
    return createStoreWorld(all, (tools) => ({
      local: localExecutor(tools, all),
      ...(options.slurm === undefined ? {} : { slurm: options.slurm(tools) }),
      ...(options.ssh === undefined ? {} : { ssh: options.ssh(tools) }),
    }))
  }
  let world = create()
  onCleanup(async () => {
    await world.close()
    endLanes(store)
  })

  const bench: Bench = {
    folder,
    store,
    specs,
    state,
    results,
    get world() {
      return world
    },
    perform: (effect) => world.perform(effect, state),
    start: (tasks, attempt = 1) => bench.perform({ type: 'start', run: 'r1', stage: 0, tasks, attempts: tasks.map(() => attempt) }),
    async ended(count = 1) {
      const found: Ended[] = []
      for (let turns = 0; found.length < count && turns < (options.slurm === undefined ? 250 : 1500); turns++) {
        for (const input of (await world.next()) ?? []) if (input.type === 'ended') found.push(input)
      }
      return found
    },
    async run(spec) {
      const task = specs.size
      specs.set(task, spec)
      bench.start([task])
      const [end] = await bench.ended()
      if (end === undefined) throw new Error('the attempt did not end')
      return end.outcome
    },
    async reopen() {
      await world.close()
      world = create()
    },
  }
  return bench
}

/** As much of a state as a world looks at. */
function stateWith(file: string, results: Map<number, Result>, on: string): State {
  const stage = { name: 'sample', outputs: [], cache: true }
  const run = { id: 'r1', workflow: { stages: [stage] }, started: { file, on }, stages: [{ results }] }
  return { runs: new Map([['r1', run]]), held: new Map() } as unknown as State
}

export function output(path: string, partial: Partial<AttemptSpec['outputs'][number]> = {}): AttemptSpec['outputs'][number] {
  return { name: 'out', kind: 'file', path, format: undefined, optional: false, temporary: false, contentUsed: false, ...partial }
}

export function succeeded(outcome: Outcome): Result {
  if (outcome.kind !== 'succeeded') throw new Error(`${outcome.cause}: ${outcome.detail}`)
  return outcome.result
}

export function failure(outcome: Outcome): Extract<Outcome, { kind: 'failed' }> {
  if (outcome.kind !== 'failed') throw new Error('it succeeded')
  return outcome
}
