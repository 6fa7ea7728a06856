import { createEngine } from '#engine/loop.ts'
import type { Found } from '#engine/ports.ts'
import type { Json } from '#model/json.ts'
import type { WorldName } from '#model/placement.ts'
import type { Workflow } from '#model/workflow.ts'
import type { AttemptsStarted, RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'
import type { PlannedStage } from '#run/planned-stage.ts'
import type { RunState } from '#run/state.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { type SimulatedOptions, simulatedWorld } from '#worlds/simulated/world.ts'
import { type Taken, withDrawnBranches } from './branches.ts'
import { drawLuck } from './draw-luck.ts'
import type { Duration, StageDuration } from './duration.ts'
import { piecesExpected } from './expected-pieces.ts'
import { type ExpectedRun, expectedRunName, startCommand } from './expected-run.ts'
import { workedMs } from './forecast-people.ts'
import { forgetfulJournal } from './forgetful-journal.ts'
import type { QueueWait } from './queue-wait.ts'
import { drawRepeats } from './repeats.ts'
import type { SimulatedRun, Went } from './went.ts'

/** What is simulated: the workflow as it can be foretold (`foretellable`), and how long its tasks take. */
export interface Foretold {
  readonly workflow: Workflow
  readonly parameters: { readonly [name: string]: Json }
  readonly pools: { readonly [name: string]: number }
  /** By stage. */
  readonly durations: readonly StageDuration[]
  readonly start: number
  /** The order in which the run will start what is in line (`plannedOrder`); undefined: by estimates. */
  readonly planned?: readonly PlannedStage[]
  /** How often each branch was taken before, by stage; left out: nothing is known of it. */
  readonly taken?: ReadonlyMap<string, Taken>
  /** The world for stages that name none; left out: this machine. */
  readonly on?: WorldName | undefined
  /** By stage: tasks whose results are there (`ExpectedRun`); left out: none are. */
  readonly there?: ExpectedRun['there']
}

/** One run of the real engine in the simulated world; the same for the same seed. */
export async function simulateRun(foretold: Foretold, seed: number): Promise<SimulatedRun> {
  const command = startCommand(foretold.workflow, foretold.parameters, foretold.pools, foretold)
  return simulate(branchesDrawn(foretold, seed), { command, draw: drawDurations(foretold, seed) })
}

/** A run that is under way, as its journal tells it. */
export interface UnderWay {
  readonly id: string
  readonly events: readonly RunEvent[]
  /** By stage and task: when a running attempt began. */
  readonly since: ReadonlyMap<string, number>
}

/** The rest of a run that is under way: what runs goes on for as long as such tasks do that have run so long already. */
export async function simulateRest(foretold: Foretold, seed: number, run: UnderWay): Promise<SimulatedRun> {
  const fresh = drawDurations(foretold, seed)
  const chance = randomStream(seed, 'rest')
  const since = new Map(run.since)
  const draw: Draw = (stage, task, option, holds) => {
    const began = since.get(`${stage} ${task}`)
    if (began === undefined) return fresh(stage, task, option, holds)
    since.delete(`${stage} ${task}`)
    const gone = workedMs(foretold.workflow, stage, holds, { from: began, to: foretold.start })
    const known = foretold.durations[stage]
    if (known?.queue !== undefined) return waitingRest(() => fresh(stage, task, option, holds), gone)
    return restMs(known?.of(task, option), gone, chance.next())
  }
  return simulate(branchesDrawn(foretold, seed), { run, draw })
}

/** Nobody knows yet whether it waits or runs: as long as those that took longer than this, together with their wait. */
function waitingRest(fresh: () => number, gone: number): number {
  for (let tries = 0; tries < 30; tries++) {
    const left = fresh() - gone
    if (left > 0) return left
  }
  return 0
}

function branchesDrawn(foretold: Foretold, seed: number): Foretold {
  return { ...foretold, workflow: withDrawnBranches(foretold.workflow, foretold.taken ?? new Map(), seed) }
}

type Draw = (stage: number, task: number, option: number, holds: Went['holds']) => number

interface Beginning {
  readonly command?: Command
  readonly run?: UnderWay
  readonly draw: Draw
}

async function simulate({ workflow, start, there }: Foretold, { command, run, draw }: Beginning): Promise<SimulatedRun> {
  const attempts: Went[] = []
  const open = new Map<string, Went>()
  const queued = new Map<string, number>()
  let ended: { readonly at: number; readonly outcome: string } | undefined
  const see = (event: RunEvent) => {
    note(event, attempts, open, queued)
    if (event.type === 'RunEnded') ended = { at: event.at, outcome: event.outcome }
  }
  for (const event of run?.events ?? []) see(event)
  const journal = forgetfulJournal({ command, run, onEvent: see })
  const world = simulatedWorld({
    startAt: start,
    ...(there === undefined ? {} : resultsThere(there, () => engine.state.runs.get(expectedRunName))),
    behaviour: ({ run, stage, task, option }) => {
      const went = open.get(`${stage} ${task}`)
      const wallMs = draw(stage, task, option, went?.holds ?? nothing)
      if (went !== undefined) went.workMs = wallMs
      const { pieces = [], outputs } = piecesExpected(run, stage, wallMs)
      return { wallMs, outcome: { kind: 'succeeded', outputs }, pieces }
    },
  })
  const engine = createEngine({ journal, world, load: () => workflow })
  engine.resume()
  await engine.drive(() => ended !== undefined)
  const finish = attempts.reduce((last, { endedAt }) => Math.max(last, endedAt), start)
  if (ended === undefined) return { attempts, finish, stuck: 'nothing could happen any more' }
  return { attempts, finish: ended.at, stuck: ended.outcome === 'succeeded' ? undefined : ended.outcome }
}

function resultsThere(there: ExpectedRun['there'], runNow: () => RunState | undefined): Pick<SimulatedOptions, 'keyOf' | 'find'> {
  const isThere = (key: string) => {
    const [stage, task] = key.split(' ')
    return there[Number(stage)]?.has(Number(task)) === true
  }
  return {
    keyOf: (_run, stage, task) => `${stage} ${task}`,
    find: (keys) => new Map(keys.filter(isThere).map((key) => [key, resultThere(runNow(), Number(key.split(' ')[0]))])),
  }
}

const emptyUsage = { startedAt: 0, wallMs: 0, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }

function resultThere(run: RunState | undefined, stage: number): Found {
  const { outputs } = run === undefined ? { outputs: {} } : piecesExpected(run, stage, 0)
  return { result: { outputs, metrics: {}, usage: emptyUsage, origin: '' }, discarded: [] }
}

/** Of a task that has run for `gone` ms already, by the distribution of those that run longer than that. */
function restMs(duration: Duration | undefined, gone: number, share: number): number {
  if (duration === undefined) return 0
  let low = 0
  let high = 1 - 1e-9
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (duration.quantile(middle) <= gone) low = middle
    else high = middle
  }
  return Math.max(0, Math.round(duration.quantile(Math.min(1 - 1e-9, high + share * (1 - high))) - gone))
}

