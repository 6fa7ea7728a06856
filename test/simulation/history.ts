import { createEngine } from '#engine/loop.ts'
import type { Journal } from '#engine/ports.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { Command } from '#run/inputs.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import type { Faults } from '#worlds/simulated/faults.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import type { Weather } from '#worlds/simulated/surroundings.ts'
import { simulatedWorld } from '#worlds/simulated/world.ts'
import { createCheckers } from './checkers.ts'
import { load } from './flow.ts'
import { physicsOf } from './physics.ts'

export interface Life {
  readonly seed: number
  readonly faults?: Faults
  readonly commands: readonly Command[]
  /** What happened before: this life begins after a crash, or long after. */
  readonly before?: readonly RunEvent[]
  /** What people do meanwhile; undefined: they leave it alone from now on. */
  /** Gets how many events there were after each turn: a crash comes between two, as what belongs together is written at once. */
  readonly turns?: number[]
  readonly meddle?: (turn: number, isOver: (run: string) => boolean, events: () => readonly RunEvent[]) => readonly Command[] | undefined
}

const longest = 20_000

/** Lets a store's runs go on until nothing more can happen, watched by all checkers. Returns the whole journal. */
export async function live({ seed, faults = {}, commands, before = [], turns, meddle }: Life): Promise<readonly RunEvent[]> {
  const journal = createMemoryJournal()
  journal.takeLead()
  journal.append(before)
  const checkers = createCheckers()
  checkers.fold(before)
  const startAt = before.at(-1)?.at ?? 0
  const find: Journal['find'] = (keys) => journal.find(keys)
  const world = checkers.watch(
    simulatedWorld({ ...physicsOf(seed), seed: seed + before.length, faults, startAt, find, weather: weatherOf(seed, startAt) }),
  )
  let count = before.length
  const onEvents: typeof checkers.onEvents = (more, state) => {
    count += more.length
    checkers.onEvents(more, state)
  }
  const engine = createEngine({ journal, world, load, onEvents })
  engine.resume()
  for (const command of commands) journal.send(command)
  let alone = meddle === undefined
  const isOver = (run: string) => journal.runs().every((one) => one.run !== run || one.outcome !== undefined)
  const events = () => [...journal.read(undefined)].map(({ event }) => event)
  for (let turn = 0; ; turn++) {
    if (turn > longest) throw new Error('it never ends')
    const meant = alone ? undefined : meddle?.(turn, isOver, events)
    alone ||= meant === undefined
    for (const command of meant ?? []) journal.send(command)
    const went = await engine.turn()
    turns?.push(count)
    if (!went && alone && !rescue(journal)) break
  }
  const unfinished = journal.runs().filter((run) => run.outcome === undefined)
  if (unfinished.length > 0) throw new Error(`nothing happens any more, and ${unfinished.map(({ run }) => run).join(', ')} is not over`)
  return events()
}

/** Comes and goes a while after the beginning, and is fine in the end. */
function weatherOf(seed: number, startAt: number): readonly Weather[] {
  const random = randomStream(seed, 'weather')
  return ['storm', 'fog'].flatMap((condition) => {
    const times = Array.from({ length: random.below(5) }, () => startAt + random.below(20_000)).sort((a, b) => a - b)
    const readings = ['holds', 'unknown', 'clear', 'holds'] as const
    const changes = times.map((at) => ({ condition, at, reading: readings[random.below(readings.length)] ?? 'clear' }))
    return [...changes, { condition, at: startAt + 30_000, reading: 'clear' as const }]
  })
}

/** What nobody will send any more, as who should have has failed, comes from outside in the end. Once for each run. */
function rescue(journal: Journal): boolean {
  const told = { type: 'signal', signal: 'told', values: { v: 1 }, id: 'rescue', from: 'outside' } as const
  const open = journal.runs().filter(({ outcome }) => outcome === undefined)
  const stuck = open.filter(({ run }) => {
    const events = [...journal.read(run)].map(({ event }) => event)
    const awaits = events.some(({ type }) => type === 'SignalsAwaited')
    return awaits && !events.some((event) => event.type === 'SignalReceived' && event.id === 'rescue')
  })
  for (const { run } of stuck) journal.send({ ...told, run })
  return stuck.length > 0
}

/** How everything ended, in a form to compare: outcomes, and each task's status and results. */
export function endOf(events: readonly RunEvent[], only?: string): unknown {
  const state = createState(load)
  for (const event of events) evolve(state, event)
  const runs = [...state.runs.values()].filter((run) => only === undefined || run.id === only)
  return runs.map((run) => ({
    run: run.id,
    phase: run.phase,
    stages: run.stages.map((stage, index) => {
      const order = piecesInOrder(run, index)
      return {
        name: run.workflow.stages[index]?.name,
        tasks: order.map((task) => taskStatuses[stage.status[task] ?? 0]).join(' '),
        results: order.flatMap((task, position) => {
          const { outputs, metrics } = stage.results.get(task) ?? {}
          return outputs === undefined ? [] : [{ task: position, outputs, metrics }]
        }),
      }
    }),
  }))
}

/** All tasks; of pieces those that count, by their names: which others there were hangs on when what was lost. */
function piecesInOrder(run: RunState, index: number): readonly number[] {
  const tasks = Array.from(run.stages[index]?.status ?? [], (_, task) => task)
  let root = run.workflow.stages[index]
  while (root?.fanout.kind === 'each') root = run.workflow.stages[root.fanout.stage]
  if (root?.fanout.kind !== 'pieces') return tasks
  const pieces = run.stages[root.index]
  const counting = tasks.filter((task) => taskStatuses[pieces?.status[task] ?? 0] === 'done')
  const nameOf = (task: number) => Object.values(pieces?.results.get(task)?.outputs ?? {})[0]?.name ?? ''
  return counting.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
