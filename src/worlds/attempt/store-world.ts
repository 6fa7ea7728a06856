import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Journal, World } from '#engine/ports.ts'
import { asStoreError } from '#engine/store-error.ts'
import { invariant } from '#model/invariant.ts'
import type { Workflow } from '#model/workflow.ts'
import type { Places } from '#run/attempt.ts'
import type { Effect } from '#run/effect.ts'
import type { RunStarted } from '#run/events.ts'
import { worldNameOf } from '#run/placed-on.ts'
import { specOf } from '#run/spec.ts'
import type { State } from '#run/state.ts'
import { layOutFor } from './asking.ts'
import { bootTimeMs, createAvailability } from './availability.ts'
import { createClock } from './clock.ts'
import { type ConditionWatch, createConditionWatch } from './conditions.ts'
import type { EffectOf, Executor, ExecutorTools } from './executor.ts'
import { createInputFingerprints } from './input-fingerprints.ts'
import { createManifests } from './manifests.ts'
import { objectsOf } from './objects.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { type Paths, pathsOf } from './paths.ts'
import { type Render, resolveTasks } from './resolving.ts'
import { forgetStates } from './saved-state.ts'
import { takeResult } from './taking.ts'

/** What a world of a store needs, whatever runs its attempts. */
export interface StoreOptions {
  /** The store's folder, `.pwos/`. */
  readonly store: string
  /** Where results are looked up by key. */
  readonly journal: Journal
  /** A run's own definition as a workflow. */
  readonly load: (started: RunStarted) => Workflow
  /** How an attempt is rendered; the engine's own rule unless a test has a simpler one. */
  readonly render?: Render
  /** When the machine was started (UTC ms), where the system's own word is not to be used. */
  readonly bootedAt?: number
}

export interface StoreWorld extends World {
  readonly places: Places
  /** Lets go of everything; attempts that run go on, and are adopted by the next world of this store. */
  close(): Promise<void>
}

/** At least so often `next` answers, limits are looked at, and what runs is measured. */
const beatMs = 100

/** By name; `local` is where stages run that say nothing else. */
export type Executors = { readonly local: Executor; readonly [name: string]: Executor }

/**
 * The real world of a store: one folder, one clock, one way to find keys and results, and as many executors as its runs use.
 * Only the leader of the store has one. Throws `StoreError` where the store cannot be used.
 */
export function createStoreWorld(options: StoreOptions, executorsWith: (tools: ExecutorTools) => Executors): StoreWorld {
  const paths = pathsOf(resolve(options.store))
  try {
    return worldOf(paths, options, executorsWith)
  } catch (error) {
    throw asStoreError(error, paths.store)
  }
}

function worldOf(paths: Paths, options: StoreOptions, executorsWith: (tools: ExecutorTools) => Executors): StoreWorld {
  for (const folder of [paths.runs, paths.lanes, paths.objects]) mkdirSync(folder, { recursive: true })
  const tools = toolsOf(paths, options)
  const { outbox, now } = tools
  const executors = executorsWith(tools)
  const all = Object.values(executors)
  const beat = createBeat(paths, all, outbox)
  const watch = createConditionWatch(outbox)
  let resumed = false

  return {
    places: paths,
    now,
    perform(effect, state) {
      outbox.check()
      try {
        perform(effect, state, tools, executors, watch)
      } catch (error) {
        throw asStoreError(error, paths.store)
      }
    },
    async next() {
      const handed = outbox.handed()
      for (const executor of all) executor.forget(handed)
      if (!resumed) for (const executor of all) executor.resumed()
      resumed = true
      beat.start()
      return outbox.next()
    },
    async close() {
      beat.stop()
      watch.close()
      outbox.close()
      await Promise.all(all.map((executor) => executor.close()))
      await Promise.allSettled(tools.deleting)
    },
  }
}

function toolsOf(paths: Paths, { journal, load, render, bootedAt }: StoreOptions): StoreTools {
  const now = createClock(latestTime(journal))
  const availability = createAvailability(paths, bootedAt ?? bootTimeMs())
  return {
    render: render ?? specOf,
    places: paths,
    journal,
    load,
    fingerprints: createInputFingerprints(paths.store),
    manifests: createManifests(paths, availability),
    availability,
    paths,
    objects: objectsOf(paths),
    outbox: createOutbox(now),
    now,
    deleting: new Set(),
  }
}

