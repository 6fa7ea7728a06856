import { invariant } from '#model/invariant.ts'
import type { Workflow } from '#model/workflow.ts'
import { decide } from '#run/decide.ts'
import { effectsOf, effectsToResume } from '#run/effects.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { forget } from '#run/forget.ts'
import type { Command, Input } from '#run/inputs.ts'
import { recall } from '#run/recall.ts'
import { rediscover } from '#run/rediscover.ts'
import { settle } from '#run/settle.ts'
import type { State } from '#run/state.ts'
import { inOrder } from './in-order.ts'
import type { Journal, JournalEntry, World } from './ports.ts'

export interface EngineOptions {
  readonly journal: Journal
  readonly world: World
  /** A run's own definition as a workflow. */
  readonly load: (started: RunStarted) => Workflow
  /** Called with each turn's events once they are durable; for views. Must not change anything. */
  readonly onEvents?: (events: readonly RunEvent[], state: State) => void
}

/** The one loop: inputs in, events made durable, effects out. */
export interface Engine {
  /** Runs that are not over. One that is over is let go when the next turn begins. */
  readonly state: State
  /** Folds the unfinished runs of the journal and asks the world again for all that was under way. Once, before the first turn. */
  resume(): void
  /** One turn; waits until something happens. False: nothing can happen any more. Throws `FencedError` when another leads. */
  turn(): Promise<boolean>
  /** Turns until `until` holds or nothing can happen any more. */
  drive(until: (state: State) => boolean): Promise<void>
}

/**
 * A turn is: take all inputs that are there, decide and evolve each, settle until nothing more follows, append
 * everything in one durable commit, and only then do what follows from it. If the append throws, nothing was done
 * that is not in the journal, and this engine must not be used any more: its state is ahead of the truth.
 */
export function createEngine(options: EngineOptions): Engine {
  const { journal, world, load } = options
  const state = createState(load)
  /** Runs to be let go, unless something has revived them. */
  const over = new Set<string>()
  let broken = false

  function resume(): void {
    const unfinished = journal.runs().filter(({ outcome }) => outcome === undefined)
    for (const event of inOrder(unfinished.map(({ run }) => journal.read(run)))) evolve(state, event)
    for (const effect of effectsToResume(state, world.now())) world.perform(effect, state)
    // What the journal was cut off from: it follows by itself.
    commit([], [])
  }

  async function turn(): Promise<boolean> {
    invariant(!broken, 'an engine whose append failed decides no more')
    let commands = journal.inbox()
    const waited = commands.length > 0 ? [] : world.next()
    const inputs = waited instanceof Promise ? await waited : waited
    if (commands.length === 0) commands = journal.inbox()
    if (inputs === undefined && commands.length === 0) return false
    const asked = commands.map(({ command }): Input => ({ type: 'command', command }))
    commit(
      [...asked, ...(inputs ?? [])],
      commands.map(({ id }) => id),
    )
    return true
  }

  function commit(inputs: readonly Input[], taken: readonly number[]): void {
    const now = world.now()
    const events: RunEvent[] = []
    for (const run of over) forget(state, run)
    over.clear()
    for (const input of inputs) {
      const recalled = input.type === 'command' && readBack(state, journal, input.command) ? input.command.run : undefined
      for (const event of decide(state, input, now)) take(state, events, event)
      if (recalled === undefined) continue
      over.add(recalled)
      if (events.at(-1)?.run !== recalled) continue
      for (const event of rediscover(state, recalled, (keys) => journal.find(keys), now)) take(state, events, event)
    }
    for (let next = settle(state, now); next.length > 0; next = settle(state, now)) {
      for (const event of next) take(state, events, event)
    }
    if (events.length > 0 || taken.length > 0) {
      broken = true
      journal.append(events, taken)
      broken = false
    }
    if (events.length > 0) conclude(events)
  }

  function conclude(events: readonly RunEvent[]): void {
    for (const event of events) for (const effect of effectsOf(event, state)) world.perform(effect, state)
    options.onEvents?.(events, state)
    for (const event of events) if (event.type === 'RunEnded') over.add(event.run)
  }

  async function drive(until: (state: State) => boolean): Promise<void> {
    while (!until(state)) if (!(await turn())) return
  }

  return { state, resume, turn, drive }
}

function take(state: State, events: RunEvent[], event: RunEvent): void {
  evolve(state, event)
  events.push(event)
}

/** A run that is over is read back when something is asked of it; a second `start` of it finds it there. */
function readBack(state: State, journal: Journal, { run }: Command): boolean {
  if (state.runs.has(run) || !journal.runs().some((known) => known.run === run)) return false
  recall(state, run, eventsOf(journal.read(run)))
  return true
}

function* eventsOf(entries: Iterable<JournalEntry>): Iterable<RunEvent> {
  for (const { event } of entries) yield event
}
