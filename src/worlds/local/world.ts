import { mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Journal, World } from '#engine/ports.ts'
import { asStoreError } from '#engine/store-error.ts'
import type { Places } from '#run/attempt.ts'
import type { Effect } from '#run/effects.ts'
import { specOf } from '#run/spec.ts'
import type { State } from '#run/state.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { bootTimeMs, createAvailability } from './availability.ts'
import { createClock } from './clock.ts'
import { createInputFingerprints } from './input-fingerprints.ts'
import { createManifests } from './manifests.ts'
import { objectsOf } from './objects.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { type Paths, pathsOf } from './paths.ts'
import { type Render, type Resolving, resolveTasks } from './resolving.ts'

export interface LocalOptions {
  /** The store's folder, `.pwos/`. */
  readonly store: string
  /** Where results are looked up by key. */
  readonly journal: Journal
  /** How an attempt is rendered; the engine's own rule unless a test has a simpler one. */
  readonly render?: Render
  /** How long a program has between being asked to end and being made to; 5 s unless stated. */
  readonly graceMs?: number
  /** False: memory limits are kept by the watch alone, as where control groups cannot be written. */
  readonly controlGroups?: boolean
  /** When the machine was started (UTC ms), where the system's own word is not to be used. */
  readonly bootedAt?: number
}

export interface LocalWorld extends World {
  readonly places: Places
  /** Lets go of everything; attempts that run go on, and are adopted by the next world of this store. */
  close(): Promise<void>
}

/** At least so often `next` answers, limits are looked at, and what runs is measured. */
const beatMs = 100

/** The real world on one machine. Only the leader of the store has one. Throws `StoreError` where the store cannot be used. */
export function createLocalWorld(options: LocalOptions): LocalWorld {
  const paths = pathsOf(resolve(options.store))
  try {
    return worldOf(paths, options)
  } catch (error) {
    throw asStoreError(error, paths.store)
  }
}

function worldOf(paths: Paths, options: LocalOptions): LocalWorld {
  for (const folder of [paths.runs, paths.lanes, paths.objects]) mkdirSync(folder, { recursive: true })
  const now = createClock(latestTime(options.journal))
  const outbox = createOutbox(now)
  const availability = createAvailability(paths, options.bootedAt ?? bootTimeMs())
  const tools: Resolving = {
    render: options.render ?? specOf,
    places: paths,
    journal: options.journal,
    fingerprints: createInputFingerprints(paths.store),
    manifests: createManifests(paths, availability),
    availability,
  }
  const { graceMs = 5000, controlGroups = true } = options
  const attempts = createAttempts({ ...tools, paths, objects: objectsOf(paths), outbox, now, graceMs, controlGroups })
  const beat = createBeat(paths, attempts, outbox)
  let resumed = false

  return {
    places: paths,
    now,
    perform(effect, state) {
      outbox.check()
      try {
        perform(effect, state, { tools, attempts, outbox })
      } catch (error) {
        throw asStoreError(error, paths.store)
      }
    },
    async next() {
      attempts.forget(outbox.handed())
      if (!resumed) attempts.resumed()
      resumed = true
      beat.start()
      return outbox.next()
    },
    async close() {
      beat.stop()
      outbox.close()
      await attempts.close()
    },
  }
}

interface Parts {
  readonly tools: Resolving
  readonly attempts: Attempts
  readonly outbox: Outbox
}

function perform(effect: Effect, state: State, { tools, attempts, outbox }: Parts): void {
  switch (effect.type) {
    case 'resolve':
      tools.manifests.forget(effect.run, stageName(state, effect))
      outbox.promise(resolveTasks(effect, state, tools).then((input) => [input]))
      break
    case 'start':
      attempts.start(effect, state)
      break
    case 'adopt':
      attempts.adopt(effect, state)
      break
    case 'stop':
      attempts.stop(effect, stageName(state, effect))
      break
    case 'wake':
      outbox.wakeAt(effect.at)
      break
    case 'discard':
      attempts.discard(effect, state)
      break
  }
}

export function stageName(state: State, { run, stage }: { readonly run: string; readonly stage: number }): string {
  return state.runs.get(run)?.workflow.stages[stage]?.name ?? ''
}

/** The regular look at everything that does not tell by itself. It slows down where looking is expensive. */
function createBeat(paths: Paths, attempts: Attempts, outbox: Outbox): { start(): void; stop(): void } {
  const inode = statSync(paths.store).ino
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function look(): void {
    const began = performance.now()
    try {
      if (statSync(paths.store).ino !== inode) throw Object.assign(new Error('replaced by another folder'), { code: 'ENOENT' })
      attempts.look(began)
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
