import type { World } from '#engine/ports.ts'
import { lockOfPool } from '#model/coordination.ts'
import type { RunEvent } from '#run/events.ts'
import { suspensionsOf } from '#run/look.ts'
import type { Artefact } from '#run/outcome.ts'
import { sanityCheck } from '#run/sanity.ts'
import { specOf } from '#run/spec.ts'
import { type State, taskStatuses } from '#run/state.ts'
import { createGateCheckers } from './gate-checkers.ts'
import { places } from './places.ts'
import { createStreamCheckers } from './stream-checkers.ts'

export { places }

/** What must hold after every turn, whatever the world does. Each finding is a sentence. */
export interface Checkers {
  onEvents(events: readonly RunEvent[], state: State): void
  /** A world that also looks at what it is asked to do. */
  watch(world: World): World
  /** After a crash: what has run was recorded. */
  fold(events: Iterable<RunEvent>): void
}

export function createCheckers(): Checkers {
  const ended = new Set<string>()
  const started = new Set<string>()
  const over = new Set<string>()
  const published = new Set<string>()
  const received = new Set<string>()
  /** Tasks that were done; some may be made again for others, which changes nothing for who needs no more of them. */
  const done = new Set<string>()
  /** Tasks that people have tried again: whoever came only after them has heard that they were over. */
  const again = new Set<string>()
  const gates = createGateCheckers()
  const streams = createStreamCheckers(published, done)

  function note(event: RunEvent): void {
    gates.note(event)
    streams.note(event)
    if (event.type === 'StagesReworked') {
      for (const { stage, tasks } of event.stages) {
        const prefix = `${event.run}/${stage}/`
        for (const name of done)
          if (name.startsWith(prefix) && (tasks?.includes(Number(name.slice(prefix.length))) ?? true)) done.delete(name)
      }
    }
    if (event.type === 'GateWaived') done.add(`${event.run}/${event.stage}/${event.task}`)
    if (event.type === 'AttemptsStarted') {
      event.tasks.forEach((task, index) => {
        const name = `${event.run}/${event.stage}/${task}#${event.attempts[index]}`
        if (started.has(name)) throw new Error(`${name} started twice`)
        started.add(name)
      })
    }
    if (event.type === 'SignalReceived') {
      const name = `${event.run}/${event.signal}`
      if (received.has(`${name}#${event.id}`)) throw new Error(`${name} ${event.id} came twice`)
      received.add(`${name}#${event.id}`).add(name)
    }
    if (event.type === 'TasksReused') {
      for (const { task, result, then } of event.results) {
        if (then.kind === 'done') done.add(`${event.run}/${event.stage}/${task}`)
        // What is taken from another run was published there.
        if (result.origin.startsWith('outside/'))
          for (const artefact of Object.values(result.outputs)) published.add(places.artefact(artefact))
      }
    }
    if (event.type === 'AttemptEnded') {
      if (event.then.kind === 'done') done.add(`${event.run}/${event.stage}/${event.task}`)
      const name = `${event.run}/${event.stage}/${event.task}#${event.attempt}`
      if (ended.has(name)) throw new Error(`${name} ended twice`)
      ended.add(name)
      if (event.outcome.kind === 'succeeded') {
        for (const artefact of Object.values(event.outcome.result.outputs)) published.add(places.artefact(artefact))
      }
    }
    if (event.type === 'TasksReset') for (const task of event.tasks) again.add(`${event.run}/${event.stage}/${task}`)
    if (event.type === 'TasksReset') over.delete(event.run)
    // What is recorded of a run that is over changes nothing of it.
    else if (over.has(event.run) && event.type !== 'GateWaived' && event.type !== 'IssueNoted')
      throw new Error(`${event.type} after the end of ${event.run}`)
    if (event.type === 'RunEnded') over.add(event.run)
  }

  return {
    fold(events) {
      const outputs = new Map<string, readonly Artefact[]>()
      for (const event of events) {
        note(event)
        if (event.type === 'TasksReused') {
          for (const { task, result } of event.results) outputs.set(`${event.run}/${event.stage}/${task}`, Object.values(result.outputs))
        } else if (event.type === 'AttemptEnded' && event.outcome.kind === 'succeeded') {
          outputs.set(`${event.run}/${event.stage}/${event.task}`, Object.values(event.outcome.result.outputs))
        } else if (event.type === 'OutputsDiscarded') {
          const gone = event.tasks.flatMap((task) => outputs.get(`${event.run}/${event.stage}/${task}`) ?? [])
          for (const artefact of gone) if (event.outputs.includes(artefact.name)) published.delete(places.artefact(artefact))
        }
      }
    },
    onEvents(events, state) {
      for (const event of events) note(event)
      sanityCheck(state)
      checkPools(state)
      streams.look(state)
    },
    watch: (world) => ({
      now: () => world.now(),
      next: () => world.next(),
      perform(effect, state) {
        if (effect.type === 'start') {
          checkInputs(effect, state, { done, again })
          checkSignals(effect, state, received)
          checkSuspension(effect, state)
          gates.beforeStart(effect.run, effect.stage, effect.tasks, state)
          effect.tasks.forEach((task, index) => {
            const spec = specOf(state, effect.run, effect.stage, task, effect.attempts[index] ?? 0, places)
            const manifests = spec.manifests.flatMap((manifest) => [...manifest.elements()].flatMap((element) => element.artefact ?? []))
            for (const artefact of [...spec.uses, ...manifests]) {
              if (!published.has(places.artefact(artefact)))
                throw new Error(`${spec.stage}/${task} reads ${artefact.fingerprint}, which is gone`)
            }
          })
        }
        if (effect.type === 'discard') {
          const stage = state.runs.get(effect.run)?.stages[effect.stage]
          for (const task of effect.tasks) {
            for (const output of effect.outputs) {
              const artefact = stage?.results.get(task)?.outputs[output]
              if (artefact !== undefined) published.delete(places.artefact(artefact))
            }
          }
        }
        world.perform(effect, state)
      },
    }),
  }
}