function note(event: RunEvent, attempts: Went[], open: Map<string, Went>, queued: Map<string, number>): void {
  switch (event.type) {
    case 'TasksQueued':
      for (const task of event.tasks) queued.set(`${event.stage} ${task}`, event.at)
      return
    case 'AttemptsStarted':
      startBundle(event, open, queued)
      return
    case 'AttemptEnded': {
      const id = `${event.stage} ${event.task}`
      const went = open.get(id)
      // What cannot be started at all (more than there is) ends as it begins.
      if (went === undefined) return
      went.startedAt = Math.max(went.startedAt, went.bundle.freeAt)
      went.endedAt = event.at
      went.bundle.freeAt = event.at
      if (event.outcome.kind === 'succeeded') went.by = event.outcome.result.by ?? nobody
      attempts.push(went)
      open.delete(id)
      return
    }
    default:
  }
}

function startBundle({ stage, tasks, at, holds }: AttemptsStarted, open: Map<string, Went>, queued: ReadonlyMap<string, number>): void {
  const bundle = { freeAt: at }
  for (const task of tasks) {
    const id = `${stage} ${task}`
    open.set(id, { stage, task, queuedAt: queued.get(id) ?? at, startedAt: at, endedAt: at, holds, workMs: 0, by: nobody, bundle })
  }
}

const nobody: readonly string[] = []
const nothing: Went['holds'] = {}

/**
 * How long an attempt takes in the run of this seed. A task has its luck whatever the option and whenever it starts, so that two
 * plans are compared by the same chances; a repeated attempt has its own.
 */
export function drawDurations({ workflow, durations }: Pick<Foretold, 'workflow' | 'durations'>, seed: number): Draw {
  const lucks: (TaskLuck | undefined)[] = []
  const waits: (() => number)[] = []
  const gates = randomStream(seed, 'gates')
  return (stage, task, option) => {
    lucks[stage] ??= taskLuck(durations[stage] ?? certain, seed, workflow.stages[stage]?.name ?? '')
    const firstMs = durations[stage]?.of(task, option).quantile(lucks[stage](task)) ?? 0
    const { repeats, queue } = durations[stage] ?? {}
    if (queue !== undefined) waits[stage] ??= drawWait(queue, seed, workflow.stages[stage]?.name ?? '')
    const waitMs = waits[stage]?.() ?? 0
    return Math.max(0, Math.round(waitMs + (repeats === undefined ? firstMs : firstMs * drawRepeats(repeats, gates.next()))))
  }
}

function drawWait(queue: QueueWait, seed: number, stage: string): () => number {
  const chance = randomStream(seed, `queue of ${stage}`)
  return queue.draw(() => chance.next())
}

type TaskLuck = (task: number) => number

const certain = { common: 0, together: 0 }

function taskLuck(shares: Pick<StageDuration, 'common' | 'together'>, seed: number, stage: string): TaskLuck {
  const luck = drawLuck(shares, seed, stage, randomStream(seed, `tasks of ${stage}`))
  const drawn: number[] = []
  return (task) => {
    while (drawn.length <= task) drawn.push(luck())
    const share = drawn[task] ?? 0.5
    drawn[task] = luck()
    return share
  }
}