/** `deleting`: what is being deleted just now. */
type StoreTools = ExecutorTools & Pick<StoreOptions, 'load'> & { readonly deleting: Set<Promise<void>> }

function perform(effect: Effect, state: State, tools: StoreTools, executors: Executors, watch: ConditionWatch): void {
  switch (effect.type) {
    case 'resolve':
      tools.manifests.forget(effect.run, stageName(state, effect))
      if (takes(state, effect)) tools.outbox.promise(takeResult(effect, state, tools).then((input) => (input === undefined ? [] : [input])))
      else tools.outbox.promise(resolveTasks(effect, state, tools).then((input) => [input]))
      break
    case 'start':
      executorOf(effect, state, executors).start(effect, state)
      break
    case 'adopt':
      executorOf(effect, state, executors).adopt(effect, state)
      break
    case 'stop':
      executorOf(effect, state, executors).stop(effect, stageName(state, effect))
      break
    case 'preempt':
      executorOf(effect, state, executors).preempt?.(effect, stageName(state, effect))
      break
    case 'ask':
      tools.outbox.promise(layOutFor(effect, state, tools).then(() => []))
      break
    case 'withdraw':
      // Nothing was laid out that anybody would have to take away: the inbox is read from the journal.
      break
    case 'watch':
      watch.watch(effect.run, state)
      break
    case 'unwatch':
      watch.unwatch(effect.run)
      break
    case 'freeze':
    case 'thaw':
      executors.local.hold?.(effect, stageName(state, effect))
      break
    case 'wake':
      tools.outbox.wakeAt(effect.at)
      break
    case 'forget':
      forgetSoon(forgetStates(effect, stageName(state, effect), tools.paths.runs), tools)
      break
    case 'discard':
      discardOutputs(effect, state, tools)
      break
  }
}

/** Whoever closes the world waits for it: the last task of a run has states, too. */
function forgetSoon(forgetting: Promise<void>, { outbox, deleting }: StoreTools): void {
  deleting.add(forgetting)
  outbox.promise(forgetting.finally(() => deleting.delete(forgetting)).then(() => []))
}

function takes(state: State, { run, stage }: EffectOf<'resolve'>): boolean {
  return state.runs.get(run)?.workflow.stages[stage]?.take !== undefined
}

function executorOf({ run, stage }: { readonly run: string; readonly stage: number }, state: State, executors: Executors): Executor {
  const name = worldNameOf(state, run, stage)
  const executor = executors[name]
  invariant(executor !== undefined, `${name} is a world of this store`)
  return executor
}

function discardOutputs(effect: EffectOf<'discard'>, state: State, tools: ExecutorTools): void {
  const stage = state.runs.get(effect.run)?.stages[effect.stage]
  for (const task of effect.tasks) {
    const result = stage?.results.get(task)
    for (const name of effect.outputs) {
      const artefact = result?.outputs[name]
      if (result === undefined || artefact === undefined) continue
      tools.availability.forget(artefact)
      tools.objects.discard(join(tools.paths.runs, result.origin, 'work'), artefact)
    }
  }
}

function stageName(state: State, { run, stage }: { readonly run: string; readonly stage: number }): string {
  return state.runs.get(run)?.workflow.stages[stage]?.name ?? ''
}

/** The regular look at everything that does not tell by itself. It slows down where looking is expensive. */
function createBeat(paths: Paths, executors: readonly Executor[], outbox: Outbox): { start(): void; stop(): void } {
  const inode = statSync(paths.store).ino
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function look(): void {
    const began = performance.now()
    try {
      if (statSync(paths.store).ino !== inode) throw Object.assign(new Error('replaced by another folder'), { code: 'ENOENT' })
      for (const executor of executors) executor.look(began)
    } catch (error) {
      outbox.fail(asStoreError(error, paths.store))
    }
    outbox.ring()
    if (!stopped) timer = setTimeout(look, Math.max(beatMs, Math.min(2000, 20 * (performance.now() - began))))
  }

  return {
    start() {
      timer ??= setTimeout(look, beatMs)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Time goes on from the newest event, even when the machine's clock was set back since. */
function latestTime(journal: Journal): number {
  let latest = 0
  for (const { event } of journal.read(undefined, Math.max(0, journal.position() - 1))) latest = Math.max(latest, event.at)
  return latest
}
