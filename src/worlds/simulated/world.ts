import type { Found, World } from '#engine/ports.ts'
import type { Taking } from '#engine/seek.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { invariant } from '#model/invariant.ts'
import type { Effect } from '#run/effect.ts'
import type { Input, ResolvedTask } from '#run/inputs.ts'
import { changesOf, nextAttemptOf, optionOf } from '#run/look.ts'
import type { Outcome } from '#run/outcome.ts'
import type { RunState, State } from '#run/state.ts'
import { createAgenda } from './agenda.ts'
import { createAsking } from './asking.ts'
import type { Behaviour, SimulatedAttempt, SimulatedOutcome } from './behaviour.ts'
import { createChance, type Faults } from './faults.ts'
import type { Happening, Pending } from './happening.ts'
import { segmentOf } from './segments.ts'
import { handedOn, type SimulatedStream, streamOf } from './streams.ts'
import { createSurroundings, type Weather } from './surroundings.ts'
import { takenBy } from './taking.ts'

export interface SimulatedOptions {
  readonly behaviour: (attempt: SimulatedAttempt) => Behaviour
  readonly seed?: number
  readonly faults?: Faults
  /** UTC ms at which time begins. */
  readonly startAt?: number
  /** A task's key; left out: definition, stage, task and changed parameters. */
  readonly keyOf?: (run: RunState, stage: number, task: number, state: State) => string
  /** Results by key, as a journal finds them; left out: nothing is ever found. */
  readonly find?: (keys: readonly string[]) => ReadonlyMap<string, Found>
  /** What the store has for a stage that takes the result of another run; left out: it comes after as long as the stage is expected to take. */
  readonly take?: (run: RunState, stage: number, at: number, state: State) => Taking
  /** Whether people answer and decide by themselves what they are asked; left out: they do. */
  readonly peopleAnswer?: boolean
  /** Whether signals that no stage of the run sends come by themselves as soon as they are awaited; left out: they do. */
  readonly signalsCome?: boolean
  /** What conditions of the surroundings read, and when; left out: they do not hold. */
  readonly weather?: readonly Weather[]
  /** Whether whoever is asked about gates that did not pass lets the result pass; left out: always. */
  readonly letPass?: (run: string, stage: number, task: number) => boolean
  /** Told of outputs that a real world would delete. */
  readonly onDiscard?: (run: string, tasks: readonly number[], at: number) => void
}

type Attempts = Extract<Effect, { type: 'start' | 'adopt' }>

/** A world in which time passes only from one happening to the next, the same for the same seed. */
export function simulatedWorld(options: SimulatedOptions): World {
  const chance = createChance(options.seed ?? 0, options.faults ?? {})
  const agenda = createAgenda<Happening>()
  const surroundings = createSurroundings(options, agenda, (run, stage) => pendingOf(pending, run, stage))
  const asking = createAsking(options.behaviour, chance, agenda, options.letPass)
  /** By run and stage, then by task. */
  const pending = new Map<string, Map<number, Pending>>()
  const keyOf = options.keyOf ?? defaultKey
  let now = options.startAt ?? 0

  function launch(effect: Attempts, state: State): void {
    const run = state.runs.get(effect.run)
    invariant(run !== undefined, 'effects name runs that are there')
    const under = pendingOf(pending, effect.run, effect.stage)
    let at = effect.type === 'start' ? now + (effect.setupMs ?? 0) : Math.max(now, effect.setUpAt ?? 0)
    const { stage } = effect
    const part = segmentsOf(run, stage, state)
    effect.tasks.forEach((task, index) => {
      const attempt = effect.attempts[index] ?? 0
      if (under.get(task)?.attempt === attempt) return
      const chosen = part(options.behaviour({ state, run, stage, task, attempt, at, option: optionOf(state, run.id, stage, task) }), task)
      const course = chance.disturb(chosen, effect.type === 'adopt')
      const seen =
        chosen.stream === undefined ? undefined : watched(course, chosen.stream, state, { run: effect.run, stage, task, attempt })
      const { wallMs, outcome } = seen ?? course
      const began = at
      const input = endOf(effect, run, task, attempt, finished(outcome, run, effect.stage, task, attempt, at, wallMs))
      at += wallMs
      const told = toldOf(seen, chosen, { run: effect.run, stage, task, attempt }, course.wallMs, began)
      const happening: Pending = { attempt, stopped: false, moved: false, began, ends: { at, input }, told }
      under.set(task, happening)
      for (const one of told) agenda.add(one.at, { input: one.input, pending: happening })
      agenda.add(at, { input, pending: happening, under })
      for (const delay of chance.repeats()) agenda.add(at + delay, { input, pending: undefined, repeats: happening })
    })
  }

  function resolve({ run: id, stage, tasks }: Extract<Effect, { type: 'resolve' }>, state: State): void {
    const run = state.runs.get(id)
    invariant(run !== undefined, 'effects name runs that are there')
    if (run.workflow.stages[stage]?.take !== undefined) {
      const taken = takenBy(options, state, run, stage, now)
      if (taken !== undefined) answer({ run: id, stage }, [taken.answer], taken.afterMs)
      return
    }
    const answers: ResolvedTask[] = tasks.map((task) => answerFor(keyOf, run, stage, task, state))
    const found = options.find?.(answers.map(({ key }) => key))
    if (found !== undefined) {
      for (const [index, answer] of answers.entries()) {
        const known = found.get(answer.key)
        if (known !== undefined) answers[index] = { ...answer, found: known }
      }
    }
    answer({ run: id, stage }, answers, 0)
  }

  function answer(about: { readonly run: string; readonly stage: number }, answers: readonly ResolvedTask[], afterMs: number): void {
    for (const { delay, items } of chance.spread(answers)) {
      agenda.add(now + afterMs + delay, { input: { type: 'resolved', ...about, tasks: items }, pending: undefined })
    }
  }

  function stop({ run, stage, task, attempt }: Extract<Effect, { type: 'stop' }>): void {
    const under = pendingOf(pending, run, stage)
    const known = under.get(task)
    if (known?.attempt === attempt) known.stopped = true
    under.delete(task)
    agenda.add(now, { input: { type: 'ended', run, stage, task, attempt, outcome: cancelled }, pending: undefined })
  }

  return {
    now: () => now,
    perform(effect, state) {
      if (effect.type === 'resolve') resolve(effect, state)
      else if (effect.type === 'start' || effect.type === 'adopt') launch(effect, state)
      else if ((effect.type === 'ask' || effect.type === 'question') && options.peopleAnswer !== false) asking.ask(effect, state, now)
      else if (effect.type === 'withdraw') asking.withdraw(effect)
      else if (effect.type === 'stop') stop(effect)
      else if (effect.type === 'discard') options.onDiscard?.(effect.run, effect.tasks, now)
      else if (effect.type === 'wake') agenda.add(Math.max(now, effect.at), { input: { type: 'tick' }, pending: undefined })
      else surroundings.perform(effect, state, now)
    },
    next() {
      const moment = agenda.take()
      if (moment === undefined) return undefined
      now = moment.at
      return happen(moment.items)
    },
  }
}

