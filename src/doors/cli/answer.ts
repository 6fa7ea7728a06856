import type { Language, Text } from '#expression/text.ts'
import type { ExitName } from '#operations/exit-statuses.ts'
import type { Host } from '#operations/operation.ts'
import type { Given } from './given.ts'
import type { Speak } from './language.ts'
import type { Screen } from './terminal/live.ts'
import type { Paint } from './terminal/paint.ts'

/** How things look here: what a renderer needs, and nothing that does anything. */
export interface Look {
  readonly language: Language
  readonly speak: Speak
  readonly paint: Paint
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number
  /** Where the person is: paths below it are written from there. */
  readonly folder: string
}

/** What the door gives an operation beside the usual: how it is told that nobody waits. */
export interface Wishes<Update> {
  readonly report: (update: Update) => void
  readonly detach?: AbortSignal
  readonly cancel?: AbortSignal
  readonly everyTask?: boolean
  readonly snapshotMs?: number
}

/** The terminal and process that a command talks to. */
export interface Door {
  readonly look: Look
  readonly json: boolean
  /** Undefined: not a terminal, so nothing is redrawn. */
  readonly screen: Screen | undefined
  /** A line for the reader of the answer (standard output). */
  say(line: string): void
  /** Text as it is, without a line end of its own. */
  write(text: string): void
  /** A line beside the answer (standard error): notes and warnings. */
  note(line: string): void
  /** Asks for yes or no. Undefined: nobody is there to be asked. */
  ask(question: Text): Promise<boolean | undefined>
  /** Whether somebody is there to be asked. */
  readonly canAsk: boolean
  /** Asks for a line. Undefined: nobody is there to be asked, or they have turned away. */
  prompt(question: string): Promise<string | undefined>
  /** Calls back for Ctrl-C and for signals that end a process, until the returned function is called. */
  onInterrupt(interrupted: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void): () => void
  /** Aborted when nobody reads the answer any more. */
  readonly unread: AbortSignal
  host<Update>(wishes: Wishes<Update>): Host<Update>
}

/** Carries out a command that was parsed, and says how it ended. */
export type Answer = (given: Given, door: Door) => Promise<ExitName>
