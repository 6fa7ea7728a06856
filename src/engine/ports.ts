import type { Effect } from '#run/effect.ts'
import type { RunEvent } from '#run/events.ts'
import type { Command, Input } from '#run/inputs.ts'
import type { Result } from '#run/outcome.ts'
import type { State } from '#run/state.ts'

/** Where time passes and attempts run: the simulated world, local processes, a cluster. */
export interface World {
  /** UTC milliseconds. Never goes back, whatever the machine's clock does. */
  now(): number
  /** Starts to do it and returns at once. `state` is what the effect may be rendered from; it is not kept. */
  perform(effect: Effect, state: State): void
  /**
   * What has happened since the last call, in order: waits until there is something. Undefined: nothing can
   * come any more (only the simulated world can know that). A real world answers at least some times a second,
   * with an empty list when nothing happened: the loop looks into the journal's inbox after each answer.
   */
  next(): Promise<readonly Input[] | undefined> | readonly Input[] | undefined
}

export interface JournalEntry {
  /** Counts from 1, without holes, over all runs of the store. */
  readonly position: number
  readonly event: RunEvent
}

/** A run in one line, for listing; a projection of the journal. */
export interface RunSummary {
  readonly run: string
  readonly name: string
  readonly file: string
  readonly fingerprint: string
  readonly startedAt: number
  readonly endedAt: number | undefined
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | undefined
}

/** A result that the store has under a key; `discarded` names temporary outputs that are gone. */
export interface Found {
  readonly result: Result
  readonly discarded: readonly string[]
}

/**
 * Where events are kept, with what is derived from them. One process at a time holds the lead and appends;
 * any process may read, and leave commands in the inbox.
 */
export interface Journal {
  /** Tries to become the leader, without waiting. True: this process now is. The lead ends with `close` or with the process, however it dies. */
  takeLead(): boolean
  releaseLead(): void
  /**
   * Durable when it returns, all or nothing, together with the fact that these inbox commands were taken.
   * Throws `FencedError` when this process does not lead.
   */
  append(events: readonly RunEvent[], taken?: readonly number[]): void
  /** Entries after a position, in order: of one run, or of all. */
  read(run: string | undefined, after?: number): Iterable<JournalEntry>
  /** Position of the newest entry. */
  position(): number
  /** Oldest first. */
  runs(): readonly RunSummary[]
  /** Results by key; a key without one is left out. */
  find(keys: readonly string[]): ReadonlyMap<string, Found>
  /** Leaves a command for the leader; returns its number. */
  send(command: Command): number
  /** Commands not yet taken, oldest first. Cheap when nothing is new. */
  inbox(): readonly { readonly id: number; readonly command: Command }[]
  close(): void
}

/** Raised by an append when this process does not hold the lead (any more): stop deciding at once. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}