/** What happens to an attempt by nature: of one that can save its state, up to where it does. Most stages save none. */
function segmentsOf(run: RunState, stage: number, state: State): (whole: Behaviour, task: number) => Behaviour {
  if (run.workflow.stages[stage]?.checkpoint === undefined) return (whole) => whole
  return (whole, task) => segmentOf(whole, state, { run: run.id, stage, task })
}

function happen(items: readonly Happening[]): readonly Input[] {
  const inputs: Input[] = []
  for (const { input, pending: about, under, repeats } of items) {
    if (about?.stopped === true || about?.moved === true || repeats?.moved === true) continue
    if (input.type === 'ended') under?.delete(input.task)
    inputs.push(input)
  }
  return inputs
}

function pendingOf(pending: Map<string, Map<number, Pending>>, run: string, stage: number): Map<number, Pending> {
  const id = `${run}/${stage}`
  const known = pending.get(id) ?? new Map<number, Pending>()
  pending.set(id, known)
  return known
}

type Course = Pick<Behaviour, 'wallMs' | 'outcome'>

/** With its metrics, for which it may be stopped early. */
function watched(
  course: Course,
  stream: NonNullable<Behaviour['stream']>,
  state: State,
  of: Parameters<typeof streamOf>[2],
): Course & Pick<SimulatedStream, 'told'> {
  const { told, doom } = streamOf(stream, state, of, course.wallMs)
  if (doom === undefined) return { ...course, told }
  const { cause, detail, rule } = doom.doom
  const outcome: SimulatedOutcome = { ...cancelled, cause, detail, watch: rule }
  return { wallMs: doom.afterMs, outcome, told }
}

/** What is told of an attempt while it runs: metrics, and pieces that it hands on. */
const nothingTold: readonly never[] = []

function toldOf(
  seen: ReturnType<typeof watched> | undefined,
  { pieces = nothingTold }: Behaviour,
  of: Parameters<typeof streamOf>[2],
  wallMs: number,
  began: number,
): readonly { readonly at: number; readonly input: Input }[] {
  if (seen === undefined && pieces.length === 0) return nothingTold
  const all = [...(seen?.told ?? []), ...handedOn(pieces, of, seen?.wallMs ?? wallMs)]
  return all.map(({ afterMs, input }) => ({ at: began + afterMs, input }))
}

type KeyOf = NonNullable<SimulatedOptions['keyOf']>

/** As in a real world: a template that cannot be filled in is the task's problem. */
function answerFor(keyOf: KeyOf, run: RunState, stage: number, task: number, state: State): ResolvedTask {
  const attempt = nextAttemptOf(state, run.id, stage, task)
  try {
    return { task, attempt, key: keyOf(run, stage, task, state) }
  } catch (error) {
    if (error instanceof EvaluationError) return { task, attempt, key: '', problem: error.message }
    throw error
  }
}

function endOf({ run, stage }: Attempts, _: RunState, task: number, attempt: number, outcome: Outcome): Input {
  return { type: 'ended', run, stage, task, attempt, outcome }
}

const cancelled: Extract<Outcome, { kind: 'failed' }> = {
  ...{ kind: 'failed', cause: 'cancelled', exitCode: null, signal: 'SIGTERM', detail: 'stopped' },
  ...{ matched: [], usage: null, metrics: {} },
}

function finished(
  outcome: SimulatedOutcome,
  run: RunState,
  stage: number,
  task: number,
  attempt: number,
  startedAt: number,
  wallMs: number,
): Outcome {
  const usage = { startedAt, wallMs, cpuMs: wallMs, peakMemoryBytes: null, writtenBytes: null }
  if (outcome.kind === 'failed') return { ...outcome, usage }
  const { outputs = nothing, metrics = nothing } = outcome
  const origin = `${run.id}/${run.workflow.stages[stage]?.name ?? ''}/${task}/${attempt}`
  return { kind: 'succeeded', result: { outputs, metrics, usage, origin } }
}

const nothing = {}

function defaultKey(run: RunState, stage: number, task: number): string {
  const key = `${run.started.fingerprint}:${stage}:${task}`
  const changes = changesOf(run, stage, task)
  return changes === undefined ? key : `${key}:${JSON.stringify(changes)}`
}
