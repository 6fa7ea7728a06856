import type { ExecutorTools } from '#worlds/attempt/executor.ts'
import { createStoreWorld, type StoreOptions, type StoreWorld } from '#worlds/attempt/store-world.ts'
import { createAttempts } from './attempts.ts'

export interface LaneOptions {
  /** How long a program has between being asked to end and being made to; 5 s unless stated. */
  readonly graceMs?: number
  /** False: memory limits are kept by the watch alone, as where control groups cannot be written. */
  readonly controlGroups?: boolean
}

export type LocalOptions = StoreOptions & LaneOptions

/** Runs attempts in lanes on this machine. */
export function localExecutor(tools: ExecutorTools, { graceMs = 5000, controlGroups = true }: LaneOptions = {}) {
  return createAttempts({ ...tools, graceMs, controlGroups })
}

/** The real world on one machine. Only the leader of the store has one. Throws `StoreError` where the store cannot be used. */
export function createLocalWorld(options: LocalOptions): StoreWorld {
  return createStoreWorld(options, (tools) => ({ local: localExecutor(tools, options) }))
}
