import type { z } from 'zod'
import type { Text } from '#expression/text.ts'

/**
 * Something PWOS can be asked. Doors (command line, later HTTP and agents) turn it into their own form and
 * hold no logic: what comes in is checked against `input`, what goes out has the shape of `output`, and what
 * is told on the way (for operations that last) the shape of `update`.
 */
export interface Operation<Input, Output, Update = never> {
  readonly name: string
  readonly summary: Text
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
  readonly update?: z.ZodType<Update>
  handle(input: Input, host: Host<Update>): Promise<Output>
}

/** What an operation is given of its surroundings: it reads no clock, environment or terminal of its own accord. */
export interface Host<Update = never> {
  /** The folder that relative paths start from. */
  readonly folder: string
  /** The store asked for; left out, it lies beside the workflow file. */
  readonly store: string | undefined
  /** Who is there, as far as the surroundings tell: a name set up once (PWOS_AS), and the login name. */
  readonly user?: { readonly configured?: string; readonly login?: string }
  /** UTC milliseconds. */
  readonly now: () => number
  /** A number from 0 to 1, for names that must not be the same. */
  readonly chance: () => number
  /** Version of PWOS. */
  readonly version: string
  report(update: Update): void
  /** Nobody waits for the answer any more: stop following; what runs goes on. */
  readonly detach: AbortSignal
  /** The person wants the run that is followed to be cancelled. */
  readonly cancel: AbortSignal
  /** Whether each task is told of, or only what went wrong. */
  readonly everyTask: boolean
  /** How often a snapshot of a followed run is reported, in ms; undefined: not at all. */
  readonly snapshotMs: number | undefined
  /** Starts a process that leads the store until no run is unfinished, and outlives this one. */
  startController(store: string): void
  /** The command of such a process, as words; left out: it cannot be started elsewhere. */
  readonly leader?: (store: string) => readonly string[]
}