function checkPools(state: State): void {
  const runs = [...state.runs.values()]
  for (const [pool, held] of state.held) {
    const most = Math.max(...runs.map((run) => run.started.pools[pool] ?? permitsOf(run, pool)))
    if (held > most * (1 + 1e-6) + 1e-6) throw new Error(`${held} of ${pool} is held, and there is only ${most}`)
  }
}

/** A lock that is not declared has one permit; a person does one thing at a time. */
function permitsOf({ workflow }: State['runs'] extends ReadonlyMap<string, infer Run> ? Run : never, pool: string): number {
  if (workflow.people.some(({ name }) => name === pool)) return 1
  const lock = lockOfPool(pool)
  if (lock === undefined) return 0
  return workflow.coordination?.locks.find(({ name }) => name === lock)?.permits ?? 1
}

const final = ['done', 'failed', 'ignored', 'skipped']

/** No task starts while a condition holds it back. */
function checkSuspension(effect: { run: string; stage: number }, state: State): void {
  const run = state.runs.get(effect.run)
  const suspensions = run === undefined ? [] : suspensionsOf(run, 0)
  for (const index of run?.workflow.stages[effect.stage]?.coordination?.suspendedBy ?? []) {
    if (suspensions[index]?.suspends !== false)
      throw new Error(`${effect.run}/${effect.stage} starts while ${suspensions[index]?.condition} holds`)
  }
}

/** No task starts before the signals that it awaits have come. */
function checkSignals(effect: { run: string; stage: number }, state: State, received: ReadonlySet<string>): void {
  const workflow = state.runs.get(effect.run)?.workflow
  for (const { signal } of workflow?.stages[effect.stage]?.coordination?.awaits ?? []) {
    const name = workflow?.coordination?.signals[signal]?.name
    if (!received.has(`${effect.run}/${name}`)) throw new Error(`${effect.run}/${effect.stage} starts without ${name}`)
  }
}

/** No task starts before what it waits for is over. */
function checkInputs(
  effect: { run: string; stage: number; tasks: readonly number[] },
  state: State,
  { done, again }: { readonly done: ReadonlySet<string>; readonly again: ReadonlySet<string> },
): void {
  const run = state.runs.get(effect.run)
  const stage = run?.workflow.stages[effect.stage]
  for (const { stage: index, kind, order, branches } of stage?.dependencies ?? []) {
    const producer = run?.stages[index]
    if (producer?.count === undefined) throw new Error(`${stage?.name} starts before ${index} is counted`)
    const tasks = kind === 'element' ? effect.tasks : Array.from({ length: producer.count }, (_, task) => task)
    const names = run?.workflow.stages[index]?.decision?.branches.map(({ name }) => name) ?? []
    const leads = (task: number) => branches?.some((branch) => producer.results.get(task)?.metrics.branch === names[branch])
    if (branches !== undefined && !(kind === 'element' ? tasks.every(leads) : tasks.some(leads)))
      throw new Error(`${stage?.name} starts, and ${run?.workflow.stages[index]?.name} did not choose it`)
    for (const task of tasks) {
      const status = taskStatuses[producer.status[task] ?? 0] ?? ''
      const name = `${effect.run}/${index}/${task}`
      if (!final.includes(status) && !done.has(name) && !(order && again.has(name)))
        throw new Error(`${stage?.name} starts while ${run?.workflow.stages[index]?.name}/${task} is ${status}`)
    }
  }
}
